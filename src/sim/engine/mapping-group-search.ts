import type { ArrayMode } from '../model/architecture.js';
import type { Op } from '../model/op-graph.js';
import { isOffChip, joined, keptAt, keptLimit, withKept, type ArrayOf } from './mapping-kept.js';
import type { Layer } from './mapping-layer.js';
import { takesOperand, withMode } from './mapping-product.js';
import type { Reading } from './mapping-readers.js';
import type { MappingSearch, TileLimit } from './mapping-search.js';
import type { ChosenTask, FoundMapping, Kept } from './phase.js';

/** What is kept of some readings, and the mappings that go with it, by task. */
interface Choice {
  readonly readings: readonly Reading[];
  readonly found: ReadonlyMap<number, FoundMapping>;
  readonly seconds: number;
}

/**
 * The mappings of the products of a layer, and which of their outputs stay on the chip. Of products that outputs may join, every set of outputs is tried: with the mapping
 * that is found for each product by itself, what it keeps given; and for each buffer with mappings whose tiles have no more rows than fit with those outputs, columns inside.
 * The least sum of times that fits is taken; of equals that with fewer outputs kept.
 */
export function searchGroup(layer: Layer, search: MappingSearch): ReadonlyMap<Op, ChosenTask> {
  const { at, tasks, products } = layer;
  const base = new Map([...products.keys()].map((i) => [i, search(at, tasks[i]!)]));
  const modesOf = (i: number): readonly ArrayMode[] => at.tiled.modes.filter((mode) => takesOperand(mode, products.get(i)!.op));
  const readings = at.tiled.activationBuffer === undefined ? [] : layer.readings.filter((reading) => isOffChip(layer, reading, modesOf(reading.from), modesOf(reading.to)));
  const chosen = new Map<Op, ChosenTask>();
  const take = (i: number, found: FoundMapping, kept: Kept | undefined): void => {
    const from = withMode(withKept(at, kept), found.mode, found.array);
    chosen.set(tasks[i]!.op, kept === undefined ? { at: from, mode: found.mode, found } : { at: from, mode: found.mode, found, kept });
  };
  for (const [i, found] of base) take(i, found, undefined);
  for (const group of joined(readings)) {
    const best = bestOf(layer, group, base, search);
    for (const [i, found] of best.found) take(i, found, keptAt(i, best.readings));
  }
  return chosen;
}

function bestOf(layer: Layer, group: readonly Reading[], base: ReadonlyMap<number, FoundMapping>, search: MappingSearch): Choice {
  const members = [...new Set(group.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const sets = Array.from({ length: 2 ** group.length }, (_, set) => group.filter((_reading, i) => Math.floor(set / 2 ** i) % 2 === 1)).sort((a, b) => a.length - b.length);
  let best: Choice | null = null;
  for (const kept of sets) {
    for (const limits of limitsOf(layer, kept, base)) {
      const choice = choose(layer, members, kept, base, search, limits);
      if (choice !== null && (best === null || choice.seconds < best.seconds * (1 - 1e-12))) best = choice;
      // Fits with the mappings that take least: no others are needed.
      if (choice !== null && limits.size === 0) break;
    }
  }
  return best!;
}

/** The mappings that take least with these outputs kept; null where they do not fit. What is found is told next to the rule, which keeps nothing. */
function choose(layer: Layer, members: readonly number[], kept: readonly Reading[], base: ReadonlyMap<number, FoundMapping>, search: MappingSearch, limits: ReadonlyMap<number, TileLimit>): Choice | null {
  const found = new Map<number, FoundMapping>();
  let seconds = 0;
  for (const i of members) {
    const own = keptAt(i, kept);
    const mapping = own === undefined ? base.get(i)! : { ...search(layer.at, layer.tasks[i]!, own, limits.get(i)), ruleSeconds: base.get(i)!.ruleSeconds };
    if (mapping.seconds === Infinity) return null;
    found.set(i, mapping);
    seconds += mapping.seconds;
  }
  const arrayOf: ArrayOf = (i) => found.get(i) ?? base.get(i)!;
  return joined(kept).some((together) => keptLimit(layer, together, arrayOf) !== null) ? null : { readings: kept, found, seconds };
}

/** No limit on tiles; then, for each buffer that outputs may stay in, the most rows of a tile with which these fit, for the products that they join. */
function limitsOf(layer: Layer, kept: readonly Reading[], base: ReadonlyMap<number, FoundMapping>): readonly ReadonlyMap<number, TileLimit>[] {
  const none = new Map<number, TileLimit>();
  if (kept.length === 0) return [none];
  const { tiled } = layer.at;
  const buffers = tiled.modes.map((_, mode) => tiled.activationBuffer!(mode).name);
  const names = [...new Set(buffers)];
  return [none, ...names.flatMap((name) => {
    const limits = new Map<number, TileLimit>();
    const usable = buffers.flatMap((buffer, mode) => (buffer === name ? [mode] : []));
    for (const together of joined(kept)) {
      const rows = mostRows(layer, together, usable[0]!, base);
      if (rows === 0) return [];
      for (const { from, to } of together) for (const i of [from, to]) limits.set(i, { rows, modes: usable });
    }
    return [limits];
  })];
}

/** The most rows of a tile with which outputs that are kept together fit a buffer; 0 where no tile does. */
function mostRows(layer: Layer, together: readonly Reading[], mode: number, base: ReadonlyMap<number, FoundMapping>): number {
  const { at: { tiled }, products } = layer;
  const isMember = (i: number): boolean => together.some(({ from, to }) => from === i || to === i);
  const fits = (rows: number): boolean => keptLimit(layer, together, (i) => (isMember(i) ? { mode, array: { ...tiled.modes[mode]!, tileRows: rows, order: 'rows-outer' } } : base.get(i)!)) === null;
  let low = 0;
  let high = Math.max(...together.flatMap(({ from, to }) => [products.get(from)!.rows, products.get(to)!.rows]));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
