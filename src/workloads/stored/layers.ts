import type { OpGraph } from '../../sim/model/op-graph.js';
import type { ModelSpec } from '../model-spec.js';

/**
 * The group of each layer of a decoder, by name: by its mask, and by whether it has experts. Null where the graph is not made of such groups (a hybrid, an encoder), so
 * that which layer is where does not follow.
 */
export function layersOf(spec: ModelSpec, graph: OpGraph): readonly string[] | null {
  const period = spec.masks.length;
  const places = Array.from({ length: spec.layers }, (_, layer) => {
    const kind = spec.experts?.denseLayers.includes(layer) === true ? 'dense-layer' : 'layer';
    return period === 1 ? kind : `${kind}-${layer % period}`;
  });
  const counts = new Map<string, number>();
  for (const name of places) counts.set(name, (counts.get(name) ?? 0) + 1);
  const fits = [...counts].every(([name, count]) => graph.groups.filter((group) => group.name === name && group.repeat === count).length === 1);
  return fits && graph.groups.length === counts.size + 2 ? places : null;
}
