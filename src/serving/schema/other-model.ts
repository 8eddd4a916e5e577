import { Type } from 'typebox';
import { experimentSchema } from '../../experiment/schema/experiment.js';
import { open, text } from '../../experiment/schema/shapes.js';

/** A model beside that of the workload. */
export const { model } = experimentSchema.properties.workload.properties;

/** The formats of a model beside that of the workload. A scheme that is written out is checked when the model is deployed, and so is described once, in the workload. */
export const quantization = Type.Union([
  text({ description: 'A scheme of the catalogue, a path, or "as-stored": the formats of the model file', examples: ['w4a16-g128'] }),
  open({ description: 'A scheme, as in the workload' }),
], { title: 'Quantization', description: 'A catalogue name, a path, or the scheme itself', examples: ['w4a16-g128'] });
