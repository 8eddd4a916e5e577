import { estimate, notModelled, type Estimate, type NotModelled, type Quality } from '../../core/estimate.js';
import type { Component } from '../../model/component.js';
import { cactiSource, sramRows, type SramCell } from './cacti.js';
import { sizeReach, sramPlace, sramValue, type SramPoint, type SramQuantity } from './sram-table.js';
import type { Technology } from './technology.js';

/** An on-chip memory as a design needs it. */
export interface SramRequest {
  readonly bytes: number;
  /** Bits that an access reads or writes, of all banks. */
  readonly widthBits: number;
  /** Banks side by side, each with its slice of every word. Default 1. */
  readonly banks?: number;
  /** Ports that read or write. Default 1; nothing else is known. */
  readonly ports?: number;
  /** Default `lstp` from 32 KiB, `hp` below: a large memory of `hp` cells leaks more than it works. */
  readonly cell?: SramCell;
}

/** An SRAM; `energy` is that of a read of a word. */
export interface Sram extends Component {
  readonly cell: SramCell;
  /** pJ of a word. */
  readonly write: Estimate | NotModelled;
  /** mW of the whole. */
  readonly leakage: Estimate | NotModelled;
  /** ns from address to data. */
  readonly accessTime: Estimate | NotModelled;
}

/** Bytes from which low standby power is the default. */
const lstpBytes = 32 * 1024;

/**
 * An SRAM at a node from 45 to 22 nm, at the supply that CACTI gives that node. Null with a reason where the table does not reach: banks of 32 to 1024
 * bits and 1 KiB to 4 MiB (wide words begin at 2 KiB and 4 KiB), and up to twice beyond these sizes.
 */
export function sram(request: SramRequest, { nodeNm }: Technology): Sram {
  const { bytes, widthBits, banks = 1, ports = 1 } = request;
  if (!(bytes > 0) || !(widthBits > 0) || !Number.isInteger(banks) || banks < 1) throw new RangeError(`an SRAM of ${bytes} bytes, ${widthBits} bits and ${banks} banks`);
  const cell = request.cell ?? (bytes >= lstpBytes ? 'lstp' : 'hp');
  const point: SramPoint = { nodeNm, cell, kib: bytes / 1024 / banks, widthBits: widthBits / banks };
  const bankText = banks === 1 ? '' : ` in ${banks} banks`;
  const quantity = (of: SramQuantity, unit: string, count: number): Estimate | NotModelled => {
    const value = ports === 1 ? sramValue(sramRows, point, of) : null;
    if (value === null) return notModelled(gap(point, ports));
    return estimate(value * count, unit, ...howKnown(point, of));
  };
  return {
    name: `SRAM ${bytes / 1024} KiB x ${widthBits} bit${bankText}, ${cell}`,
    cell,
    area: quantity('area', 'um2', banks),
    energy: quantity('read', 'pJ', banks),
    write: quantity('write', 'pJ', banks),
    leakage: quantity('leakage', 'mW', banks),
    accessTime: quantity('access', 'ns', 1),
  };
}

function howKnown(point: SramPoint, of: SramQuantity): readonly [quality: Quality, source: string] {
  const source = `${cactiSource}, itrs-${point.cell}`;
  const betweenNodes = !sramRows.some(({ nodeNm }) => nodeNm === point.nodeNm);
  const node = !betweenNodes ? '' : of === 'leakage' ? '; between nodes, where leakage is known to a third' : '; between nodes';
  switch (sramPlace(sramRows, point)) {
    case 'point': return ['derived', source];
    case 'between': return [betweenNodes ? 'fitted' : 'derived', `${source}; on lines between points in logarithms${node}`];
    case 'beyond': return ['fitted', `${source}; beyond its sizes on the line of the last two${node}`];
  }
}

function gap({ nodeNm, cell, kib, widthBits }: SramPoint, ports: number): string {
  if (ports !== 1) return `CACTI was asked for one port, not for ${ports}`;
  const bank = `a bank of ${kib} KiB x ${widthBits} bit`;
  if (nodeNm < 22 || nodeNm > 45) return `CACTI was asked for SRAMs of 45, 32 and 22 nm, not of ${nodeNm} nm`;
  if (widthBits > 1024) return `${bank} is wider than the 1024 bits that CACTI was asked for: divide it into banks side by side`;
  if (widthBits < 32) return `${bank} is narrower than the 32 bits that CACTI was asked for: read words of 32 bits, or have fewer banks`;
  const smallest = Math.max(...sramRows.filter((row) => row.cell === cell && row.widthBits < 2 * widthBits).map((row) => row.kib[0]!));
  return `${bank}: CACTI was asked for ${smallest} KiB to 4 MiB at this width, and no more than ${sizeReach} times beyond is taken`;
}
