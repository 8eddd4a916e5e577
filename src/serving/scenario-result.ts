import type { Fidelity } from '../sim/model/architecture.js';
import type { ScenarioAnswer } from './scenario-answer.js';

/** What `archsim run` says of a scenario: one shape for all kinds. */
export interface ScenarioResult extends ScenarioAnswer {
  readonly schemaVersion: 1;
  readonly scenario: { readonly name: string; readonly kind: string; readonly digest: string };
  readonly workload: { readonly model: string; readonly quantization: string };
  readonly architecture: { readonly family: string; readonly device: string; readonly devices: number };
  readonly fidelity: Fidelity;
  /** False where there are reasons why it cannot run. */
  readonly feasible: boolean;
  readonly provenance: { readonly archsimVersion: string; readonly digests: Readonly<Record<string, string>> };
}
