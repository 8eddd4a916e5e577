import type { Netlist, NetBit, NetlistCell, NetlistNet, NetlistPort } from '../../../src/rtl-export/runners/netlist.js';

/** Builds a netlist of one module `top` by hand, so that every cell can be had with every parameter. */
export interface NetlistBuilder {
  input(name: string, width: number): readonly NetBit[];
  output(name: string, bits: readonly NetBit[]): void;
  /** Adds a cell and returns the bits of its output port (`Y` unless `port` says otherwise). */
  cell(type: string, parameters: Readonly<Record<string, number | string>>, connections: Readonly<Record<string, readonly NetBit[]>>, width: number, port?: string): readonly NetBit[];
  net(name: string, bits: readonly NetBit[], init?: string): void;
  netlist(): Netlist;
}

export function netlistBuilder(): NetlistBuilder {
  const ports: NetlistPort[] = [];
  const cells: NetlistCell[] = [];
  const nets: NetlistNet[] = [];
  let next = 2;
  const fresh = (width: number): readonly NetBit[] => Array.from({ length: width }, () => next++);
  return {
    input(name, width) {
      const bits = fresh(width);
      ports.push({ name, direction: 'input', bits });
      nets.push({ name, bits, hidden: false });
      return bits;
    },
    output(name, bits) {
      ports.push({ name, direction: 'output', bits });
      nets.push({ name, bits, hidden: false });
    },
    cell(type, parameters, connections, width, port = 'Y') {
      const bits = fresh(width);
      const texts = Object.entries(parameters).map(([key, value]) => [key, typeof value === 'string' ? value : (value >>> 0).toString(2).padStart(32, '0')]);
      cells.push({ name: `cell ${cells.length}`, type, parameters: Object.fromEntries(texts) as Record<string, string>, connections: { ...connections, [port]: bits } });
      return bits;
    },
    net(name, bits, init) {
      nets.push({ name, bits, hidden: false, ...(init === undefined ? {} : { init }) });
    },
    netlist: () => ({ creator: 'a test', modules: [{ name: 'top', ports, cells, nets }] }),
  };
}

/** Values at the ends of a width, and their neighbours. */
export function extremes(width: number): readonly bigint[] {
  const size = 1n << BigInt(width);
  return [0n, 1n, size - 1n, size - 2n, size >> 1n, (size >> 1n) - 1n, (size >> 1n) + 1n].map((value) => BigInt.asUintN(width, value));
}
