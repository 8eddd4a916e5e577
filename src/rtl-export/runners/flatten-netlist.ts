import { InputError } from '../../sim/core/diagnostics.js';
import { badNetlist, noModule } from './diagnostics.js';
import type { NetBit, Netlist, NetlistCell, NetlistModule, NetlistNet } from './netlist.js';

/** The most instances of modules, of all levels together. */
const mostInstances = 100_000;

/**
 * A module with all its instances put in their places, named `instance.name`. Yosys' own `flatten` would do, but the netlist it then writes is
 * as large as all instances together: an array of 64 equal PEs is 26 MB of text that takes most of the time of a check.
 */
export function flattenNetlist({ modules }: Netlist, top: string): NetlistModule {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const root = byName.get(top);
  if (root === undefined) throw new InputError([noModule(top, [...byName.keys()])]);
  const cells: NetlistCell[] = [];
  const nets: NetlistNet[] = [];
  /** What drives a bit, where that is a bit on the other side of a port. */
  const drivers = new Map<number, NetBit>();
  let nextBit = 0;
  let instances = 0;

  const place = (module: NetlistModule, prefix: string, depth: number): ((bit: NetBit) => NetBit) => {
    if (++instances > mostInstances || depth > modules.length) throw new InputError([badNetlist(`${prefix} has too many instances in it`)]);
    const first = nextBit;
    nextBit += 1 + highestBit(module);
    const moved = (bit: NetBit): NetBit => (typeof bit === 'number' ? first + bit : bit);
    for (const net of module.nets) nets.push({ ...net, name: prefix + net.name, bits: net.bits.map(moved), hidden: net.hidden || prefix.startsWith('$') });
    for (const cell of module.cells) {
      const child = byName.get(cell.type);
      const connections = Object.fromEntries(Object.entries(cell.connections).map(([port, bits]) => [port, bits.map(moved)]));
      if (child === undefined) cells.push({ ...cell, name: prefix + cell.name, connections });
      else join(child, connections, place(child, `${prefix}${cell.name}.`, depth + 1), `${prefix}${cell.name}`);
    }
    return moved;
  };

  const join = (child: NetlistModule, connections: Readonly<Record<string, readonly NetBit[]>>, moved: (bit: NetBit) => NetBit, name: string): void => {
    for (const port of child.ports) {
      const outside = connections[port.name] ?? [];
      for (const [i, bit] of port.bits.entries()) {
        const [inner, outer] = [moved(bit), outside[i] ?? 'x'];
        const [driven, driver] = port.direction === 'output' ? [outer, inner] : [inner, outer];
        if (typeof driven !== 'number') continue;
        if (drivers.has(driven)) throw new InputError([badNetlist(`${name}.${port.name} drives a bit that is driven already`)]);
        drivers.set(driven, driver);
      }
    }
  };

  const moved = place(root, '', 0);
  const resolved = (bit: NetBit): NetBit => {
    let at = bit;
    for (let step = 0; typeof at === 'number' && drivers.has(at); step++) {
      if (step > instances) throw new InputError([badNetlist('ports are joined in a circle')]);
      at = drivers.get(at)!;
    }
    return at;
  };
  const all = (bits: readonly NetBit[]): readonly NetBit[] => bits.map(resolved);
  return {
    name: root.name,
    ports: root.ports.map((port) => ({ ...port, bits: all(port.bits.map(moved)) })),
    cells: cells.map((cell) => ({ ...cell, connections: Object.fromEntries(Object.entries(cell.connections).map(([port, bits]) => [port, all(bits)])) })),
    nets: nets.map((net) => ({ ...net, bits: all(net.bits) })),
  };
}

function highestBit({ ports, cells, nets }: NetlistModule): number {
  let highest = 0;
  const see = (bits: readonly NetBit[]): void => {
    for (const bit of bits) if (typeof bit === 'number' && bit > highest) highest = bit;
  };
  for (const { bits } of ports) see(bits);
  for (const { bits } of nets) see(bits);
  for (const { connections } of cells) for (const bits of Object.values(connections)) see(bits);
  return highest;
}
