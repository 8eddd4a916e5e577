import type { ModelSpec } from '../model-spec.js';
import type { Fields } from './fields.js';

/** The formats that a model was trained with, by the own field `quantization`: noted, and taken for nothing but the record. */
export function trainingOf(fields: Fields, notes: string[]): Pick<ModelSpec, 'scalesPerMatrix'> {
  const training = fields.object('quantization');
  if (typeof training?.['weights'] === 'string') {
    const bits = training['activations_bits'];
    notes.push(`trained with ${training['weights']} weights${typeof bits === 'number' ? ` and ${bits}-bit activations` : ''}`);
  }
  return { scalesPerMatrix: typeof training?.['scales_per_matrix'] === 'number' ? training['scales_per_matrix'] : null };
}
