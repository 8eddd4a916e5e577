import { Type, type Static } from 'typebox';

const bits = (description: string) => Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 << 20, description: `${description}, in bits a cycle of the clock, of all cores together. Left out, nothing waits for it.` }));

/** What feeds the array of an engine and takes its results: `architecture.parameters.feed` of every family that has an engine. */
export const feedSchema = Type.Object({
  weights: bits('Bus that brings weights, and the KV cache where it is an operand'),
  activations: bits('Bus that brings left operands, once for each tile of rows'),
  results: bits('Bus that takes results, which are as wide as activations'),
}, {
  additionalProperties: false, title: 'Feed',
  description: 'Buses between the array and what is around it, as an engine has them: the array works while they bring the next operands and take the last results. Left out, operands are where the array takes them.',
});

export type FeedParameters = Static<typeof feedSchema>;
