import { codecNamed } from '../sim/numerics/catalogue.js';
import type { Codec, Encoded, Field } from '../sim/numerics/codec.js';
import { outlierVictims } from '../sim/numerics/codecs/olive.js';
import { quantizationError } from '../sim/numerics/error.js';
import { decodeFloat, fp16 } from '../sim/numerics/formats/float-format.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** Weight formats of low-bit accelerators: codes, scales and errors of groups of weights. */
export const datatypes: ValidationSystem = {
  name: 'datatypes',
  summary: 'Weight formats: codes, scales and errors of BitMoD, ANT, OliVe, MX, NVFP4, integers and floats on groups of 128 weights',
  fidelities: ['analytic'],
  tables: [{ file: 'datatypes.json', section: 'groups', answers: ['results', 'exact_group_partial_sum'], alsoAnswers: [], where: {}, tolerance: () => 1e-9 }],
  simulate: simulateGroup,
  differences: [{
    what: 'grids of 5 and 6-bit floats are listed in whole numbers there, and by their exponents here',
    size: 'scale and codes differ by the power of two of the grid: 4 for E2M2, 8 for E3M1 and E2M3, 16 for E3M2; values and errors are the same',
  }],
};

/** The name of each result in the table, and the grid's unit there in units of ours. */
const names: readonly (readonly [name: string, unit?: number])[] = [
  ...[3, 4, 5, 6, 8].flatMap((bits) => [[`int${bits}_sym`], [`int${bits}_asym`]] as const),
  ...([3, 4] as const).flatMap((bits) => ['er_pos', 'er_neg', 'ea_pos', 'ea_neg'].map((special) => [`fp${bits}_${special}`] as const)),
  ['fp3'], ['fp4_e2m1'], ['flint4'], ['pot4'], ['nf4'],
  ['fp5_e2m2', 4], ['fp5_e3m1', 8], ['fp6_e2m3', 8], ['fp6_e3m2', 16],
  ['bitmod3'], ['bitmod4'], ['mixed_ant3'], ['mixed_ant4'], ['mxfp4_ocp'], ['mxfp4_bitmod_repo'], ['mxfp3_bitmod_repo'], ['nvfp4_scale_after'], ['nvfp4_razer_repo'], ['olive4'],
];

/** Formats whose exact partial sum is asked for. */
const summed = ['int8_sym', 'int6_sym', 'bitmod4', 'bitmod3'] as const;

function simulateGroup(_section: string, row: ReferenceRow): Outcome {
  const weights = numbersOf(row['weights']);
  if (weights === null) return { kind: 'not-modelled', reason: 'the row has no list of weights' };
  const bits = numbersOf(row['activations_fp16_bits']);
  const results: Record<string, unknown> = {};
  const sums: Record<string, number> = {};
  for (const [name, unit = 1] of names) {
    const codec = codecNamed(name)!;
    const groupSize = codec.group.fixed ? codec.group.usual : weights.length;
    if (weights.length % groupSize !== 0) continue;
    const encoded = codec.encode(weights, groupSize);
    results[name] = resultOf(codec, encoded, weights, unit);
    if (bits !== null && (summed as readonly string[]).includes(name)) sums[name] = partialSum(codec.codes(encoded), bits);
  }
  return { kind: 'simulated', answers: { results, exact_group_partial_sum: sums } };
}

/** A result as the table writes it: scales in its own words, and codes in its units. */
function resultOf(codec: Codec, encoded: Encoded, weights: Float64Array, unit: number): Record<string, unknown> {
  const { mse } = quantizationError(weights, codec.decode(encoded));
  const codes = [...codec.codes(encoded)].map((code) => code * unit);
  const stored = codec.fields.flatMap((field) => Object.entries(inWordsOfTheTable(codec, field, encoded.fields[field.name]!, unit)));
  const victims = codec.name === 'olive4' ? { ...outlierVictims(encoded), mode: codec.chosen!(encoded)[0], alpha_percent: alphaPercent(weights, encoded) } : {};
  return { ...Object.fromEntries(stored), codes, mse, ...(codec.chosen === undefined ? {} : { chosen: codec.chosen(encoded)[0]!.replaceAll('-', '_') }), ...victims };
}

function inWordsOfTheTable(codec: Codec, field: Field, numbers: Float64Array, unit: number): Record<string, unknown> {
  if (codec.name.startsWith('mxfp')) {
    const factor = codec.name.endsWith('-bitmod') ? 2 / codec.elements()[0]!.values.reduce((a, b) => (b > a ? b : a), 0) : 1;
    return { shared_exp: [...numbers].map((scale) => Math.round(Math.log2(scale / factor))), scale_over_pow2: factor };
  }
  if (codec.name.startsWith('nvfp4')) return field.name === 'scale' ? { block_scale_e4m3: [...numbers] } : { tensor_scale: numbers[0]! };
  return { [field.name]: field.name === 'scale' ? numbers[0]! / unit : numbers[0]! };
}

/** OliVe's clipping range in percent of the three-sigma point, from the scale that was found. */
function alphaPercent(weights: Float64Array, encoded: Encoded): number {
  const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
  const reach = 3 * Math.sqrt(weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / (weights.length - 1));
  const largest = encoded.fields['mode']![0] === 0 ? 28 : 32;
  return Math.round((encoded.fields['scale']![0]! * largest * 100) / Math.max(Math.abs(mean + reach), Math.abs(mean - reach)));
}

/** Sum of activations x codes. FP16 numbers are multiples of 2^-24 below 2^16 and codes of 1/2: a sum of a few thousand products is exact in doubles. */
function partialSum(codes: Float64Array, activationBits: Float64Array): number {
  return codes.reduce((sum, code, i) => sum + code * decodeFloat(fp16, activationBits[i] ?? 0), 0);
}

function numbersOf(value: unknown): Float64Array | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every((v) => typeof v === 'number' && Number.isFinite(v))) return null;
  return Float64Array.from(value as readonly number[]);
}
