import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Rng } from '../../sim/core/rng.js';
import { fromUnit, valueCount, type Design, type DesignSpace, type Parameter } from '../../sim/model/design-space.js';
import { drawCategory, learnCategories, startCategories, type CategoryState } from './cma-es-categories.js';
import { recombination, type Recombination } from './cma-es-weights.js';
import { defineAgent } from './define-agent.js';
import { individualOf } from './individual.js';
import { normal } from './normal.js';
import { compareScalar, drawWeights, widened, type CostRange } from './scalar.js';

/** A normal distribution of numbers on [0, 1], one a parameter with an order, and how it moved. */
interface Gaussian {
  mean: number[];
  sigma: number;
  covariance: number[][];
  /** C = B D^2 B^T: columns of B, and D. */
  axes: number[][];
  lengths: number[];
  sigmaPath: number[];
  covariancePath: number[];
  generation: number;
  /** Generation of `axes` and `lengths`. */
  decomposed: number;
}

interface State {
  gaussian: Gaussian;
  categories: CategoryState;
  population: number;
  range: CostRange | null;
  /** Of the objectives, the same until a restart. */
  weights: readonly number[];
  /** Places that the last batch was drawn at. */
  places: number[][];
  /** Best costs of the last generations of this start, as the scalar sees them. */
  stalled: number;
  best: { readonly costs: readonly number[] | null; readonly violation: number } | null;
}

/**
 * Covariance matrix adaptation. Numbers outside of [0, 1] are reflected at its ends, as if the space went on in a mirror; discrete ones are rounded, and never vary by less than reaches a neighbour. Categories
 * have probabilities of their own. A search that stands still begins anew with twice the population (Auger, Hansen, CEC 2005) and other weights of the objectives.
 */
export const cmaEs = defineAgent({
  id: 'cma-es', summary: 'Moves a normal distribution of designs, and learns its shape from the better half of each batch',
  source: 'Hansen, arXiv 1604.00772, 2016; Hamano et al., GECCO 2022 (whole numbers); Hamano et al., GECCO 2024 (categories)', objectives: 'one',
  settings: {
    population: { type: 'integer', low: 0, high: 10_000, scale: 'linear', default: 0, meaning: 'Designs of a batch at first; 0 is 4 + 3 ln(parameters)' },
    sigma: { type: 'real', low: 0.001, high: 2, scale: 'log', default: 0.3, meaning: 'Deviation at first, as a share of a range' },
    patience: { type: 'integer', low: 1, high: 10_000, scale: 'log', default: 20, meaning: 'Batches without anything better before it begins anew' },
  },
  start: ({ task: { space, objectives }, settings, rng }): State => {
    const population = settings.population > 0 ? Math.max(4, settings.population) : 4 + Math.floor(3 * Math.log(Math.max(1, space.parameters.length)));
    return { gaussian: startGaussian(numbersOf(space).map(() => 0.5), settings.sigma), categories: startCategories(space), population, range: null, weights: drawWeights(rng, objectives.length), places: [], stalled: 0, best: null };
  },
  propose: ({ task: { space }, rng }, state) => {
    const designs = Array.from({ length: state.population }, (): Design => {
      const place = drawPlace(state.gaussian, rng);
      state.places.push(place);
      let next = 0;
      return space.parameters.map((parameter, i) => (parameter.type === 'categorical' ? drawCategory(state.categories, i, rng) : fromUnit(parameter, reflected(place[next++]!))));
    });
    return designs.map((design) => ({ design }));
  },
  observe: ({ task, settings, rng }, state, trials) => {
    const seen = trials.map((trial) => individualOf(task, trial));
    state.range = seen.reduce(widened, state.range);
    const compare = (a: typeof seen[number], b: typeof seen[number]): number => compareScalar(a, b, state.weights, state.range);
    const order = [...seen.keys()].sort((a, b) => compare(seen[a]!, seen[b]!) || a - b);
    const numbers = numbersOf(task.space);
    const rule = recombination(state.population, numbers.length);
    if (numbers.length > 0) {
      adapt(state.gaussian, order.map((i) => state.places[i]!), rule);
      keepMargin(state.gaussian, numbers, state.population);
    }
    learnCategories(state.categories, order.map((i) => seen[i]!.design), rule);
    state.places = [];
    const first = seen[order[0]!]!;
    const isBetter = state.best === null || compareScalar(first, state.best, state.weights, state.range) < 0;
    if (isBetter) state.best = { costs: first.costs, violation: first.violation };
    state.stalled = isBetter ? 0 : state.stalled + 1;
    if (state.stalled < settings.patience && !hasCollapsed(state.gaussian)) return;
    state.population = Math.min(mostPopulation, 2 * state.population);
    state.gaussian = startGaussian(numbers.map(() => rng.next()), settings.sigma);
    state.categories = startCategories(task.space);
    state.weights = drawWeights(rng, task.objectives.length);
    state.stalled = 0;
    state.best = null;
  },
});

/** Restarts do not make batches larger than this. */
const mostPopulation = 10_000;

type NumberParameter = Exclude<Parameter, { readonly type: 'categorical' }>;

function numbersOf(space: DesignSpace): NumberParameter[] {
  return space.parameters.filter((parameter) => parameter.type !== 'categorical');
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
}

