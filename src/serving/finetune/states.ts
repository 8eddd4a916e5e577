/** Bytes of each trained number, by what they are of. */
export interface StateBytes {
  readonly weights: number;
  readonly gradients: number;
  /** The copy that is updated, and the moments. */
  readonly optimizer: number;
}

/** How numbers are trained: bits of each, and moments of the optimiser. */
export interface Training {
  readonly weightBits: number;
  readonly gradientBits: number;
  readonly masterBits: number;
  readonly momentBits: number;
  readonly moments: number;
}

/** Mixed precision with Adam: 2 + 2 + 12 bytes a parameter (ZeRO, Rajbhandari et al., SC 2020, section 3.1). */
export const mixedAdam: Training = { weightBits: 16, gradientBits: 16, masterBits: 32, momentBits: 32, moments: 2 };

/**
 * Bytes of the states of P trained numbers on one of N devices by the stage of ZeRO (section 5): optimiser states over N from stage 1, gradients from 2, parameters from 3.
 * In mixed precision with Adam 16 P, 4 P + 12 P / N, 2 P + 14 P / N, 16 P / N. Exact shares: what a device holds more for padding is left out.
 */
export function stateBytes({ weightBits, gradientBits, masterBits, momentBits, moments }: Training, parameters: number, stage: number, devices: number): StateBytes {
  const over = (from: number): number => (stage >= from ? devices : 1);
  return {
    weights: (parameters * weightBits) / 8 / over(3),
    gradients: (parameters * gradientBits) / 8 / over(2),
    optimizer: (parameters * (masterBits + moments * momentBits)) / 8 / over(1),
  };
}

/**
 * Bytes that a device sends in a step (section 7): the gradients as a ring all-reduce has it, 2 (N - 1) / N of them; from stage 1 on their reduce-scatter and the all-gather of the
 * parameters, the same; at stage 3 the parameters are gathered once more, for the way back: 3 (N - 1) / N.
 */
export function exchangedBytes({ weightBits, gradientBits }: Training, parameters: number, stage: number, devices: number): number {
  const [weights, gradients] = [(parameters * weightBits) / 8, (parameters * gradientBits) / 8];
  const share = (devices - 1) / devices;
  if (stage === 0) return 2 * share * gradients;
  return share * (gradients + (stage === 3 ? 2 : 1) * weights);
}
