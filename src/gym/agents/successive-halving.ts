import { designKey, sampleDesign, type Design, type DesignSpace } from '../../sim/model/design-space.js';
import type { Rng } from '../../sim/core/rng.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { withOneChange } from './one-change.js';
import { compareScalar, drawWeights, widened, type CostRange } from './scalar.js';
import { withTried } from './tried.js';
import { newDesigns } from './variation.js';

interface State {
  /** With several fidelities also the fidelity. */
  rung: number;
  /** The rung that the bracket began with. */
  first: number;
  /** What is left of the bracket; empty before its first batch. */
  arms: readonly Individual[];
  /** The best designs that brackets ended with. */
  heirs: readonly Individual[];
  /** By fidelity: costs of one need not be of the size of those of another. */
  readonly ranges: (CostRange | null)[];
  tried: readonly string[];
  /** Of the objectives, drawn anew for each bracket. */
  weights: readonly number[];
}

/**
 * Brackets of designs, of which each rung keeps the best 1 / eta and spends more on them. With several fidelities a rung evaluates them at the next fidelity; brackets begin in turn
 * at each fidelity, those that begin higher with fewer designs, as a hedge against cheap fidelities that mislead (Hyperband). All evaluations count as one each, whatever they cost.
 * With one fidelity nothing is cheap, and evaluations have no noise that seeds could average out: what is then spent on a design are eta^rung tries with one change, of which the
 * best takes its place, so that every rung takes about as many evaluations as the first.
 */
export const successiveHalving = defineAgent({
  id: 'successive-halving', summary: 'Begins with many designs, keeps the best share of them rung by rung, and spends more on those',
  source: 'Jamieson, Talwalkar, AISTATS 2016; Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar, JMLR 18, 2018 (Hyperband)', objectives: 'one',
  settings: {
    arms: { type: 'integer', low: 2, high: 10_000, scale: 'log', default: 9, meaning: 'Designs that a bracket begins with' },
    eta: { type: 'real', low: 1.5, high: 16, scale: 'log', default: 3, meaning: 'Of so many designs one goes on to the next rung' },
    inherit: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.8, meaning: 'Share of them that are the best of earlier brackets with one change; the others are random' },
    heirs: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 3, meaning: 'Best designs of earlier brackets that are remembered' },
    near: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.35, meaning: 'Probability that a change is a short step; else it is to any other value' },
    brackets: { type: 'categorical', values: ['in-turn', 'cheapest'], default: 'in-turn', meaning: 'Fidelity that brackets begin at: each in turn, or always the cheapest' },
  },
  start: ({ task, settings, rng }): State => {
    const first = firstRung(settings.arms, settings.eta, task.fidelities, task.budget);
    return { rung: first, first, arms: [], heirs: [], tried: [], ranges: Array.from({ length: task.fidelities }, () => null), weights: drawWeights(rng, task.objectives.length) };
  },
  propose: ({ task: { space, fidelities }, settings, rng }, { rung, first, arms, heirs, tried }) => {
    const { near, eta, inherit } = settings;
    const isClimbing = fidelities > 1;
    if (arms.length === 0) {
      const designs = beginning(space, heirs, tried, armsFrom(settings.arms, eta, first), inherit, near, rng);
      return designs.map((design) => (isClimbing ? { design, fidelity: rung } : { design }));
    }
    if (isClimbing) return arms.map(({ design }) => ({ design, fidelity: rung }));
    const designs: Design[] = [];
    for (const { design } of arms) designs.push(...tries(space, design, [...tried, ...designs.map(designKey)], Math.round(eta ** rung), near, rng));
    return designs.map((design) => ({ design }));
  },
  observe: ({ task, settings, rng }, state, trials) => {
    const isClimbing = task.fidelities > 1;
    const fidelity = isClimbing ? state.rung : 0;
    const seen = trials.map((trial) => individualOf(task, trial));
    const range = state.ranges[fidelity] = seen.reduce(widened, state.ranges[fidelity]!);
    const order = (a: Individual, b: Individual): number => compareScalar(a, b, state.weights, range);
    const arms = (isClimbing || state.arms.length === 0 ? seen : improved(state.arms, seen, order)).sort(order);
    state.tried = withTried(state.tried, seen.map(({ design }) => design));
    const isEnd = isClimbing ? state.rung === task.fidelities - 1 : arms.length === 1;
    if (!isEnd) {
      state.arms = arms.slice(0, Math.max(1, Math.floor(arms.length / settings.eta)));
      state.rung++;
      return;
    }
    state.weights = drawWeights(rng, task.objectives.length);
    state.heirs = distinct([...state.heirs, ...arms]).sort((a, b) => compareScalar(a, b, state.weights, range)).slice(0, settings.heirs);
    state.arms = [];
    state.first = isClimbing && settings.brackets === 'in-turn' ? (state.first + 1) % task.fidelities : 0;
    state.rung = state.first;
  },
});

/** Designs of a bracket that begins at a fidelity: so many as one from the cheapest would bring there. */
function armsFrom(arms: number, eta: number, first: number): number {
  return Math.max(1, Math.round(arms / eta ** first));
}

/** The cheapest fidelity from which a whole bracket fits into the budget; else the one that counts, so that there is an answer. */
function firstRung(arms: number, eta: number, fidelities: number, budget: number): number {
  for (let first = 0; first < fidelities - 1; first++) {
    let evaluations = 0;
    for (let rung = first, count = armsFrom(arms, eta, first); rung < fidelities; rung++, count = Math.max(1, Math.floor(count / eta))) evaluations += count;
    if (evaluations <= budget) return first;
  }
  return fidelities - 1;
}

/** Children of heirs, then designs drawn at random; at least one, tried or not. */
function beginning(space: DesignSpace, heirs: readonly Individual[], tried: readonly string[], count: number, share: number, near: number, rng: Rng): readonly Design[] {
  const children = heirs.length === 0 ? [] : newDesigns(space, tried, Math.round(count * share), rng, () => [withOneChange(space, rng.pick(heirs).design, near, rng)]);
  const designs = [...children, ...newDesigns(space, [...tried, ...children.map(designKey)], count - children.length, rng, null)];
  return designs.length > 0 ? designs : [sampleDesign(space, rng)];
}

/** New designs with one change, random ones where there are no more of these; always `count`. */
function tries(space: DesignSpace, design: Design, tried: readonly string[], count: number, near: number, rng: Rng): readonly Design[] {
  const fresh = newDesigns(space, tried, count, rng, () => [withOneChange(space, design, near, rng)]);
  return Array.from({ length: count }, (_, i) => fresh[i] ?? design);
}

/** Each arm, or the best of its tries. */
function improved(arms: readonly Individual[], seen: readonly Individual[], order: (a: Individual, b: Individual) => number): Individual[] {
  const count = seen.length / arms.length;
  return arms.map((arm, i) => seen.slice(i * count, (i + 1) * count).reduce((a, b) => (order(b, a) < 0 ? b : a), arm));
}

function distinct(all: readonly Individual[]): Individual[] {
  return [...new Map(all.map((one) => [designKey(one.design), one])).values()];
}
