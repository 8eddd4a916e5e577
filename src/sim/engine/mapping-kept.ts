import type { ArrayMode, Infeasibility, Streams } from '../model/architecture.js';
import type { Layer } from './mapping-layer.js';
import type { MappableProduct } from './mapping-product.js';
import type { Reading } from './mapping-readers.js';
import type { Kept } from './phase.js';
import type { CostContext } from './task.js';

/** What the product of a task keeps, of the readings that are kept; undefined where it is nothing. */
export function keptAt(task: number, readings: readonly Reading[]): Kept | undefined {
  const reads = (as: Reading['as']): boolean => readings.some((reading) => reading.to === task && reading.as === as);
  const kept: Kept = { input: reads('input'), operands: reads('operands'), output: readings.some(({ from }) => from === task) };
  return kept.input || kept.operands || kept.output ? kept : undefined;
}

/** The mode with what is kept on the chip: it takes no time there and moves no bytes. */
export function keptMode(array: ArrayMode, kept: Kept): ArrayMode {
  return { ...array, streams: keptStreams(array.streams, kept) };
}

function keptStreams(streams: Streams, { input, operands, output }: Kept): Streams {
  return { ...streams, ...(input ? { input: null } : {}), ...(operands ? { operands: null } : {}), ...(output ? { output: null } : {}) };
}

/** The machine as a product sees it that keeps something: all its modes, with any tile. */
export function withKept(at: CostContext, kept: Kept | undefined): CostContext {
  if (kept === undefined) return at;
  const { tiled } = at;
  return {
    ...at,
    tiled: {
      ...tiled, modes: tiled.modes.map((mode) => keptMode(mode, kept)),
      ...(tiled.retile === undefined ? {} : {
        retile: (mode, tile, product) => {
          const found = tiled.retile!(mode, tile, product);
          return 'code' in found ? found : keptMode(found, kept);
        },
      }),
    },
  };
}

/** True where a reading goes through the memory in some of the modes: producer's and reader's, of a product. */
export function isOffChip({ at: { machine }, tasks }: Layer, { from, as }: Reading, producer: readonly ArrayMode[], reader: readonly ArrayMode[]): boolean {
  if (machine.fusesAttention && tasks[from]!.op.kind === 'scores') return false;
  return producer.some(({ streams }) => streams.output !== null) || reader.some(({ streams }) => streams[as] !== null);
}

/** The mode that a product runs on, by its task. */
export type ArrayOf = (task: number) => { readonly mode: number; readonly array: ArrayMode };

/**
 * The buffer that outputs which are kept together exceed, or null where they fit. Products that they join run row tile by row tile in turn, each with columns inside; the
 * producer is a row tile ahead, behind which elementwise work and the reader's first load are hidden as they are within a product. The rows that are kept at once:
 *
 *   `rowsAhead` of both tiles, or all rows where columns are outside in either                    x width x bytes of an activation
 *
 * Of scores the rows are those of one head of keys, for each query head that shares it, and the width is the context. Beside them lies the largest left operand of a row
 * tile that comes from the memory, of these products and of those in between. Every core has the whole of it.
 */
export function keptLimit(layer: Layer, readings: readonly Reading[], arrayOf: ArrayOf): Infeasibility | null {
  const { at, tasks, products } = layer;
  const first = Math.min(...readings.map(({ from }) => from));
  const last = Math.max(...readings.map(({ to }) => to));
  const names = readings.map(({ from }) => tasks[from]!.op.name).join(', ');
  const buffers = new Map<string, number>();
  let left = 0;
  for (let i = first; i <= last; i++) {
    const product = products.get(i);
    if (product === undefined) continue;
    const { mode, array } = arrayOf(i);
    const buffer = at.tiled.activationBuffer?.(mode);
    if (buffer === undefined) return { code: 'unsupported-mapping', resource: `a buffer that outputs may stay in (${array.name} mode)`, used: 1, available: 0 };
    buffers.set(buffer.name, buffer.bytes);
    const loads = array.streams.input !== null && keptAt(i, readings)?.input !== true;
    if (loads) left = Math.max(left, Math.min(array.tileRows, product.rows) * product.reduction * bytesOf(at));
  }
  if (buffers.size > 1) return { code: 'unsupported-mapping', resource: `different buffers of activations in the modes that ${names} and their readers run in`, used: buffers.size, available: 1 };
  const [[name, available] = ['', 0]] = buffers;
  const used = left + readings.reduce((sum, reading) => sum + keptBytes(layer, reading, arrayOf), 0);
  return used <= available ? null : { code: 'buffer-exceeded', resource: `${name} (outputs kept of ${names}, and the left operand of a row tile), bytes`, used: Math.ceil(used), available };
}

/** Bytes of an output that is kept. */
function keptBytes({ at, tasks, products }: Layer, { from, to }: Reading, arrayOf: ArrayOf): number {
  const { op } = tasks[from]!;
  const [producer, reader] = [from, to].map((i) => products.get(i)!);
  const tileOf = ({ array }: ReturnType<ArrayOf>, { rows }: MappableProduct): number => Math.min(array.tileRows, rows);
  const [ahead, behind] = [arrayOf(from), arrayOf(to)];
  const isOuter = ahead.array.order === 'columns-outer' || behind.array.order === 'columns-outer';
  const rowsAtOnce = (all: number): number => (isOuter ? all : rowsAhead(tileOf(ahead, producer!), tileOf(behind, reader!), all));
  if (op.kind === 'scores') return rowsAtOnce(at.pass.queryTokens * at.pass.batch * op.kvHeads) * (op.heads / op.kvHeads) * at.pass.lastContext * bytesOf(at);
  if (op.kind === 'values') return rowsAtOnce(reader!.rows) * op.heads * op.headDim * bytesOf(at);
  return rowsAtOnce(producer!.rows) * producer!.columns * bytesOf(at);
}

/**
 * Most rows that a producer in tiles of r has written and a reader in tiles of s has not done with, of n in all, where the reader takes none of the producer's last tile:
 *
 *   min(n, s + 2 r - gcd(r, s))                             two tiles where both have the same rows
 */
export function rowsAhead(r: number, s: number, n: number): number {
  let [a, b] = [r, s];
  while (b > 0) [a, b] = [b, a % b];
  return Math.min(n, s + 2 * r - a);
}

function bytesOf({ scheme }: CostContext): number {
  return scheme.activations.bits / 8;
}

/** Readings that share a product, together. */
export function joined(readings: readonly Reading[]): readonly (readonly Reading[])[] {
  let groups: (readonly Reading[])[] = [];
  for (const reading of readings) {
    const touches = (other: Reading): boolean => [other.from, other.to].some((task) => task === reading.from || task === reading.to);
    const touched = groups.filter((group) => group.some(touches));
    groups = [...groups.filter((group) => !touched.includes(group)), [...touched.flat(), reading]];
  }
  return groups;
}