function startGaussian(mean: number[], sigma: number): Gaussian {
  const zeros = (): number[] => mean.map(() => 0);
  return { mean, sigma, covariance: identity(mean.length), axes: identity(mean.length), lengths: mean.map(() => 1), sigmaPath: zeros(), covariancePath: zeros(), generation: 0, decomposed: 0 };
}

/** m + sigma B D z. */
function drawPlace({ mean, sigma, axes, lengths }: Gaussian, rng: Rng): number[] {
  const z = lengths.map((length) => length * normal(rng));
  return mean.map((one, i) => one + sigma * axes[i]!.reduce((sum, axis, k) => sum + axis * z[k]!, 0));
}

/** The place on [0, 1] that mirrors at 0 and 1 show there. */
function reflected(place: number): number {
  const turn = place - 2 * Math.floor(place / 2);
  return turn > 1 ? 2 - turn : turn;
}

/** One generation: places from best to worst (Hansen 2016, figure 6). */
function adapt(gaussian: Gaussian, places: readonly (readonly number[])[], { weights, mass, sigmaRate, sigmaDamping, pathRate, rankOne, rankMany, expectedLength }: Recombination): void {
  const { mean, sigma, covariance, axes, lengths, sigmaPath, covariancePath } = gaussian;
  const size = mean.length;
  const steps = places.map((place) => place.map((one, i) => (one - mean[i]!) / sigma));
  /** B D^-1 B^T v: the step as a standard normal one. */
  const whitened = (step: readonly number[]): number[] => {
    const turned = lengths.map((length, k) => step.reduce((sum, one, i) => sum + axes[i]![k]! * one, 0) / length);
    return mean.map((_, i) => axes[i]!.reduce((sum, axis, k) => sum + axis * turned[k]!, 0));
  };
  const mean1 = mean.map((_, i) => steps.reduce((sum, step, rank) => sum + Math.max(0, weights[rank]!) * step[i]!, 0));
  gaussian.generation++;
  whitened(mean1).forEach((one, i) => { sigmaPath[i] = (1 - sigmaRate) * sigmaPath[i]! + Math.sqrt(sigmaRate * (2 - sigmaRate) * mass) * one; });
  const length = Math.hypot(...sigmaPath);
  const isMoving = length / Math.sqrt(1 - (1 - sigmaRate) ** (2 * gaussian.generation)) < (1.4 + 2 / (size + 1)) * expectedLength;
  mean1.forEach((one, i) => { covariancePath[i] = (1 - pathRate) * covariancePath[i]! + (isMoving ? Math.sqrt(pathRate * (2 - pathRate) * mass) * one : 0); });
  // A bad step counts by its direction, not its length: else C may lose its sign.
  const counts = steps.map((step, rank) => (weights[rank]! >= 0 ? weights[rank]! : (weights[rank]! * size) / Math.max(1e-12, whitened(step).reduce((sum, one) => sum + one * one, 0))));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const kept = 1 - rankOne - rankMany * sum + (isMoving ? 0 : rankOne * pathRate * (2 - pathRate));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let many = 0;
      for (let rank = 0; rank < steps.length; rank++) many += counts[rank]! * steps[rank]![i]! * steps[rank]![j]!;
      const value = kept * covariance[i]![j]! + rankOne * covariancePath[i]! * covariancePath[j]! + rankMany * many;
      covariance[i]![j] = value;
      covariance[j]![i] = value;
    }
  }
  gaussian.mean = mean.map((one, i) => one + sigma * mean1[i]!);
  gaussian.sigma = Math.min(1, sigma * Math.exp(Math.min(1, (sigmaRate / sigmaDamping) * (length / expectedLength - 1))));
  if ((gaussian.generation - gaussian.decomposed) * (rankOne + rankMany) * size * 10 >= 1) decompose(gaussian);
}

function decompose(gaussian: Gaussian): void {
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(new Matrix(gaussian.covariance), { assumeSymmetric: true });
  gaussian.axes = eigenvectorMatrix.to2DArray();
  gaussian.lengths = realEigenvalues.map((value) => Math.sqrt(Math.max(value, 1e-20)));
  gaussian.decomposed = gaussian.generation;
}

/**
 * A number with few values, whose deviation is less than would leave its bin now and then, stands still for ever: its variance is kept so large that a batch has at least about one design outside of the mean's bin,
 * by a larger variance of its own.
 */
function keepMargin(gaussian: Gaussian, numbers: readonly NumberParameter[], population: number): void {
  numbers.forEach((parameter, i) => {
    const count = valueCount(parameter);
    if (count === null || count < 2 || count > 1000) return;
    const here = reflected(gaussian.mean[i]!);
    const width = 1 / count;
    const toEdge = Math.min(here - Math.floor(here / width) * width, (Math.floor(here / width) + 1) * width - here);
    const least = Math.max(toEdge, 0.1 * width) / Math.sqrt(2 * Math.log(Math.max(2, population)));
    const deviation = gaussian.sigma * Math.sqrt(gaussian.covariance[i]![i]!);
    if (deviation < least) gaussian.covariance[i]![i]! += (least ** 2 - deviation ** 2) / gaussian.sigma ** 2;
  });
}

/** No design can come out of it that was not seen. */
function hasCollapsed({ sigma, lengths }: Gaussian): boolean {
  const longest = Math.max(0, ...lengths);
  return lengths.length > 0 && (sigma * longest < 1e-9 || longest > 1e7 * Math.min(...lengths));
}

