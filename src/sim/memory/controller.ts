/** How a memory controller chooses commands. What it is given, and how fast, belongs to its user. */
export interface ControllerRules {
  readonly name: string;
  /**
   * `first-ready`: one queue, the oldest command that may be issued goes first; a request whose row was opened for it is served before the rest, and
   * its bank stays open until then (FR-FCFS).
   * `bank-queues`: requests move to a queue of their bank, one a cycle; the queues take turns.
   */
  readonly scheduling: 'first-ready' | 'bank-queues';
  readonly readQueue: number;
  readonly writeQueue: number;
  /**
   * When writes are served. `first-ready`: from more than `high` waiting, or when no read waits, until fewer than `low` wait, or none.
   * `bank-queues`: as many as wait, once there are `high` or no read waits.
   */
  readonly drain: { readonly high: number; readonly low: number };
  /** `bank-queues`: places of a bank, and accesses after which an open row yields to an older request for another. */
  readonly bankQueue: number;
  readonly rowHitCap: number;
  /** Ranks or pseudo-channels refresh one after the other, evenly spread over tREFI, or all at once. */
  readonly refresh: 'staggered' | 'together' | 'none';
  /** `closed`: each read or write precharges its bank. */
  readonly page: 'open' | 'closed';
  readonly follows: string;
}

/** Ramulator 2.1: GenericDDR, HBM12 and LPDDR5 controllers with FRFCFS, all-bank refresh and open rows. */
export const ramulator21: ControllerRules = {
  name: 'ramulator-2.1', scheduling: 'first-ready', readQueue: 32, writeQueue: 32, drain: { high: 25.6, low: 6.4 }, bankQueue: 0, rowHitCap: Infinity,
  refresh: 'together', page: 'open', follows: 'Ramulator 2.1 (CMU-SAFARI/ramulator2 c5b1c3a)',
};

/**
 * DRAMsim3: queues of eight per bank behind a queue of 32, at most four accesses of a row while an older request of its bank waits. The tool lets idle reads
 * make way for 16 writes or more, so that the last writes of a run never leave its buffer; here one is enough.
 */
export const dramsim3: ControllerRules = {
  name: 'dramsim3', scheduling: 'bank-queues', readQueue: 32, writeQueue: 32, drain: { high: 32, low: 0 }, bankQueue: 8, rowHitCap: 4,
  refresh: 'staggered', page: 'open', follows: 'DRAMsim3 (umd-memsys/DRAMsim3 2981759)',
};

export const controllerPresets: readonly ControllerRules[] = [ramulator21, dramsim3];
