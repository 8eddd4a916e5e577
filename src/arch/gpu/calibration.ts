/** Constants of matrix kernels. */
export interface GemmConstants {
  /** From the call to the start of the kernel and from its end to the host, with a synchronisation after every operator. */
  readonly launchSeconds: number;
  /** Share of the tensor peak in the main loop. */
  readonly tensorEfficiency: number;
  /** Share of the DRAM peak that large transfers sustain. */
  readonly dramEfficiency: number;
  /** Cycles of a wave outside the main loop. */
  readonly waveRampCycles: number;
}

/** Constants of the row-wise softmax kernel. */
export interface SoftmaxConstants {
  readonly launchSeconds: number;
  /** Time of one element of a row that nothing hides: the passes over a row follow one another. */
  readonly columnSeconds: number;
  readonly dramEfficiency: number;
}

/** Constants of elementwise and normalising kernels behind a just-in-time compiler. */
export interface CompiledConstants {
  /** Least time between a call and its end, whatever the kernel takes: the host's guards and launch. */
  readonly dispatchFloorSeconds: number;
  /** What a kernel takes beside its bytes. */
  readonly launchSeconds: number;
  readonly dramEfficiency: number;
}

/**
 * Measured on an A100 80 GB (FP16, eager PyTorch for GEMM and softmax, `torch.compile` for layernorm and GELU), fitted on the 18 of 55 operators that
 * `validation/a100/fitted-rows.ts` names; the others test them.
 */
export const a100Gemm: GemmConstants = { launchSeconds: 28.4e-6, tensorEfficiency: 0.913, dramEfficiency: 0.927, waveRampCycles: 825 };
export const a100Softmax: SoftmaxConstants = { launchSeconds: 11.6e-6, columnSeconds: 0.83e-9, dramEfficiency: 0.507 };
export const a100LayerNorm: CompiledConstants = { dispatchFloorSeconds: 53.4e-6, launchSeconds: 38.9e-6, dramEfficiency: 0.822 };
export const a100Gelu: CompiledConstants = { dispatchFloorSeconds: 47.9e-6, launchSeconds: 37.9e-6, dramEfficiency: 0.787 };

/** Where these constants are from, for lists of assumptions. */
export const calibrationSource = 'fitted on measured FP16 operators of an A100 80 GB (see the README of the family); assumed for any other device';
