/** Operators that the constants of `arch/gpu/calibration.ts` were fitted on: 18 of the 55 that are given, small, middle and large ones of each kind. */
export const fittedRows: Readonly<Record<string, readonly string[]>> = {
  matmul: ['64x12288x12288', '1024x12288x12288', '8192x64x64', '8192x512x512', '8192x32768x32768'],
  softmax: ['4096x128', '4096x1024', '4096x8192', '32x4096', '16384x4096'],
  layernorm: ['4096x512', '4096x4096', '4096x32768', '32768x4096'],
  gelu: ['4096', '1048576', '16777216', '134217728'],
};

/** Whether that operator with that shape was fitted on. */
export function isFitted(operator: string, shape: readonly number[]): boolean {
  return fittedRows[operator]?.includes(shape.join('x')) ?? false;
}
