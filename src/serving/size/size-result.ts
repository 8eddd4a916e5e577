import type { ScenarioResult } from '../scenario-result.js';
import type { TargetMet } from './targets.js';

/** The least of one resource of a device. */
export interface LeastResource {
  readonly name: 'bandwidth' | 'compute' | 'memory';
  /** Of each device. */
  readonly least: number;
  readonly unit: 'B/s' | 'OP/s' | 'B';
  /** What the device of the scenario has; null where it is not known. */
  readonly given: number | null;
  /** The same with the other resources without limit: nothing can do with less. */
  readonly floor: number;
  /** Targets that are missed with 1 % less; `memory` where it no longer fits. */
  readonly binds: readonly string[];
}

/** The least platform that meets the targets of a scenario. */
export interface SizeResult {
  readonly schemaVersion: 1;
  readonly scenario: ScenarioResult['scenario'];
  /** Devices of the least platform, and how the model is spread over them. */
  readonly devices: number;
  readonly parallelism: { readonly tensor: number; readonly pipeline: number; readonly expert: number };
  /** The least number of the device as it is; null where no number that was tried is enough, with the reason. */
  readonly devicesAsGiven: { readonly devices: number | null; readonly tried: readonly { readonly devices: number; readonly parallelism: { readonly tensor: number; readonly pipeline: number; readonly expert: number }; readonly missed: readonly string[] }[] };
  /** Null where no device of that number meets the targets, however fast. */
  readonly resources: readonly LeastResource[] | null;
  readonly targets: readonly TargetMet[];
  /** The scenario on the least platform. */
  readonly result: ScenarioResult | null;
  /** Why there is none. */
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
}
