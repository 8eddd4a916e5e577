import type { Rng } from '../../sim/core/rng.js';
import type { Design } from '../../sim/model/design-space.js';
import { relativeLoss } from '../study/relative-loss.js';
import { featureTable } from './features.js';
import { predictForest, trainForest, type Forest, type ForestOptions } from './forest.js';
import type { HoldOut } from './hold-out.js';
import type { KnownDesigns } from './known-designs.js';
import { predictionError, type PredictionError } from './prediction-error.js';
import { commonSign, costOfTarget, targetOf, targetScale, type TargetScale } from './targets.js';

/** A forest for each objective of a study: predicts its values. */
export interface Surrogate {
  /** By objective. */
  readonly forests: readonly Forest[];
  readonly scales: readonly TargetScale[];
  /** By objective, the values of designs of the space. */
  readonly predict: (designs: readonly Design[]) => readonly Float64Array[];
}

/** How wrong a surrogate is about one objective. */
export interface ObjectiveError extends PredictionError {
  readonly objective: string;
  readonly unit?: string;
  /** True where logarithms were learnt. */
  readonly isLog: boolean;
  /** By how much the tested design with the best prediction is worse than the best tested one, as a share. */
  readonly pickLoss: number;
  /** Simulated and predicted values of tested designs, evenly spread over them where they are many; left out by earlier versions. */
  readonly pairs?: readonly (readonly [simulated: number, predicted: number])[];
}

/** Pairs that a test keeps, and their digits: to be drawn. */
const [mostPairs, digits] = [500, 6];

export interface ForestTest {
  readonly held: string;
  readonly train: number;
  readonly test: number;
  readonly errors: readonly ObjectiveError[];
}

/** As random forests are commonly set for regression (Breiman, Machine Learning 45, 2001): whole trees on resampled rows, each node trying every feature. */
export function usualForest(trees: number): ForestOptions {
  return { trees, leafRows: 1, featureShare: 1, bootstrap: true, cuts: 'best' };
}

/** Learns from designs at these places. Values of one sign are learnt as logarithms: it is relative errors that count. */
export function trainSurrogate({ space, designs, values }: KnownDesigns, places: Int32Array, options: ForestOptions, rng: Rng): Surrogate {
  const table = featureTable(space, Array.from(places, (i) => designs[i]!));
  const own = values.map((all) => Float64Array.from(places, (i) => all[i]!));
  const scales = own.map((known) => targetScale(commonSign([...known]), [...known]));
  const forests = own.map((known, k) => trainForest(table, known.map((value) => targetOf(scales[k]!, value)), options, rng));
  return {
    forests, scales,
    predict: (asked) => {
      const rows = featureTable(space, asked).values;
      return forests.map((forest, k) => predictForest(forest, rows).mean.map((target) => costOfTarget(scales[k]!, target)));
    },
  };
}

export function testForest(known: KnownDesigns, { held, train, test }: HoldOut, options: ForestOptions, rng: Rng): ForestTest {
  return testSurrogate(known, trainSurrogate(known, train, options, rng), { held, train, test });
}

/** How wrong a surrogate that was trained on one side of a hold-out is on the other. */
export function testSurrogate({ designs, values, objectives }: KnownDesigns, surrogate: Surrogate, { held, train, test }: HoldOut): ForestTest {
  const predicted = surrogate.predict(Array.from(test, (i) => designs[i]!));
  return {
    held, train: train.length, test: test.length,
    errors: objectives.map(({ name, direction, unit }, k): ObjectiveError => {
      const truth = Float64Array.from(test, (i) => values[k]![i]!);
      const sign = direction === 'minimise' ? 1 : -1;
      const best = (of: Float64Array): number => of.reduce((at, one, i) => (sign * one < sign * of[at]! ? i : at), 0);
      return {
        objective: name, ...(unit === undefined ? {} : { unit }), isLog: surrogate.scales[k]!.sign !== 0, ...predictionError(predicted[k]!, truth),
        pickLoss: relativeLoss({ name, direction }, truth[best(truth)]!, truth[best(predicted[k]!)]!),
        pairs: pairsOf(truth, predicted[k]!),
      };
    }),
  };
}

function pairsOf(truth: Float64Array, predicted: Float64Array): readonly (readonly [number, number])[] {
  const count = Math.min(truth.length, mostPairs);
  return Array.from({ length: count }, (_, i): readonly [number, number] => {
    const at = Math.floor((i * truth.length) / count);
    return [Number(truth[at]!.toPrecision(digits)), Number(predicted[at]!.toPrecision(digits))];
  });
}
