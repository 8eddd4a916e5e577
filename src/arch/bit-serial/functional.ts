import { bitmodPe, groupAccumulate, type PeNumerics } from '../../sim/numerics/arithmetic/fp16-accumulate.js';
import { addScaled, scaledValue, type Scaled } from '../../sim/numerics/arithmetic/scaled.js';
import { checkProblem, groupLengths, type TileProblem } from './tile/problem.js';
import { termTables, type WeightFormat } from './tile/weight-format.js';

/** Bits of the mantissa of an output, which are those of FP32. */
export const outputBits = 24;

/**
 * Outputs of a tile, bit for bit, [token][channel]: y = sum over groups g of scale(g) * (sum over the group of activation * weight).
 * The sum of a group is that of the processing element (`groupAccumulate`: 3 extra bits in the alignment, a 15-bit accumulator); its product with the
 * 8-bit scale is exact; the groups' products are added in order, each with one rounding to nearest even of a 24-bit mantissa. Every output is
 * 0 or a normal FP32 number. Throws a RangeError for problems that do not fit the format, infinities and NaN among them.
 */
export function tileOutputs(format: WeightFormat, problem: TileProblem, pe: PeNumerics = bitmodPe): Float32Array {
  checkProblem(format, problem);
  const { shape: { tokens, channels, reduction, group }, activations, weights, selectors, scales } = problem;
  const terms = termTables(format);
  const lengths = groupLengths(problem.shape);
  const outputs = new Float32Array(tokens * channels);
  for (let channel = 0; channel < channels; channel++) {
    const inTerms = lengths.map((length, g) => {
      const first = channel * reduction + g * group;
      const table = terms[selectors[channel * lengths.length + g]!]!;
      return Array.from(weights.subarray(first, first + length), (pattern) => table[pattern]!);
    });
    for (let token = 0; token < tokens; token++) {
      let output: Scaled = { mantissa: 0, exponent: 0 };
      lengths.forEach((length, g) => {
        const first = token * reduction + g * group;
        const { accumulator } = groupAccumulate(activations.subarray(first, first + length), inTerms[g]!, pe);
        const product = { mantissa: accumulator.mantissa * scales[channel * lengths.length + g]!, exponent: accumulator.exponent };
        output = addScaled(output, product, outputBits, 'nearest-even');
      });
      outputs[token * channels + channel] = scaledValue(output);
    }
  }
  return outputs;
}
