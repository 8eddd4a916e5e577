import type { ArrayMode, Infeasibility } from '../model/architecture.js';
import type { Tile } from '../model/mapping.js';
import { block } from './pieces.js';

/** The buffer that weights and cache stream through. */
export interface StreamBuffer {
  readonly name: string;
  readonly bytes: number;
  /** Bytes of one element as the array takes it. */
  readonly elementBytes: number;
  /** Slots that it is built with; as many as fit where it is left out. */
  readonly mostSlots?: number;
}

/** Something a tile takes of the machine, with both figures. */
export type TileNeed = Pick<Infeasibility, 'resource' | 'used' | 'available'>;

/** Least slots of a buffer that is read while it is filled. */
const doubleBuffer = 2;

/** A mode with another tile, or the first need that exceeds what there is. Slots hold a piece of every column of the tile. */
export function retiledMode(own: ArrayMode, { rows, columns, reduction, slots }: Tile, buffer: StreamBuffer, needs: readonly TileNeed[]): ArrayMode | Infeasibility {
  const exceeded = needs.find(({ used, available }) => used > available);
  if (exceeded !== undefined) return { code: 'buffer-exceeded', ...exceeded };
  const slotBytes = columns * Math.max(1, Math.floor(reduction / block)) * block * buffer.elementBytes;
  const { bytes, mostSlots = Infinity } = buffer;
  const most = Math.min(mostSlots, Math.floor(bytes / slotBytes));
  const wanted = slots ?? Math.max(doubleBuffer, most);
  if (wanted <= most) return { ...own, tileRows: rows, tileColumns: columns, pieceReduction: reduction, slots: wanted };
  if (wanted > mostSlots) return { code: 'buffer-exceeded', resource: `slots of the ${buffer.name}`, used: wanted, available: mostSlots };
  return { code: 'buffer-exceeded', resource: `${buffer.name} (${wanted} slots of ${columns} columns in ${own.name} mode), bytes`, used: Math.ceil(wanted * slotBytes), available: bytes };
}
