import { aheadOf, homesBetween } from './ahead.js';
import type { Chain, ChainLoop } from './chain.js';
import type { HomeCode } from './home-codes.js';
import type { EnergyTime } from './objective.js';
import type { CostsUnderLoop } from './operator-costs.js';
import type { MappedOperator } from './operator-search.js';

/** What every node has beside the cost of what it decided: a bound on the cost of the rest. */
interface Ahead extends EnergyTime {
  readonly ahead: EnergyTime;
}

/** Between operators: how many are done, and what is in the exchange memory. */
export interface State extends Ahead {
  readonly at: 'state';
  readonly next: number;
  /** Intermediates that are whole in the exchange memory and still needed, sorted. */
  readonly whole: readonly number[];
  readonly wholeBits: number;
  readonly way: Way | null;
}

/** How a state came about: the state before, the operators in between, and what is known of each. */
export interface Way {
  readonly from: State;
  readonly homes: readonly HomeCode[];
  /** Rank (index) of each operator along which the fused loop goes, and the tile; `noLoop` for an operator alone. */
  readonly ranks: readonly number[];
  readonly tile: number;
  readonly mapped: readonly MappedOperator[];
}

/** A run about to start: its loop is decided, no home yet. */
export interface Opening extends Ahead {
  readonly at: 'opening';
  readonly from: State;
  readonly loop: ChainLoop;
  readonly tile: number;
}

/** A run of operators under a loop, decided up to its last one so far; energy and time are floors until it is closed. */
export interface Run extends Ahead {
  readonly at: 'run';
  readonly from: State;
  /** The run without its last operator; null for the first one. */
  readonly before: Run | null;
  readonly index: number;
  readonly loop: ChainLoop;
  readonly tile: number;
  readonly homes: HomeCode;
  /** What the last operator costs under the loop. */
  readonly under: CostsUnderLoop;
  /** Bits above the loop: for the whole run. */
  readonly aboveBits: number;
  /** Bits of the tile that the last operator hands on. */
  readonly tileBits: number;
  /** The last operator that reads a tile of the run; -1 where there is none yet. */
  readonly openUntil: number;
  /** Whether the last operator is counted by its floor, or by less that was easier to get. */
  readonly sure: boolean;
}

/** A run that takes in no more, its first operators mapped for good and the others counted by their floors. */
export interface Closing extends Ahead {
  readonly at: 'closing';
  /** The run up to each of its operators. */
  readonly parts: readonly Run[];
  readonly sums: readonly Sum[];
}

/** Ways of mapping the first operators of a run, with what led to the run. */
export interface Sum extends EnergyTime {
  readonly mapped: readonly MappedOperator[];
}

export type Node = State | Opening | Run | Closing;

/** The state behind some operators: tensors that nobody reads any more leave the exchange memory. */
export function stateAfter(chain: Chain, next: number, made: readonly number[], energy: number, seconds: number, way: Way): State {
  const whole = made.filter((tensor) => chain.lastReader[tensor]! >= next).sort((a, b) => a - b);
  return { at: 'state', ahead: aheadOf(chain, next, homesBetween(whole)), next, whole, wholeBits: whole.reduce((sum, tensor) => sum + chain.bits[tensor]!, 0), energy, seconds, way };
}
