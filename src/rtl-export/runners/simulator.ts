import type { Rng } from '../../sim/core/rng.js';

/** A port or a net with a name. */
export interface SimulatedPort {
  readonly name: string;
  /** Bits. */
  readonly width: number;
}

/** A module with one clock, simulated cycle by cycle. Values are unsigned; negative ones may be given where they fit the port in two's complement. */
export interface Simulator {
  /** Without the clock, which `edge` drives. */
  readonly inputs: readonly SimulatedPort[];
  readonly outputs: readonly SimulatedPort[];
  /** Throws a RangeError for a port that is no input, or a value that does not fit. */
  set(input: string, value: bigint | number): void;
  get(port: string): bigint;
  /** As `set`, for ports of at most 32 bits, without looking whether the value fits: higher bits are cut off. */
  setInt(input: string, value: number): void;
  /** As `get`, for ports of at most 32 bits. */
  getInt(port: string): number;
  /** Lets the inputs reach the outputs. `get` and `edge` do so by themselves. */
  settle(): void;
  /** One rising edge of the clock. */
  edge(): void;
  /**
   * Back to power on, with all inputs 0. Bits of registers and memories without an initial value are 0, or random where `unknown` is given,
   * which shows what the module forgets to reset.
   */
  reset(unknown?: Rng): void;
}
