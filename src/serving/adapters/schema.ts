import { Type, type Static } from 'typebox';
import { closed, names, text, type Checked } from '../../experiment/schema/shapes.js';

/** Ways to adapt a model, each with the fields that it needs. */
export const methods = ['merged', 'lora', 'series', 'parallel', 'prefix', 'prompt', 'pool', 'sparse'] as const;

const rank = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum: 1, maximum: 65_536, examples: [16] });

export const adapterSchema = closed({
  method: names(methods, { description: 'lora: a pair of thin matrices beside each matrix; merged: the pair added to the weights before a run; series, parallel: bottlenecks behind both blocks of a layer, or beside its feed-forward block; prefix: learned keys and values; prompt: learned embeddings in front of the prompt; pool: pairs put together from shards that all layers share; sparse: a sparse difference to the weights', examples: ['lora'] }),
  rank: Type.Optional(rank('Of the pair, or width of the bottleneck')),
  poolRank: Type.Optional(rank('Of pool: the pool has as many numbers as pairs of this rank')),
  ops: Type.Optional(Type.Array(text({ maxLength: 100 }), { description: 'Matrices that have one, by the names of their ops; all of the layers when left out', minItems: 1, maxItems: 100, examples: [['q_proj', 'v_proj']] })),
  tokens: Type.Optional(Type.Integer({ description: 'Of prefix and prompt: learned tokens', minimum: 1, maximum: 1e6, examples: [20] })),
  density: Type.Optional(Type.Number({ description: 'Of sparse: share of the weights that differ', exclusiveMinimum: 0, maximum: 1, examples: [0.005] })),
  indexBits: Type.Optional(Type.Number({ description: 'Of sparse: bits that say where a difference stands', minimum: 0, maximum: 64, default: 16 })),
}, { title: 'Adapter', description: 'What is added to a model for one tenant, in 16 bits' });

export const adaptersSchema = closed({
  kind: Type.Literal('adapters', { description: 'Many tenants on one backbone, each with an adapter' }),
  adapter: adapterSchema,
  tenants: Type.Optional(Type.Integer({ description: 'Tenants whose adapters are resident; each request is of any with the same chance', minimum: 1, maximum: 1e6, default: 1 })),
  batch: Type.Optional(Type.Integer({ description: 'Requests that run together', minimum: 1, maximum: 4096, default: 1 })),
  promptTokens: Type.Integer({ description: 'Tokens of each prompt', minimum: 1, maximum: 1e7, examples: [512] }),
  outputTokens: Type.Integer({ description: 'Tokens that each request generates', minimum: 1, maximum: 1e7, examples: [128] }),
}, { title: 'Adapters', description: 'Requests of many tenants, whose models differ by adapters' });

export type AdapterSpec = Checked<Static<typeof adapterSchema>>;
export type AdaptersSpec = Checked<Static<typeof adaptersSchema>>;
