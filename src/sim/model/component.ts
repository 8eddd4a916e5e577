import type { Estimate, NotModelled } from '../core/estimate.js';

/** A piece of hardware of a known size in a known technology: what one of it takes, and what one action of it costs. */
export interface Component {
  /** `16 bit ripple adder`, `SRAM 512 KiB x 128 bit`. */
  readonly name: string;
  /** In um2. */
  readonly area: Estimate | NotModelled;
  /** In pJ an action: an addition, a read of a word. */
  readonly energy: Estimate | NotModelled;
}

/** So many of a component in a design. */
export interface Part {
  /** What it is for: `accumulators`, `table multiplexers`. */
  readonly name: string;
  readonly component: Component;
  readonly count: number;
  /** Actions of each in a cycle of work; 0 where it only takes area. */
  readonly activity: number;
}
