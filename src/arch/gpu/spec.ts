import { Type, type Static } from 'typebox';

/** Parameters of the `gpu` family. */
export const gpuSchema = Type.Object({
  fusedAttention: Type.Optional(Type.Boolean({ description: 'Whether scores and probabilities stay on the chip (flash attention). Default true.' })),
}, { additionalProperties: false, title: 'gpu parameters' });

export type GpuParameters = Static<typeof gpuSchema>;
