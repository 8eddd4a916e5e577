import type { ModelSpec } from '../../workloads/model-spec.js';
import type { Bookkeeping } from './bookkeeping.js';
import type { Devices } from './request.js';

/**
 * What one device has of a model: heads, and heads of keys and values, divided by tp x ep and rounded up (so that few of them are on every device);
 * tokens of the vocabulary divided by tp x ep and rounded down; the width of feed-forward blocks divided by tp and rounded up. Experts divided by ep.
 * The tool knows no chance by which a device has one of a token's experts: ours are then active / ep of count / ep.
 */
export function modelOfDevice(spec: ModelSpec, { tensor, expert }: Devices, ways: Bookkeeping): ModelSpec {
  const all = tensor * expert;
  const intermediateSize = Math.ceil(spec.intermediateSize / tensor);
  const share = (count: number): number => count / expert;
  return {
    ...spec, intermediateSize,
    heads: Math.ceil(spec.heads / all), kvHeads: Math.ceil(spec.kvHeads / all), vocabularySize: Math.floor(spec.vocabularySize / all),
    ...(spec.experts === undefined ? {} : { experts: { ...spec.experts, intermediateSize, ...(ways.experts === 'ours' ? { count: share(spec.experts.count), active: share(spec.experts.active) } : {}) } }),
  };
}

/** Layers of each stage of a pipeline but the last, rounded up, and of the last one: what is left. */
export function layersOfStages(layers: number, stages: number): readonly [each: number, last: number] {
  const each = Math.ceil(layers / stages);
  return [each, layers - each * (stages - 1)];
}
