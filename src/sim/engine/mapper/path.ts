import { allRoles, pathOf, type ComputeUnit, type FanOut, type Hierarchy, type MemoryLevel, type Role } from './hierarchy.js';

/** A memory on the way of an operator. `depth`: how many fan-out axes stand above it. */
export interface PlacedMemory {
  readonly level: MemoryLevel;
  readonly depth: number;
  readonly instances: number;
  /** Roles as bits (`roleBit`). */
  readonly keeps: number;
  readonly mayKeep: number;
}

/** Components on the way of operators of so many tensors, names turned into indices. */
export interface Path {
  /** Outermost first; the first one is the home of tensors. */
  readonly memories: readonly PlacedMemory[];
  readonly axes: readonly FanOut[];
  readonly compute: ComputeUnit;
  readonly computeInstances: number;
  /** Index of the exchange memory. */
  readonly exchange: number;
  /** Watts that leak whatever an operator does. */
  readonly leakageWatts: number;
  readonly priced: PricedMemories;
}

/** Memories as bits: those whose traffic costs energy or time, and those whose ports can bind. */
export interface PricedMemories {
  readonly traffic: number;
  readonly ports: number;
}

export function roleBit(role: Role): number {
  return 1 << allRoles.indexOf(role);
}

const paths = new WeakMap<Hierarchy, Map<number, Path | null>>();

/** The way of operators of so many tensors (inputs and output), or null where no compute unit takes them. */
export function placedPath(hierarchy: Hierarchy, tensors: number): Path | null {
  let known = paths.get(hierarchy);
  if (known === undefined) paths.set(hierarchy, known = new Map<number, Path | null>());
  let path = known.get(tensors);
  if (path === undefined) known.set(tensors, path = place(hierarchy, tensors));
  return path;
}

function place(hierarchy: Hierarchy, tensors: number): Path | null {
  const components = pathOf(hierarchy, tensors);
  if (components === null) return null;
  const memories: PlacedMemory[] = [];
  const axes: FanOut[] = [];
  const bits = (roles: readonly Role[]): number => roles.reduce((mask, role) => mask | roleBit(role), 0);
  let instances = 1;
  for (const component of components) {
    if (component.kind === 'memory') memories.push({ level: component, depth: axes.length, instances, keeps: bits(component.keeps), mayKeep: bits(component.mayKeep) });
    else if (component.kind === 'fan-out') {
      axes.push(component);
      instances *= component.size;
    }
  }
  const compute = components.at(-1) as ComputeUnit;
  let energy = 0;
  let ports = 0;
  memories.forEach(({ level }, m) => {
    if (level.readBitsPerSecond !== Infinity || level.writeBitsPerSecond !== Infinity) ports |= 1 << m;
    if (level.readEnergyPerBit !== 0 || level.writeEnergyPerBit !== 0) energy |= 1 << m;
  });
  return {
    memories, axes, compute, computeInstances: instances, exchange: memories.findIndex(({ level }) => level.name === hierarchy.exchange),
    leakageWatts: memories.reduce((sum, memory) => sum + memory.level.leakageWatts * memory.instances, compute.leakageWatts * instances),
    priced: { traffic: energy | ports, ports },
  };
}
