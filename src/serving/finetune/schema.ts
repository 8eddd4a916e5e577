import { Type, type Static } from 'typebox';
import { closed, names, type Checked } from '../../experiment/schema/shapes.js';
import { adapterSchema } from '../adapters/schema.js';
import { quantity } from '../../experiment/schema/quantity.js';

const bits = (description: string, usual: number): ReturnType<typeof Type.Number> => Type.Number({ description, minimum: 0, maximum: 64, default: usual });

export const finetuneSchema = closed({
  kind: Type.Literal('finetune', { description: 'Training of all or part of a model: memory, and the time of a step at the roofline' }),
  adapter: Type.Optional(adapterSchema),
  trainedShare: Type.Optional(Type.Number({ description: 'Share of the parameters that are trained where there is no adapter; all when left out', exclusiveMinimum: 0, maximum: 1, examples: [0.003] })),
  tokens: Type.Integer({ description: 'Tokens of a sequence', minimum: 1, maximum: 1e7, examples: [512] }),
  batch: Type.Optional(Type.Integer({ description: 'Sequences of a step on each device', minimum: 1, maximum: 65_536, default: 1 })),
  optimizer: Type.Optional(names(['adam', 'momentum', 'sgd'], { description: 'Moments that it keeps of each trained number: two, one, none', default: 'adam' })),
  weightBits: Type.Optional(bits('Of each trained number as it is computed with', 16)),
  gradientBits: Type.Optional(bits('Of each gradient', 16)),
  masterBits: Type.Optional(bits('Of the copy of each trained number that is updated; 0 for none', 32)),
  momentBits: Type.Optional(bits('Of each moment', 32)),
  activationBits: Type.Optional(bits('Of each activation that is kept for the way back', 16)),
  dropout: Type.Optional(Type.Boolean({ description: 'Whether dropout keeps its masks, a byte each', default: false })),
  recompute: Type.Optional(names(['none', 'selective', 'full'], { description: 'What is computed again on the way back: nothing, scores and probabilities, or each layer from its input', default: 'none' })),
  stage: Type.Optional(Type.Integer({ description: 'Of ZeRO: 0 all states on every device, 1 optimiser states, 2 gradients too, 3 parameters too spread over the devices', minimum: 0, maximum: 3, default: 0 })),
  devices: Type.Optional(Type.Integer({ description: 'Devices that train on batches of their own', minimum: 1, maximum: 65_536, default: 1 })),
  link: Type.Optional(quantity('bandwidth', { description: 'What a device sends to the others; that of the device catalogue when left out', examples: ['25 GB/s'] })),
}, { title: 'Fine-tuning', description: 'Training of all or part of a model' });

export type FinetuneSpec = Checked<Static<typeof finetuneSchema>>;
