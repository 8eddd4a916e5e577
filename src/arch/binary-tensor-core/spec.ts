import { Type, type Static } from 'typebox';
import { feedSchema } from '../../sim/engine/feed-spec.js';

const closed = { additionalProperties: false };
const share = (description: string) => Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1, description }));

/** Parameters of the `binary-tensor-core` family. */
export const binaryTensorCoreSchema = Type.Object({
  activationBits: Type.Integer({ minimum: 1, maximum: 8, description: 'Bit planes of the activations; the scheme must have activations of as many bits.' }),
  code: Type.Union([Type.Literal('twos-complement'), Type.Literal('bipolar')], {
    description: 'What planes stand for: two\'s complement with AND (ABQ-LLM), or -1 and +1 with XOR (APT-LLM).',
  }),
  rowsOfPlanes: Type.Optional(Type.Boolean({ description: 'Whether the planes of an activation row fill the rows of the tile, so that one row of 8 bits pads nothing (ABQ-LLM). Default true.' })),
  recovery: Type.Optional(Type.Union([Type.Literal('kept'), Type.Literal('spilled')], {
    description: 'Where the products of single planes are added up: in the thread block, or after a round trip through the memory. Default kept.',
  })),
  binaryPeak: Type.Optional(Type.Union([Type.Number(), Type.String()], {
    description: 'Dense peak of one-bit operands, two operations a multiply-accumulate, e.g. "4992 TOP/s". Left out, the published peak of an A100 is known and no other.',
  })),
  launch: Type.Optional(Type.Union([Type.Number(), Type.String()], { description: 'Time from the end of one kernel to the start of the next, e.g. "1 us", which is the default.' })),
  tensorEfficiency: share('Share of the tensor peaks that kernels sustain. Default 0.9.'),
  dramEfficiency: share('Share of the memory peak that kernels sustain. Default 0.9.'),
  feed: Type.Optional(feedSchema),
}, { ...closed, title: 'binary-tensor-core parameters' });

export type BinaryTensorCoreParameters = Static<typeof binaryTensorCoreSchema>;
