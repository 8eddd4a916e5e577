import { Type, type Static } from 'typebox';
import { closed, type Checked } from '../../../experiment/schema/shapes.js';
import { deviceLinkSchema } from '../link-input.js';

const tokens = (description: string, most: number): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum: 1, maximum: most, examples: [256] });

export const landscapeSchema = closed({
  kind: Type.Literal('landscape', { description: 'Throughput over batch sizes and all ways to spread a model over some devices' }),
  devices: Type.Integer({ description: 'How many devices; every way to share them out as tensor x pipeline x expert is looked at', minimum: 1, maximum: 4096, examples: [8] }),
  batches: closed({
    from: Type.Optional(Type.Integer({ description: 'The smallest', minimum: 1, maximum: 65_536, default: 1 })),
    to: Type.Integer({ description: 'The largest', minimum: 1, maximum: 65_536, examples: [64] }),
    step: Type.Optional(Type.Integer({ description: 'From one to the next', minimum: 1, maximum: 65_536, default: 1 })),
  }, { title: 'Batches', description: 'Numbers of equal requests that run together' }),
  promptTokens: tokens('Tokens of each prompt', 1e7),
  outputTokens: tokens('Tokens that each request is answered with', 65_536),
  sequence: Type.Optional(Type.Boolean({ description: 'Whether norms and residuals are split over the devices of a layer by tokens', default: false })),
  link: Type.Optional(deviceLinkSchema),
}, { title: 'Landscape', description: 'Throughput over batch and parallelism, with its peaks' });

export type LandscapeSpec = Checked<Static<typeof landscapeSchema>>;
