/** A fully connected piece of work: `batch` times every input meets every output. */
export interface PassShape {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** The most that each memory of the array holds, and the PEs; all inclusive, memories in the unit of `PassStorage`. */
export interface ArrayLimits {
  readonly pes: number;
  readonly inputRegister: number;
  readonly weightRegister: number;
  readonly outputRegister: number;
  readonly buffer: number;
}

/** What one element of each operand takes of those memories. */
export interface PassStorage {
  readonly input: number;
  /** An input that waits in the weight register instead, as a look-up table does; else 0. */
  readonly inputAmongWeights: number;
  readonly inputInBuffer: number;
  readonly weight: number;
  readonly output: number;
}

/** Energy in mJ of an element of width 1 at each level of the memory, and of one action of the PE. */
export interface PassPrices {
  readonly compute: number;
  readonly dram: number;
  readonly buffer: number;
  /** Inputs and weights over the network to the PEs. */
  readonly network: number;
  /** Partial sums between PEs. */
  readonly networkSum: number;
  readonly register: number;
  readonly weightRegister: number;
  /** What is done once for each input that arrives from the DRAM: building a table. */
  readonly arrival: number;
}

/** Widths of the operands in units of the prices. An input may have another width at every level: activations in the DRAM, a table in the array. */
export interface PassWidths {
  readonly input: { readonly dram: number; readonly buffer: number; readonly network: number; readonly register: number };
  readonly weight: number;
  readonly output: number;
}

/** One pass over the array of PEs, with everything that its energy and its time depend on but the tiling. */
export interface Pass {
  readonly shape: PassShape;
  readonly limits: ArrayLimits;
  readonly storage: PassStorage;
  readonly prices: PassPrices;
  readonly widths: PassWidths;
  /** Seconds of one pair of an input and an output in a PE. */
  readonly pairSeconds: number;
  /** A habit of the released search: see `Bookkeeping.leakyFilter`. Null where the limits alone decide. */
  readonly leakyFilterAbove: number | null;
}
