import { highestBit, rmsNormCycles, rmsNormResult, tabulatedRmsNorm, unitLatency, type RmsNormUnit } from '../../../sim/numerics/function-units/index.js';
import { packBeat, type RtlDesign, type RtlStream } from '../design.js';
import { withSharedSources } from '../shared-sources.js';
import { checkVectors, cutInto, type CheckVector } from './check-vectors.js';
import { memoryStyleNumber, type MemoryStyle } from './memory-style.js';
import { rmsNormResources } from './vector-resources.js';
import { unitSources } from './unit-sources.js';

/** The Verilog of an RMS normalisation with runs from its functional model. */
export function rmsNormDesign(unit: RmsNormUnit, style: MemoryStyle = 'distributed', vectors: readonly CheckVector[] = checkVectors(unit.inputBits, unit.length)): RtlDesign {
  const { root, inputBits, outputBits, outputFractionBits, length, epsilon } = unit;
  const x: RtlStream = { name: 'x', direction: 'in', fields: [{ name: 'number', bits: inputBits, count: 1, meaning: 'a number, signed' }] };
  const y: RtlStream = { name: 'y', direction: 'out', fields: [{ name: 'normalised', bits: outputBits, count: 1, meaning: `over the root of the mean square, signed, ${outputFractionBits} bits of it a fraction` }] };
  const tables = tabulatedRmsNorm(unit);
  const { sumBits, scale, scaleFractionBits, left, right } = tables.numbers;
  return {
    core: 'archsim_rms_norm',
    summary: `RMS normalisation of vectors of ${length} numbers of ${inputBits} bits, one a cycle in each of two passes.`,
    sources: withSharedSources(unitSources({ rms_norm_root: root }, 'archsim_rms_norm')),
    parameters: [
      { name: 'X_BITS', value: inputBits, meaning: 'bits of a number' },
      { name: 'LENGTH', value: length, meaning: 'numbers of a vector' },
      { name: 'EPSILON', value: epsilon, meaning: 'added to the sum of squares' },
      { name: 'SUM_BITS', value: sumBits, meaning: 'bits of that sum, even' },
      { name: 'ZEROS_BITS', value: highestBit(sumBits - 1) + 1, meaning: 'bits of a number below that' },
      { name: 'R_IN_BITS', value: root.format.inputBits, meaning: 'bits of its mantissa' },
      { name: 'R_BITS', value: root.format.outputBits, meaning: 'bits of the root' },
      { name: 'R_LATENCY', value: unitLatency(root), meaning: 'edges of its unit' },
      { name: 'SCALE', value: scale, meaning: 'the square root of LENGTH, but for its exponent' },
      { name: 'SCALE_BITS', value: highestBit(scale) + 1, meaning: 'bits of SCALE' },
      { name: 'SCALE_FRACTION_BITS', value: scaleFractionBits, meaning: 'of them a fraction' },
      { name: 'LEFT', value: left, meaning: 'places that products move left' },
      { name: 'RIGHT', value: right, meaning: 'places that they move right, whatever the sum is' },
      { name: 'OUT_BITS', value: outputBits, meaning: 'bits of a result' },
      { name: 'STYLE', value: memoryStyleNumber(style), meaning: 'of the buffer: 0 look-up tables, 1 block RAM, 2 UltraRAM' },
    ],
    streams: [x, y],
    runs: vectors.map(({ what, values }) => {
      const cut = cutInto(values, length);
      return {
        label: `${values.length} numbers: ${what}`,
        beats: { x: values.map((value) => packBeat(x, [value])), y: cut.flatMap((vector) => Array.from(rmsNormResult(tables, vector), (value) => packBeat(y, [value]))) },
        cycles: rmsNormCycles(unit, cut.map((vector) => vector.length)),
      };
    }),
    reduction: 'Vectors are short; one of them may be as long as the unit takes.',
    resources: rmsNormResources(unit, style),
  };
}
