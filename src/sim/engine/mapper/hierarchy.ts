/** What a tensor is to the operator that uses it. Memories and fan-outs say by role what they hold and reuse. */
export type Role = 'input' | 'weight' | 'output';

export const allRoles: readonly Role[] = ['input', 'weight', 'output'];

/** A memory. Each instance under a fan-out has its own capacity and ports. */
export interface MemoryLevel {
  readonly kind: 'memory';
  readonly name: string;
  /** Bits of one instance; Infinity where it never runs out; `one-value` is a register that holds one value of each tensor it keeps. */
  readonly capacityBits: number | 'one-value';
  /** Roles that every mapping keeps here. */
  readonly keeps: readonly Role[];
  /** Roles that a mapping may keep here or pass by. */
  readonly mayKeep: readonly Role[];
  /** Energy of a bit: joules, or units of one's own. */
  readonly readEnergyPerBit: number;
  readonly writeEnergyPerBit: number;
  /** Bits per second of one instance; Infinity where it never binds. */
  readonly readBitsPerSecond: number;
  readonly writeBitsPerSecond: number;
  /** One port takes reads and writes in turn; two take them side by side. */
  readonly ports: 'shared' | 'separate';
  /** Watts of one instance, used or not. */
  readonly leakageWatts: number;
}

/** Copies of everything that follows in the list, side by side along one axis. */
export interface FanOut {
  readonly kind: 'fan-out';
  readonly name: string;
  readonly size: number;
  /** Roles whose value one read delivers to (inputs), or whose sums are added up over (outputs), all copies along this axis. */
  readonly shares: readonly Role[];
  /** Roles that an axis must share: only ranks that none of these tensors has are split over it. */
  readonly mustShare: readonly Role[];
}

/** What computes: one product and sum, or one elementwise operation, at a time. */
export interface ComputeUnit {
  readonly kind: 'compute';
  readonly name: string;
  /** Operators of so many tensors (inputs and output) run here; null is all that reach it. */
  readonly tensors: number | null;
  readonly energyPerOperation: number;
  readonly operationsPerSecond: number;
  readonly leakageWatts: number;
}

export type Component = MemoryLevel | FanOut | ComputeUnit;

/**
 * A machine from its outermost memory, which holds every tensor, to its compute. An operator passes the list up to the first compute unit that takes it;
 * other compute units on the way are not its own. Memories between two fan-outs are one stage.
 */
export interface Hierarchy {
  readonly name: string;
  readonly components: readonly Component[];
  /** The memory in which fused operators hand tensors on. It may keep every role that is handed on. */
  readonly exchange: string;
}

/** Components on the way of an operator of so many tensors, or null where no compute unit takes it. */
export function pathOf(hierarchy: Hierarchy, tensors: number): readonly Component[] | null {
  const path: Component[] = [];
  for (const component of hierarchy.components) {
    if (component.kind !== 'compute') path.push(component);
    else if (component.tensors === null || component.tensors === tensors) return [...path, component];
  }
  return null;
}
