import { Type, type Static } from 'typebox';
import { feedSchema } from '../../sim/engine/feed-spec.js';
import type { Driven } from '../../sim/engine/driven-memory.js';
import { shareOrDrive } from '../../sim/memory/drive-spec.js';

const closed = { additionalProperties: false };
const count = (description: string, maximum = 65536) => Type.Integer({ minimum: 1, maximum, description });
const share = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: 1, description });

/** Parameters of the `lut-tensor-core` family, as experiments give them. */
export const lutTensorCoreSchema = Type.Object({
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock of the cores, e.g. "1.41 GHz".' }),
  sms: count('Streaming multiprocessors.', 1024),
  arraysPerSm: count('Look-up arrays in each streaming multiprocessor.', 256),
  array: Type.Object({
    m: count('Tables: rows of activations at once.', 64),
    n: count('Multiplexers on each table: output features at once.', 1024),
    k: Type.Integer({ minimum: 2, maximum: 6, description: 'Activations that share a table.' }),
  }, { ...closed, description: 'Shape of one array: M x N x K one-bit products a cycle.' }),
  activationBits: Type.Union([Type.Literal(8), Type.Literal(16)], { description: 'Bits of the activations that tables are made of.' }),
  tables: Type.Object({
    bits: Type.Integer({ minimum: 4, maximum: 32, description: 'Bits of a table entry: 8 are quantised tables, 11 are exact for INT8 activations and groups of four.' }),
    precompute: Type.Union([Type.Literal('fused'), Type.Literal('separate')], { description: 'Tables are made by the kernel that makes the activations, or by a kernel of their own.' }),
  }, closed),
  threadBlock: Type.Object({
    m: count('Rows of outputs of a thread block.', 4096),
    n: count('Columns of outputs of a thread block.', 4096),
  }, closed),
  arrayEfficiency: share('Share of its cycles that an array works while its kernel runs.'),
  vectorMacsPerSm: count('Multiply-accumulates a cycle of the vector units of a multiprocessor: operands that have no bit planes run there.'),
  vectorLanesPerSm: count('Elements a cycle of norms, softmax and elementwise work in a multiprocessor.'),
  l2BytesPerCycle: count('Bytes a cycle that the L2 gives all multiprocessors together: what bounds thread blocks that are too small.', 1 << 20),
  activations: Type.Union([Type.Literal('dram'), Type.Literal('l2')], { description: 'Where activations and tables between kernels live.' }),
  launch: Type.Optional(Type.Union([Type.Number(), Type.String()], { description: 'Time between two kernels, e.g. "2 us". Default 0.' })),
  memory: Type.Object({ efficiency: shareOrDrive('Share of the DRAM peak that is sustained.') }, closed),
  feed: Type.Optional(feedSchema),
}, { ...closed, title: 'lut-tensor-core parameters' });

export type LutTensorCoreParameters = Driven<Static<typeof lutTensorCoreSchema>>;
