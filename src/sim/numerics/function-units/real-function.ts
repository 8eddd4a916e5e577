/** A function that a unit computes, by the name it is asked for. */
export type FunctionName = 'exp' | 'exp2' | 'reciprocal' | 'reciprocal-square-root' | 'sigmoid' | 'silu';

/** What a function is asked for in: whole numbers, and what one of them is worth. */
export interface FunctionFormat {
  readonly function: FunctionName;
  /** Width of the input: 2 to 16 bits. */
  readonly inputBits: number;
  /** The input counts in 2^-inputFractionBits. `reciprocal` and `reciprocal-square-root` take mantissas, whose point is fixed. */
  readonly inputFractionBits: number;
  /** Width of the output: 2 to 24 bits. */
  readonly outputBits: number;
  /** The output counts in 2^-outputFractionBits, which is its ulp. */
  readonly outputFractionBits: number;
}

export const functionNames: readonly FunctionName[] = ['exp', 'exp2', 'reciprocal', 'reciprocal-square-root', 'sigmoid', 'silu'];

/** Whether inputs are signed; all others are magnitudes. */
export function isSigned(name: FunctionName): boolean {
  return name === 'sigmoid' || name === 'silu';
}

/**
 * The real value for the input `x`, a whole number of the format:
 *
 *   exp                      e^-(x / 2^f)                          x unsigned: the distance of a score from the largest
 *   exp2                     2^-(x / 2^f)                          x unsigned
 *   reciprocal               1 / (1 + x / 2^n)                     x unsigned: the n bits behind the leading one
 *   reciprocal-square-root   1 / sqrt(2^p (1 + t / 2^(n - 1)))     x unsigned: p its highest bit, the parity of the exponent; t the others
 *   sigmoid                  1 / (1 + e^-(x / 2^f))                x signed
 *   silu                     (x / 2^f) / (1 + e^-(x / 2^f))        x signed
 */
export function realValue({ function: name, inputBits, inputFractionBits }: FunctionFormat, x: number): number {
  const value = x * 2 ** -inputFractionBits;
  switch (name) {
    case 'exp': return Math.exp(-value);
    case 'exp2': return 2 ** -value;
    case 'reciprocal': return 1 / (1 + x * 2 ** -inputBits);
    case 'reciprocal-square-root': {
      const half = 2 ** (inputBits - 1);
      return x < half ? 1 / Math.sqrt(1 + x / half) : 1 / Math.sqrt(2 * (x / half));
    }
    case 'sigmoid': return 1 / (1 + Math.exp(-value));
    case 'silu': return value / (1 + Math.exp(-value));
  }
}

/** The lowest and the highest output that a unit may give: 0 to 1, and all of a signed width for SiLU. */
export function outputRange({ function: name, outputBits, outputFractionBits }: FunctionFormat): { readonly low: number; readonly high: number } {
  if (name === 'silu') return { low: -(2 ** (outputBits - 1)), high: 2 ** (outputBits - 1) - 1 };
  return { low: 0, high: Math.min(2 ** outputFractionBits, 2 ** outputBits - 1) };
}
