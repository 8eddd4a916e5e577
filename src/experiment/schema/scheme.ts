import { Type, type Static, type TSchemaOptions, type TUnion, type TUnsafe } from 'typebox';
import { dataTypes } from '../../sim/model/datatype.js';
import { byKind, closed, names, schemaReference, text, type Checked } from './shapes.js';

const typeNames: readonly string[] = dataTypes.map((t) => t.name);

function dtype(options: TSchemaOptions): TUnsafe<string> {
  return names(typeNames, options);
}

const sparsitySchema = closed({
  pattern: names(['n-m', 'block', 'unstructured'], { description: 'n-m: n of every m values along the reduction; block: whole blocks of values; unstructured: any values' }),
  density: Type.Optional(Type.Number({ description: 'Kept share of the values; for n-m it follows from the mix', exclusiveMinimum: 0, maximum: 1, examples: [0.5] })),
  mix: Type.Optional(Type.Array(closed({
    n: Type.Integer({ description: 'Values kept of every m', minimum: 0, maximum: 65_536 }),
    share: Type.Number({ description: 'Share of the spans with this n', minimum: 0, maximum: 1 }),
  }), { description: 'How many spans keep how many values (n-m only); the shares add up to 1', minItems: 1, maxItems: 1000, examples: [[{ n: 8, share: 0.5 }, { n: 4, share: 0.5 }]] })),
  span: Type.Integer({ description: 'Values that one index addresses: m of n:m, or the values in a block', minimum: 1, maximum: 65_536, examples: [16] }),
  selectorBits: Type.Optional(Type.Integer({ description: 'Bits that name the pattern of each span, where spans differ', minimum: 0, maximum: 32, default: 0 })),
  index: Type.Optional(names(['bitmask', 'csr', 'run-length', 'smallest', 'none'], { description: 'How positions are stored; smallest takes the least of the three', default: 'smallest' })),
}, { title: 'Sparsity', description: 'Weights of which only a share is kept' });

const sidePathType = Type.Optional(dtype({ description: 'Its number format', default: 'fp16' }));

const sidePathSchema = byKind([
  closed({
    kind: Type.Literal('sparse', { description: 'A share of the weights as a sparse matrix of its own (SpQR, SqueezeLLM)' }),
    share: Type.Number({ description: 'Share of the weights', exclusiveMinimum: 0, maximum: 1, examples: [0.0045] }),
    type: sidePathType,
    index: Type.Optional(names(['bitmask', 'csr', 'run-length', 'smallest'], { description: 'How positions are stored', default: 'csr' })),
  }, { title: 'Dense and sparse' }),
  closed({
    kind: Type.Literal('columns', { description: 'A share of the input features, weights and products (LLM.int8())' }),
    share: Type.Number({ description: 'Share of the input features', exclusiveMinimum: 0, exclusiveMaximum: 1, examples: [0.001] }),
    type: sidePathType,
  }, { title: 'Columns' }),
  closed({
    kind: Type.Literal('low-rank', { description: 'Two thin matrices beside the weights' }),
    rank: Type.Integer({ description: 'Features between them', minimum: 1, maximum: 65_536, examples: [32] }),
    type: sidePathType,
  }, { title: 'Low rank' }),
], { title: 'Side path', description: 'Work beside the quantised weights whose result is added to theirs' });

const weightSchema = closed({
  type: dtype({ description: 'Number format of one weight', examples: ['int4'] }),
  groupSize: Type.Optional(Type.Integer({ description: 'Weights that share one scale; 0 is one scale a matrix. Default: that of the format (bitmod4 128, mxfp4 32, nvfp4 16), else 0', minimum: 0, maximum: 2 ** 24, examples: [128] })),
  scaleBits: Type.Optional(Type.Number({ description: 'Bits of one scale, with a fraction where scales are quantised in their turn. Default: that of the format, else 16', minimum: 0, maximum: 64 })),
  zeroPointBits: Type.Optional(Type.Integer({ description: 'Bits of one zero point, or of what else a group stores (a selector). Default: that of the format, else 0', minimum: 0, maximum: 64 })),
  sparsity: Type.Optional(sparsitySchema),
  outliers: Type.Optional(closed({
    share: Type.Number({ description: 'Share of the weights that are outliers', minimum: 0, maximum: 1, examples: [0.01] }),
    bits: Type.Number({ description: 'Bits of one outlier, its index included', exclusiveMinimum: 0, maximum: 128, examples: [32] }),
  }, { title: 'Outliers', description: 'Weights kept at more bits than the others, in their place' })),
  narrowGroups: Type.Optional(Type.Array(closed({
    type: dtype({ description: 'Number format of their weights, narrower than that of the others', examples: ['int3'] }),
    share: Type.Number({ description: 'Share of the groups', exclusiveMinimum: 0, maximum: 1, examples: [0.5] }),
  }), { title: 'Narrow groups', description: 'Groups with fewer bits than the others; each group says which format it has, and products are made at the widest', minItems: 1, maxItems: 15 })),
  sidePath: Type.Optional(sidePathSchema),
}, { title: 'Weight format', description: 'The format of weights with everything that is stored beside the values' });

function weights(description: string): TUnion<[TUnsafe<string>, typeof weightSchema]> {
  return Type.Union([dtype({ description: 'Only the number format: groups as it defines them, else one scale a matrix' }), weightSchema], { description, examples: ['int4', { type: 'int4', groupSize: 128 }] });
}

/** Number formats of a whole model. */
export const schemeSchema = closed({
  $schema: schemaReference,
  name: Type.Optional(text({ description: 'How results name the scheme', maxLength: 200, examples: ['w4a8-g128'] })),
  weights: weights('Format of all weight matrices'),
  activations: dtype({ description: 'Format of activations', examples: ['fp16', 'int8'] }),
  kvCache: dtype({ description: 'Format of the KV cache', examples: ['fp16', 'int8'] }),
  accumulator: Type.Optional(dtype({ description: 'Format of sums; int32 for integer formats and fp32 for floats when left out', examples: ['int32'] })),
  embedding: Type.Optional(dtype({ description: 'Format of the embedding table', default: 'fp16' })),
  overrides: Type.Optional(Type.Array(closed({
    ops: Type.Array(text({ maxLength: 200 }), { description: 'Names of ops', minItems: 1, maxItems: 1000, examples: [['lm_head']] }),
    weights: weights('Their format'),
  }), { description: 'Ops whose weights differ; the last that applies wins', maxItems: 1000 })),
  source: Type.Optional(text({ description: 'Where the scheme is from', examples: ['Author, Venue Year, Table 3'] })),
}, { title: 'Quantization scheme', description: 'Number formats of a model: weights, activations, KV cache' });

export type SchemeInput = Checked<Static<typeof schemeSchema>>;
export type WeightInput = Checked<Static<typeof weightSchema>>;
export type SparsityInput = Checked<Static<typeof sparsitySchema>>;
