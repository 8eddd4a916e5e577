import type { DataType } from '../../src/sim/model/datatype.js';
import type { QuantizationScheme } from '../../src/sim/model/quantization.js';

/** One format for everything, nothing stored beside the values. */
export function plainScheme(type: DataType): QuantizationScheme {
  const weights = { type, groupSize: 0, scaleBits: 0, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 };
  return { name: 'plain', weights, activations: type, kvCache: type, accumulator: type, embedding: type, overrides: [], source: 'a test' };
}
