import { Type, type Static } from 'typebox';
import { feedSchema } from '../../sim/engine/feed-spec.js';

const closed = { additionalProperties: false };
const share = (description: string) => Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1, description }));
const count = (description: string, maximum: number) => Type.Integer({ minimum: 1, maximum, description });

const chip = Type.Object({
  multiprocessors: count('Streaming multiprocessors.', 100_000),
  clock: Type.Union([Type.Number(), Type.String()], { description: 'Clock at which the device reaches its peaks, e.g. "1.41 GHz".' }),
  vectorLanes: count('FP32 multiply-adds a cycle and multiprocessor; FP16 runs at twice that.', 4096),
  sharedKib: count('Shared memory that one thread block can have, KiB.', 4096),
  sharedCacheMib: Type.Number({ exclusiveMinimum: 0, maximum: 4096, description: 'L2 cache, MiB.' }),
}, { ...closed, description: 'Multiprocessors of a device that the family does not know.' });

/** Parameters of the `codebook` family. */
export const codebookSchema = Type.Object({
  vectorLength: count('Weights in a vector.', 64),
  codebooks: Type.Array(Type.Integer({ minimum: 2, maximum: 65536, description: 'Vectors in it, a power of two.' }), {
    minItems: 1, maxItems: 8, description: 'Codebooks of a matrix, whose entries are added: [65536] and [65536, 256] in VPTQ, [256, 256] for AQLM 2x8.',
  }),
  kernel: Type.Optional(Type.Union([Type.Literal('fused'), Type.Literal('decoded'), Type.Literal('best')], {
    description: 'How a linear layer runs: decoded inside a vector product, once for each token; decoded to FP16 in the memory before a matrix product; or what takes less. Default best.',
  })),
  codebookIn: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('shared'), Type.Literal('l2'), Type.Literal('memory')], {
    description: 'Where codebooks are looked up. Default auto: the nearest memory that holds all of a matrix.',
  })),
  tile: Type.Optional(count('Vectors of a tile of a thread block, whose activations and indices take shared memory beside the codebooks. Default 256.', 16384)),
  gatherSectors: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 16, description: 'Sectors of 32 bytes at random addresses that a multiprocessor takes from the L2 cache in a cycle. Default 1.' })),
  launch: Type.Optional(Type.Union([Type.Number(), Type.String()], { description: 'Time from the end of one kernel to the start of the next, e.g. "1 us", which is the default.' })),
  tensorEfficiency: share('Share of the tensor peak that kernels sustain. Default 0.9.'),
  dramEfficiency: share('Share of the memory peak that kernels sustain. Default 0.9.'),
  chip: Type.Optional(chip),
  feed: Type.Optional(feedSchema),
}, { ...closed, title: 'codebook parameters' });

export type CodebookParameters = Static<typeof codebookSchema>;
