/** Multiplications by scales for one output: one for each group (MixPE), or one for each weight where weights are dequantised before the product. */
export interface DequantizeCount {
  readonly afterGroup: number;
  readonly beforeProduct: number;
}

/** Of an output over k weights in groups of g: ceil(k / g) against k, so g times fewer (128 at g = 128). */
export function dequantizePerOutput(k: number, group: number): DequantizeCount {
  return { afterGroup: Math.ceil(k / group), beforeProduct: k };
}
