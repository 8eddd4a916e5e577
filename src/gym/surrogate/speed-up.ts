/** Seconds that were measured. */
export interface SurrogateTimes {
  /** Of an evaluation; null where there is no evaluator to measure. */
  readonly evaluation: number | null;
  /** Of a prediction of all objectives, in a batch. */
  readonly prediction: number;
  /** Of the training. */
  readonly training: number;
  /** Designs that were evaluated for it. */
  readonly trainingRows: number;
}

/** By how much a surrogate is faster than what it stands for. */
export interface SpeedUp {
  /** Time of an evaluation over that of a prediction: what is usually printed. */
  readonly perDesign: number | null;
  /** With the evaluations to learn from and the training on its account, for so many designs: Q e / (N e + t + Q p). */
  readonly whole: readonly { readonly designs: number; readonly factor: number | null }[];
  /** Designs from which on it takes less time in all: (N e + t) / (e - p). Null for never, or where the time of an evaluation is not known. */
  readonly breakEven: number | null;
}

export const usualQueries: readonly number[] = [1000, 100_000, 10_000_000];

export function speedUp({ evaluation, prediction, training, trainingRows }: SurrogateTimes, queries = usualQueries): SpeedUp {
  if (evaluation === null) return { perDesign: null, whole: queries.map((designs) => ({ designs, factor: null })), breakEven: null };
  const before = trainingRows * evaluation + training;
  return {
    perDesign: prediction > 0 ? evaluation / prediction : null,
    whole: queries.map((designs) => ({ designs, factor: (designs * evaluation) / (before + designs * prediction) })),
    breakEven: evaluation > prediction ? Math.ceil(before / (evaluation - prediction)) : null,
  };
}
