import type { ArrayMode, Infeasibility } from '../model/architecture.js';
import type { MappingTable } from '../model/mapping.js';
import type { Op } from '../model/op-graph.js';
import { givenMapping, requestFor } from './mapping-given.js';
import { isOffChip, joined, keptAt, keptLimit, keptMode } from './mapping-kept.js';
import type { Layer } from './mapping-layer.js';
import { withMode } from './mapping-product.js';
import type { Reading } from './mapping-readers.js';
import { modeOf, type ChosenTask } from './phase.js';

/** The products of a layer with the mappings that a table wants for them, by their ops; and what these exceed. */
export interface GivenGroup {
  readonly chosen: ReadonlyMap<Op, ChosenTask>;
  readonly limits: readonly Infeasibility[];
}

/** What a table wants for the tasks of a group in a pass; the rule's mapping where it wants nothing. */
export function givenGroup(layer: Layer, table: MappingTable): GivenGroup {
  const { at, tasks } = layer;
  const limits: Infeasibility[] = [];
  const arrays = new Map<number, { readonly mode: number; readonly array: ArrayMode }>();
  for (const i of layer.products.keys()) {
    const task = tasks[i]!;
    const found = givenMapping(at, task, table);
    if (found !== null && 'code' in found) limits.push({ ...found, resource: `${found.resource}, for ${task.op.name}` });
    else if (found !== null) arrays.set(i, found);
    else {
      const mode = modeOf(at, task);
      arrays.set(i, { mode, array: at.tiled.modes[mode]! });
    }
  }
  if (limits.length > 0) return { chosen: new Map(), limits };
  const readings = wantedReadings(layer, table, (i) => arrays.get(i)!.array, limits);
  for (const group of joined(readings)) {
    const limit = keptLimit(layer, group, (i) => arrays.get(i)!);
    if (limit !== null) limits.push(limit);
  }
  const chosen = new Map<Op, ChosenTask>();
  for (const [i, { mode, array }] of arrays) {
    const kept = keptAt(i, readings);
    chosen.set(tasks[i]!.op, kept === undefined ? { at: withMode(at, mode, array), mode } : { at: withMode(at, mode, keptMode(array, kept)), mode, kept });
  }
  return { chosen, limits };
}

/** The readings that the table wants on the chip, and that would go through the memory. What is wanted of all products is for those that have it. */
function wantedReadings(layer: Layer, table: MappingTable, arrayOf: (task: number) => ArrayMode, limits: Infeasibility[]): readonly Reading[] {
  const { at: { machine, tiled }, tasks, products } = layer;
  return [...products.keys()].flatMap((i): readonly Reading[] => {
    const { op } = tasks[i]!;
    if (requestFor(table, op.name)?.keepOutput !== true) return [];
    const own = layer.readings.filter(({ from }) => from === i);
    const isOfAll = table[op.name]?.keepOutput === undefined;
    if (own.length === 0 && !isOfAll && arrayOf(i).streams.output !== null && !(op.kind === 'scores' && machine.fusesAttention)) {
      limits.push({ code: 'unsupported-mapping', resource: `one product that reads the output of ${op.name}, and nothing else that does`, used: 1, available: 0 });
    }
    if (tiled.activationBuffer === undefined && isOfAll) return [];
    return own.filter((reading) => isOffChip(layer, reading, [arrayOf(reading.from)], [arrayOf(reading.to)]));
  });
}
