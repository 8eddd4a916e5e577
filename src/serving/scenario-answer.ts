import type { ScenarioGrid } from './scenario-grid.js';

/** The same for every kind of scenario; what a kind cannot say is null, and `notes` say why. */
export interface ScenarioTotals {
  /** From the arrival of a request to its first token. */
  readonly firstTokenSeconds: number | null;
  /** Between two tokens of one request after the first, on average. */
  readonly secondsPerOutputToken: number | null;
  /** Output tokens of all requests a second. */
  readonly tokensPerSecond: number | null;
  readonly requestsPerSecond: number | null;
  /** From the arrival of a request to its last token, on average. */
  readonly latencySeconds: number | null;
  /** Of one answered request, all devices together. */
  readonly energyJoules: number | null;
  /** Of one answered request, at the price of the platform. */
  readonly dollars: number | null;
}

/** Of a scenario that cannot run. */
export const unknownTotals: ScenarioTotals = { firstTokenSeconds: null, secondsPerOutputToken: null, tokensPerSecond: null, requestsPerSecond: null, latencySeconds: null, energyJoules: null, dollars: null };

/** Bytes of one device, the fullest one. */
export interface ScenarioMemory {
  readonly weightBytes: number;
  readonly kvCacheBytes: number;
  readonly activationBytes: number;
  /** Draft models, adapters, gradients, optimiser states: what else is resident, by name. */
  readonly others: Readonly<Record<string, number>>;
  /** What of all these counts against the capacity: a machine may keep activations on its chip, or tables elsewhere. */
  readonly heldBytes: number;
  readonly capacityBytes: number | null;
  /** Null where the capacity is not known. */
  readonly fits: boolean | null;
}

/** A part of the time of a request, or of the whole run, in order. */
export interface ScenarioPart {
  readonly name: string;
  /** Executions; an expectation where it is no whole number. */
  readonly count: number;
  /** Of all of them. */
  readonly seconds: number;
  readonly joules: number | null;
  /** What they move to and from the memory of the devices. */
  readonly dramBytes: number;
}

/** A figure that only this kind of scenario has. */
export interface ScenarioFigure {
  /** As in results: camel case with its unit, `acceptedTokensPerStep`. */
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  /** The formula, with its symbols. */
  readonly meaning: string;
  /** True for a mean over chances, which need not be a whole number. */
  readonly isExpectation: boolean;
}

/** What running a scenario says. */
export interface ScenarioAnswer {
  readonly totals: ScenarioTotals;
  readonly memory: ScenarioMemory;
  readonly parts: readonly ScenarioPart[];
  readonly figures: readonly ScenarioFigure[];
  /** A table of what was looked at: the points of a landscape, a run over time. Absent where there is none. */
  readonly grid?: ScenarioGrid;
  /** Why it cannot run; empty where it can. Totals are null where it cannot. */
  readonly reasons: readonly string[];
  /** What is left out or assumed, in sentences. */
  readonly notes: readonly string[];
}
