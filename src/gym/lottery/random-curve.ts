import type { Rng } from '../../sim/core/rng.js';
import { enumerate, sampleDesign, spaceSize, type Design } from '../../sim/model/design-space.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { bestOfDraws, quantileOfDraws } from './best-of-draws.js';
import type { ScoreKind } from './score.js';

/** What random search, which tries no design twice, gets with some samples. */
export interface RandomPoint {
  /** The mean of searches that find anything legal; null where none does. */
  readonly expected: number | null;
  /** Share of searches that do. */
  readonly anyScore: number;
  /** Quantiles of the score; null for nothing found. */
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
}

export interface RandomCurve {
  /** `exact`: closed form over all designs. `estimated`: the same over random designs. `simulated`: the mean of searches that were played. */
  readonly how: 'exact' | 'estimated' | 'simulated';
  /** Designs that were evaluated, and the legal ones. */
  readonly designs: number;
  readonly legal: number;
  /** True where these are all designs of the space. */
  readonly isWhole: boolean;
  /** The best score that there is; null where not all designs are known. */
  readonly possible: number | null;
  /** Null for more samples than it knows; all designs are enough for any number. */
  at(samples: number): RandomPoint | null;
}

export interface RandomCurveOptions {
  readonly problem: SearchProblem;
  readonly score: ScoreKind;
  /** Spaces of at most so many designs are evaluated wholly. */
  readonly mostEnumerated: number;
  /** Of larger ones so many random designs are. */
  readonly designs: number;
  /** The longest search that is played. */
  readonly mostSamples: number;
  readonly rng: Rng;
}

/** Searches that are played where there is no closed form. */
const replicates = 100;
const [lowShare, highShare] = [0.1, 0.9];

/** Evaluates the designs that the curve is worked out from. */
export function randomCurve(options: RandomCurveOptions): RandomCurve {
  const { problem, score, mostEnumerated, rng } = options;
  const size = spaceSize(problem.space);
  const isWhole = size !== null && size <= mostEnumerated;
  const last = (problem.fidelities?.length ?? 1) - 1;
  const evaluations: Evaluation[] = [];
  const evaluate = (design: Design): void => { evaluations.push(problem.evaluate(design, last)); };
  if (isWhole) for (const design of enumerate(problem.space)) evaluate(design);
  else for (let i = 0; i < options.designs; i++) evaluate(sampleDesign(problem.space, rng));
  return score.name === 'hypervolume' && problem.objectives.length > 1 ? playedCurve(evaluations, isWhole, options) : closedCurve(evaluations, isWhole, score);
}

function closedCurve(evaluations: readonly Evaluation[], isWhole: boolean, kind: ScoreKind): RandomCurve {
  const scores = Float64Array.from(evaluations.flatMap((evaluation) => {
    const one = kind.begin();
    one.add(evaluation);
    return one.score === null ? [] : [one.score];
  })).sort();
  const designs = evaluations.length;
  return {
    how: isWhole ? 'exact' : 'estimated', designs, legal: scores.length, isWhole, possible: isWhole ? scores.at(-1) ?? null : null,
    at: (samples) => {
      if (samples < 1 || (samples > designs && !isWhole)) return null;
      const k = Math.min(samples, designs);
      const { expected, anyScore } = bestOfDraws(scores, designs, k);
      const [low = null, median = null, high = null] = [lowShare, 0.5, highShare].map((share) => quantileOfDraws(scores, designs, k, share));
      return { expected, anyScore, low, median, high };
    },
  };
}

/** Of each search that is played the samples after which it had a better score. */
interface Steps { readonly samples: readonly number[]; readonly scores: readonly number[] }

function playedCurve(evaluations: readonly Evaluation[], isWhole: boolean, { score, mostSamples, rng }: RandomCurveOptions): RandomCurve {
  const designs = evaluations.length;
  const most = Math.min(designs, mostSamples);
  const order = Int32Array.from(evaluations.keys());
  const searches = Array.from({ length: replicates }, (): Steps => {
    const running = score.begin();
    const steps = { samples: [] as number[], scores: [] as number[] };
    for (let i = 0; i < most; i++) {
      const at = rng.integer(i, designs - 1);
      [order[i], order[at]] = [order[at]!, order[i]!];
      running.add(evaluations[order[i]!]!);
      if (running.score === null || running.score === steps.scores.at(-1)) continue;
      steps.samples.push(i + 1);
      steps.scores.push(running.score);
    }
    return steps;
  });
  const whole = score.begin();
  let legal = 0;
  for (const evaluation of evaluations) {
    const one = score.begin();
    one.add(evaluation);
    if (one.score !== null) legal++;
    whole.add(evaluation);
  }
  return {
    how: 'simulated', designs, legal, isWhole, possible: isWhole ? whole.score : null,
    at: (samples) => {
      if (samples < 1 || samples > most) return isWhole && samples >= designs ? certain(whole.score) : null;
      const scores = searches.map((steps) => steps.scores[lastUpTo(steps.samples, samples)] ?? null).sort((a, b) => (a ?? -Infinity) - (b ?? -Infinity));
      const found = scores.filter((one) => one !== null);
      const [low = null, median = null, high = null] = [lowShare, 0.5, highShare].map((share) => scores[Math.ceil(share * replicates) - 1] ?? null);
      return { expected: found.length === 0 ? null : found.reduce((a, b) => a + b) / found.length, anyScore: found.length / replicates, low, median, high };
    },
  };
}

function certain(score: number | null): RandomPoint {
  return { expected: score, anyScore: score === null ? 0 : 1, low: score, median: score, high: score };
}

/** The place of the last value that is no larger; -1 where there is none. */
function lastUpTo(values: readonly number[], most: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
