import { macKindOf, widthsOf } from './array.js';
import type { SystolicParameters } from './spec.js';

/** Bits that cross an edge of the array in a cycle, by buffer. */
export interface EdgeBits {
  readonly weights: number;
  readonly activations: number;
  readonly outputs: number;
}

/**
 * Bits a cycle at the edges. A streaming operand gives each row (or column) a word every b cycles, b being the cycles of a multiply-accumulate with
 * operands of full width; a stationary one fills a row of PEs a cycle; sums leave one for each column, every b cycles or, shifted out, every cycle.
 */
export function edgeBits(p: SystolicParameters): EdgeBits {
  const { weights, activations, accumulator } = widthsOf(p);
  const mac = macKindOf(p);
  const b = mac === 'bit-parallel' ? 1 : mac === 'bit-serial-weights' ? weights : activations;
  const streamed = (words: number, bits: number): number => Math.ceil((words * bits) / b);
  switch (p.dataflow) {
    case 'output-stationary': return { weights: streamed(p.columns, weights), activations: streamed(p.rows, activations), outputs: p.columns * accumulator };
    case 'weight-stationary': return { weights: p.columns * weights, activations: streamed(p.rows, activations), outputs: streamed(p.columns, accumulator) };
    case 'input-stationary': return { weights: streamed(p.rows, weights), activations: p.columns * activations, outputs: streamed(p.columns, accumulator) };
  }
}
