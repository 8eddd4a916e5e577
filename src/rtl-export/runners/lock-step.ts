import { combinationalCells } from './cell-table.js';
import type { NetBit, NetlistModule } from './netlist.js';
import type { NetlistSimulator } from './netlist-simulator.js';
import type { Simulator } from './simulator.js';

/** Nets of one name in two modules, seen to differ. */
export interface NetDifference {
  /** Rising edge before which they differ; the first after the reset of the simulator is 1. */
  readonly cycle: number;
  readonly nets: readonly { readonly name: string; readonly value: bigint; readonly expected: bigint }[];
  /** Nets of the same name and width that were compared. */
  readonly compared: number;
}

type DifferentNet = NetDifference['nets'][number];

/** A simulator that drives a second one with the same inputs, and compares their nets before every edge. */
export interface LockStep extends Simulator {
  /** The first difference that was seen, causes only: what differs because another net does is left out. */
  difference(): NetDifference | undefined;
  /** Rising edges since `reset`. */
  edges(): number;
}

/**
 * Two modules with the same ports, both simulated with `trace`. Ports and nets that only one of them has are not compared; where no net is in
 * both, nothing is ever different. `module` is the netlist of the first: it says which of several different nets comes first.
 */
export function lockStep(simulator: NetlistSimulator, reference: NetlistSimulator, module: NetlistModule): LockStep {
  const ports = new Set([...simulator.inputs, ...simulator.outputs].map(({ name }) => name));
  const widths = new Map(reference.nets.map(({ name, width }) => [name, width]));
  const shared = simulator.nets.filter(({ name, width }) => !ports.has(name) && widths.get(name) === width).map(({ name }) => name);
  let cycle = 0;
  let first: NetDifference | undefined;
  const compare = (): void => {
    cycle++;
    if (first !== undefined) return;
    const different = shared.filter((name) => simulator.getNet(name) !== reference.getNet(name));
    if (different.length === 0) return;
    const nets = different.map((name) => ({ name, value: simulator.getNet(name), expected: reference.getNet(name) }));
    first = { cycle, nets: causes(module, nets), compared: shared.length };
  };
  return {
    ...simulator,
    set(input, value) {
      simulator.set(input, value);
      reference.set(input, value);
    },
    setInt(input, value) {
      simulator.setInt(input, value);
      reference.setInt(input, value);
    },
    edge() {
      compare();
      simulator.edge();
      reference.edge();
    },
    reset(unknown) {
      cycle = 0;
      first = undefined;
      simulator.reset(unknown);
      reference.reset(unknown);
    },
    difference: () => first,
    edges: () => cycle,
  };
}

/**
 * Of nets that differ at once those with a bit that no other different bit flows into without a register between: the rest follows from them. Of
 * several nets with such a bit it is that of the deepest module, and there the narrowest.
 */
function causes(module: NetlistModule, nets: readonly DifferentNet[]): readonly DifferentNet[] {
  const bitsOf = new Map(module.nets.map(({ name, bits }) => [name, bits]));
  const holders = new Map<NetBit, DifferentNet>();
  for (const net of nets) {
    for (const [i, bit] of (bitsOf.get(net.name) ?? []).entries()) {
      if (typeof bit !== 'number' || (((net.value ^ net.expected) >> BigInt(i)) & 1n) === 0n) continue;
      const holder = holders.get(bit);
      if (holder === undefined || rank(net, bitsOf) < rank(holder, bitsOf)) holders.set(bit, net);
    }
  }
  const maker = new Map<NetBit, readonly NetBit[]>();
  for (const { type, connections } of module.cells) {
    if (!combinationalCells.has(type)) continue;
    const read = Object.entries(connections).flatMap(([port, bits]) => (port === 'Y' ? [] : bits));
    for (const bit of connections['Y'] ?? []) maker.set(bit, read);
  }
  const found = new Set([...holders].filter(([bit]) => !flowsFrom(bit, holders, maker)).map(([, net]) => net));
  return found.size > 0 ? [...found] : nets;
}

/** Whether a bit is made, without a register between, of others of a set. */
function flowsFrom(bit: NetBit, different: ReadonlyMap<NetBit, unknown>, maker: ReadonlyMap<NetBit, readonly NetBit[]>): boolean {
  const seen = new Set<NetBit>([bit]);
  const open = [bit];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const read of maker.get(next) ?? []) {
      if (seen.has(read)) continue;
      if (different.has(read)) return true;
      seen.add(read);
      open.push(read);
    }
  }
  return false;
}

function rank({ name }: DifferentNet, bitsOf: ReadonlyMap<string, readonly NetBit[]>): number {
  return (bitsOf.get(name)?.length ?? 0) - widest * name.split('.').length;
}

/** More bits than any net has. */
const widest = 2 ** 24;
