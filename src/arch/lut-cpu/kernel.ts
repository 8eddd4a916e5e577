/** Operations of an inner loop by what they are for: each load, store, vector and scalar operation that the source writes; constants, addresses and the loop itself are not counted. */
export interface Operations {
  readonly load: number;
  /** Bit fields taken apart, widened and offset. */
  readonly unpack: number;
  /** Table instructions, and tables copied to both halves of a register. */
  readonly lookUp: number;
  readonly multiply: number;
  /** Sums of looked-up entries or products. */
  readonly aggregate: number;
  /** Conversions, scales and stores of sums. */
  readonly scale: number;
}

/** How tables of activations are built, once a token. */
export interface TableBuild {
  /** Activations that share a table. */
  readonly activations: number;
  /** Operations for one table, its scale included. */
  readonly operations: number;
}

/** A matrix kernel by what it does for one weight and one token. */
export interface Kernel {
  readonly name: string;
  readonly perWeight: Operations;
  readonly build: TableBuild | null;
  /** Cycles a weight that sums take because each waits for the one before; 0 where they never bind. */
  readonly chainCyclesPerWeight: number;
  /** Bits of a weight in memory, the scales that belong to the format included. */
  readonly storedBits: number;
}

/** Operations of a loop over `weights` weights as those for one. */
export function perWeight(weights: number, counted: Partial<Operations>): Operations {
  const { load = 0, unpack = 0, lookUp = 0, multiply = 0, aggregate = 0, scale = 0 } = counted;
  return { load: load / weights, unpack: unpack / weights, lookUp: lookUp / weights, multiply: multiply / weights, aggregate: aggregate / weights, scale: scale / weights };
}

/** All operations for one weight and token. */
export function operationsPerWeight({ perWeight: o }: Kernel): number {
  return o.load + o.unpack + o.lookUp + o.multiply + o.aggregate + o.scale;
}

/** Operations that build the tables of one token: tables of ceil(inputs / activations) groups. */
export function buildOperations({ build }: Kernel, inputs: number): number {
  return build === null ? 0 : Math.ceil(inputs / build.activations) * build.operations;
}

/** Cycles of one core for a weight and a token: operations / issue rate, or the chain of its sums where that is longer. */
export function cyclesPerWeight(kernel: Kernel, issue: number): number {
  return Math.max(operationsPerWeight(kernel) / issue, kernel.chainCyclesPerWeight);
}
