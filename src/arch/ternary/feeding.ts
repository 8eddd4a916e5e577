/** A ternary array that a processor feeds over a register bus: how long its operands take to arrive. */
export interface BusFedArray {
  /** Output columns of the array, all fed by one element a cycle. */
  readonly columns: number;
  /** Reads and writes of the bus for each element: the packed weights in, their codes out, the activation out. */
  readonly transactionsPerElement: number;
  /** Cycles of one of them, the instructions around it included. */
  readonly cyclesPerTransaction: number;
}

/** Elements that the array takes: inputs x column groups, one a cycle. */
export function arrayCycles({ columns }: Pick<BusFedArray, 'columns'>, inputs: number, outputs: number): number {
  return inputs * Math.ceil(outputs / columns);
}

/** Cycles of a matrix-vector product when nothing overlaps: the array, and the bus for each of its elements. */
export function busFedCycles(array: BusFedArray, inputs: number, outputs: number): number {
  return arrayCycles(array, inputs, outputs) * (1 + array.transactionsPerElement * array.cyclesPerTransaction);
}

/** Share of those cycles in which operands are on their way. */
export function feedingShare(array: BusFedArray, inputs: number, outputs: number): number {
  return 1 - arrayCycles(array, inputs, outputs) / busFedCycles(array, inputs, outputs);
}
