import type { Infeasibility } from '../model/architecture.js';
import type { Op } from '../model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../model/quantization.js';

/**
 * The limit that group scales exceed on an array that scales a result once, after all of its products are added up; null where a row of weights has
 * one scale.
 */
export function oneScaleARow(op: Op, scheme: QuantizationScheme): Infeasibility | null {
  if (op.kind !== 'linear') return null;
  const { groupSize } = weightFormatOf(scheme, op.name);
  if (groupSize === 0 || groupSize >= op.inFeatures) return null;
  return { code: 'unsupported-groups', resource: `scales along the reduction of ${op.name}, where sums are scaled after all products`, used: Math.ceil(op.inFeatures / groupSize), available: 1 };
}
