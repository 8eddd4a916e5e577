import { softmaxCycles, softmaxResult, tabulatedSoftmax, unitLatency, unitResult, type SoftmaxUnit } from '../../../sim/numerics/function-units/index.js';
import { packBeat, type RtlDesign, type RtlStream } from '../design.js';
import { withSharedSources } from '../shared-sources.js';
import { checkVectors, cutInto, type CheckVector } from './check-vectors.js';
import { memoryStyleNumber, type MemoryStyle } from './memory-style.js';
import { softmaxResources } from './vector-resources.js';
import { unitSources } from './unit-sources.js';

/** The Verilog of a softmax with runs from its functional model. Throws a RangeError where the result has more bits than the units can give, or they cannot work together. */
export function softmaxDesign(unit: SoftmaxUnit, style: MemoryStyle = 'distributed', vectors: readonly CheckVector[] = checkVectors(unit.inputBits, unit.maximumLength)): RtlDesign {
  const { exp, reciprocal, inputBits, outputBits, maximumLength } = unit;
  if (outputBits > exp.format.outputBits + reciprocal.format.outputBits - 3) throw new RangeError(`a softmax of ${outputBits} bits from units of ${exp.format.outputBits} and ${reciprocal.format.outputBits}`);
  if (unitResult(exp, 0) < 2 ** (exp.format.outputBits - 2)) throw new RangeError('the exponential of 0 is below a half: the sum may be too small to be normalised');
  const x: RtlStream = { name: 'x', direction: 'in', fields: [{ name: 'score', bits: inputBits, count: 1, meaning: 'a score, signed' }] };
  const y: RtlStream = { name: 'y', direction: 'out', fields: [{ name: 'share', bits: outputBits, count: 1, meaning: `its share of the sum, ${outputBits - 1} bits of it a fraction` }] };
  const tables = tabulatedSoftmax(unit);
  return {
    core: 'archsim_softmax',
    summary: `Softmax of up to ${maximumLength} scores of ${inputBits} bits, one a cycle in each of three passes.`,
    sources: withSharedSources(unitSources({ softmax_exp: exp, softmax_reciprocal: reciprocal }, 'archsim_softmax')),
    parameters: [
      { name: 'X_BITS', value: inputBits, meaning: 'bits of a score' },
      { name: 'MAX_LENGTH', value: maximumLength, meaning: 'scores of the longest vector' },
      { name: 'EXP_BITS', value: exp.format.outputBits, meaning: 'bits of an exponential' },
      { name: 'EXP_LATENCY', value: unitLatency(exp), meaning: 'edges of its unit' },
      { name: 'R_IN_BITS', value: reciprocal.format.inputBits, meaning: 'bits of the mantissa of the sum' },
      { name: 'R_BITS', value: reciprocal.format.outputBits, meaning: 'bits of its reciprocal' },
      { name: 'R_LATENCY', value: unitLatency(reciprocal), meaning: 'edges of its unit' },
      { name: 'OUT_BITS', value: outputBits, meaning: 'bits of a result' },
      { name: 'STYLE', value: memoryStyleNumber(style), meaning: 'of the buffer: 0 look-up tables, 1 block RAM, 2 UltraRAM' },
    ],
    streams: [x, y],
    runs: vectors.map(({ what, values }) => {
      const cut = cutInto(values, maximumLength);
      return {
        label: `${values.length} scores: ${what}`,
        beats: { x: values.map((value) => packBeat(x, [value])), y: cut.flatMap((vector) => Array.from(softmaxResult(tables, vector), (value) => packBeat(y, [value]))) },
        cycles: softmaxCycles(unit, cut.map((vector) => vector.length)),
      };
    }),
    reduction: 'Vectors are short; one of them may be as long as the unit takes.',
    resources: softmaxResources(unit, style),
  };
}
