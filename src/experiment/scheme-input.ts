import { problem, InputError } from '../sim/core/diagnostics.js';
import { dataType, type DataType } from '../sim/model/datatype.js';
import type { QuantizationScheme, SidePath, Sparsity, WeightFormat } from '../sim/model/quantization.js';
import { withIndex } from '../workloads/sparse-index.js';
import type { SchemeInput, SparsityInput, WeightInput } from './schema/scheme.js';

/** The scheme that a checked input describes, its defaults filled in. `at` is its pointer in the document. */
export function schemeFromInput(input: SchemeInput, at: string): QuantizationScheme {
  const activations = typeOf(input.activations);
  const weights = weightFormat(input.weights, `${at}/weights`);
  return {
    name: input.name ?? 'custom',
    weights,
    activations,
    kvCache: typeOf(input.kvCache),
    accumulator: typeOf(input.accumulator ?? (activations.kind === 'float' || weights.type.kind === 'float' ? 'fp32' : 'int32')),
    embedding: typeOf(input.embedding ?? 'fp16'),
    overrides: (input.overrides ?? []).map((o, i) => ({ ops: o.ops, weights: weightFormat(o.weights, `${at}/overrides/${i}/weights`) })),
    source: input.source ?? 'given in the experiment',
  };
}

function typeOf(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`the schema let an unknown data type pass: ${name}`);
  return found;
}

function weightFormat(input: WeightInput | string, at: string): WeightFormat {
  if (typeof input === 'string') return weightFormat({ type: input }, at);
  const type = typeOf(input.type);
  return {
    type,
    groupSize: input.groupSize ?? type.grouping?.size ?? 0,
    scaleBits: input.scaleBits ?? type.grouping?.scaleBits ?? 16,
    zeroPointBits: input.zeroPointBits ?? type.grouping?.otherBits ?? 0,
    sparsity: input.sparsity === undefined ? null : sparsityOf(input.sparsity, `${at}/sparsity`),
    outlierShare: input.outliers?.share ?? 0,
    outlierBits: input.outliers?.bits ?? 0,
    ...(input.narrowGroups === undefined ? {} : { narrow: narrowOf(input, type, at) }),
    ...(input.sidePath === undefined ? {} : { sidePath: sidePathOf(input.sidePath) }),
  };
}

/** Narrower groups of a tensor, and the bits that name the format of a group. */
function narrowOf({ narrowGroups = [], groupSize }: WeightInput, type: DataType, at: string): NonNullable<WeightFormat['narrow']> {
  const fail = (message: string, remedy: string): never => {
    throw new InputError([problem('scheme/narrow-groups', message, { pointer: `${at}/narrowGroups`, remedy })]);
  };
  const groups = narrowGroups.map((group) => ({ type: typeOf(group.type), share: group.share }));
  const wide = groups.find((group) => group.type.bits >= type.bits);
  if (wide !== undefined) return fail(`${wide.type.name} is no narrower than ${type.name}`, 'give the widest format as type');
  const shares = groups.reduce((sum, { share }) => sum + share, 0);
  if (shares > 1 + 1e-9) return fail(`the shares add up to ${shares}, more than 1`, 'they are shares of all groups; what is left has the format of type');
  if (groupSize === undefined && type.grouping === undefined) return fail('there are no groups', 'give groupSize');
  return { groups, selectorBits: Math.ceil(Math.log2(groups.length + 1)) };
}

function sidePathOf(input: NonNullable<WeightInput['sidePath']>): SidePath {
  const format: WeightFormat = { type: typeOf(input.type ?? 'fp16'), groupSize: 0, scaleBits: 0, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 };
  switch (input.kind) {
    case 'sparse': return { kind: 'sparse', share: input.share, index: input.index ?? 'csr', format };
    case 'columns': return { kind: 'columns', share: input.share, format };
    case 'low-rank': return { kind: 'low-rank', rank: input.rank, format };
  }
}

function sparsityOf(input: SparsityInput, at: string): Sparsity {
  const density = densityOf(input, at);
  return withIndex({ pattern: input.pattern, density, span: input.span, selectorBits: input.selectorBits ?? 0, index: input.index ?? 'smallest' });
}

/** The kept share: as given, or of N:M blocks the mean of n / m over the mix. */
function densityOf(input: SparsityInput, at: string): number {
  const fail = (message: string, remedy: string): never => {
    throw new InputError([problem('scheme/sparsity', message, { pointer: at, remedy })]);
  };
  if (input.mix === undefined) return input.density ?? fail('sparsity needs a density or a mix of n:m blocks', 'add "density": 0.5, or "mix": [{ "n": 8, "share": 1 }]');
  if (input.pattern !== 'n-m') return fail('a mix is for the pattern n-m', 'give "density"');
  if (input.density !== undefined) return fail('give the density or the mix, not both', 'leave one out');
  const shares = input.mix.reduce((sum, part) => sum + part.share, 0);
  if (Math.abs(shares - 1) > 1e-9) return fail(`the shares of the mix add up to ${shares}, not to 1`, 'make them add up to 1');
  const wide = input.mix.find((part) => part.n > input.span);
  if (wide !== undefined) return fail(`a block of ${input.span} cannot keep ${wide.n} values`, 'n is at most the span');
  const density = input.mix.reduce((sum, part) => sum + (part.n / input.span) * part.share, 0);
  return density > 0 ? density : fail('the mix keeps no value at all', 'give some block an n above 0');
}
