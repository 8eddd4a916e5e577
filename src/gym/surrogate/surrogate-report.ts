import { createRng } from '../../sim/core/rng.js';
import type { Design } from '../../sim/model/design-space.js';
import { testForest, testSurrogate, trainSurrogate, usualForest, type ForestTest } from './forest-test.js';
import { limited, unseenPoints, unseenRegions, unseenValues, type HoldOut } from './hold-out.js';
import type { KnownDesigns } from './known-designs.js';
import { speedUp, type SpeedUp, type SurrogateTimes } from './speed-up.js';

/** What a surrogate of a study is worth. All but `times` is the same every time. */
export interface SurrogateReport {
  readonly kind: 'surrogate';
  readonly source: string;
  readonly parameters: readonly string[];
  readonly objectives: readonly string[];
  /** Designs with values, and those without. */
  readonly designs: number;
  readonly without: number;
  readonly trees: number;
  readonly seed: number;
  /** By number of designs that were learnt from. */
  readonly points: readonly ForestTest[];
  readonly regions: readonly ForestTest[];
  readonly family: { readonly parameter: string | null; readonly reason: string | null; readonly tests: readonly ForestTest[] };
  /** By objective and parameter, what cuts of it explain of the largest forest. */
  readonly importance: readonly (readonly number[])[];
  readonly published: { readonly source: string; readonly rmsePercent: number; readonly speedUp: number; readonly caveats: readonly string[] };
  readonly times: SurrogateTimes & { readonly speedUp: SpeedUp };
}

/** What ArchGym publishes of its proxy models, and why it is no number to be met here. */
export const archGymProxy: SurrogateReport['published'] = {
  source: 'Krishnan et al., ArchGym, ISCA 2023, abstract', rmsePercent: 0.61, speedUp: 2000,
  caveats: [
    'the abstract does not say what the percentage is of, nor on which unseen designs it was measured',
    'how far values spread over a space decides what a relative error is worth, and spaces of accelerators spread far',
    'of the data that come with it, a table of 100 designs mixes two units of latency, a factor of 1,000 apart',
    'the factor is over simulators that run as programs of their own; over an evaluator in closed form there is little to win',
  ],
};

export interface SurrogateOptions {
  readonly source: string;
  /** Ascending. */
  readonly trainRows: readonly number[];
  readonly testRows: number;
  readonly trees: number;
  readonly seed: number;
  /** The parameter whose values are families; null with the reason where there is none. */
  readonly family: { readonly parameter: string } | { readonly reason: string };
  /** Seconds of one evaluation; null where there is no evaluator. */
  readonly evaluationSeconds: number | null;
  /** A clock in seconds. */
  readonly now: () => number;
}

/** Predictions that are timed: the median of so many. */
const timedRepeats = 3;

export function surrogateReport(known: KnownDesigns, { source, trainRows, testRows, trees, seed, family, evaluationSeconds, now }: SurrogateOptions): SurrogateReport {
  const options = usualForest(trees);
  const holdOuts = distinct(trainRows.map((rows) => unseenPoints(known, rows, testRows, createRng(seed))).filter((one) => one !== null));
  const largest = holdOuts.at(-1);
  if (largest === undefined) throw new RangeError(`${known.designs.length} designs are too few to learn from`);
  const smaller = holdOuts.slice(0, -1).map((one) => testForest(known, one, options, createRng(seed)));
  const start = now();
  const surrogate = trainSurrogate(known, largest.train, options, createRng(seed));
  const training = now() - start;
  const prediction = secondsOfPrediction(surrogate.predict, Array.from(largest.test, (i) => known.designs[i]!), now);
  const times: SurrogateTimes = { evaluation: evaluationSeconds, prediction, training, trainingRows: largest.train.length };
  const tested = (all: readonly HoldOut[]): ForestTest[] => all.map((one) => testForest(known, limited(one, largest.train.length, testRows), options, createRng(seed)));
  const isFamily = 'parameter' in family;
  const tests = isFamily ? tested(unseenValues(known, family.parameter)) : [];
  return {
    kind: 'surrogate', source, parameters: known.space.parameters.map(({ name }) => name), objectives: known.objectives.map(({ name }) => name),
    designs: known.designs.length, without: known.without, trees, seed,
    points: [...smaller, testSurrogate(known, surrogate, largest)],
    regions: tested(unseenRegions(known)),
    family: { parameter: isFamily ? family.parameter : null, reason: isFamily ? (tests.length === 0 ? 'its values have too few designs' : null) : family.reason, tests },
    importance: surrogate.forests.map(({ importance }) => [...importance]),
    published: archGymProxy, times: { ...times, speedUp: speedUp(times) },
  };
}

/** Sizes that are the same because there are no more designs are taken once. */
function distinct<T extends { readonly train: Int32Array }>(holdOuts: readonly T[]): readonly T[] {
  return holdOuts.filter(({ train }, i) => train.length !== holdOuts[i - 1]?.train.length);
}

function secondsOfPrediction(predict: (designs: readonly Design[]) => unknown, designs: readonly Design[], now: () => number): number {
  const times = Array.from({ length: timedRepeats }, () => {
    const start = now();
    predict(designs);
    return now() - start;
  });
  return times.sort((a, b) => a - b)[timedRepeats >> 1]! / designs.length;
}
