import type { Open } from '../experiment/byte-source.js';
import { simulationInput } from '../experiment/run.js';
import { setPath } from '../experiment/set-path.js';
import { version } from '../experiment/version.js';
import { digestOf } from '../sim/core/digest.js';
import type { Document } from '../sim/core/document.js';
import { unsupportedOps } from '../sim/engine/limits.js';
import type { SimulationInput } from '../sim/engine/simulate.js';
import type { Fidelity } from '../sim/model/architecture.js';
import { checkScenario, placed } from './check-scenario.js';
import { deploymentOf, type Deployment } from './deployment.js';
import { scenarioKindNamed } from './kinds.js';
import { devicesOf } from './platform/parallelism.js';
import { deployedOn, parallelismOf } from './platform-input.js';
import type { ScenarioFileInput } from './schema/scenario.js';
import type { ScenarioResult } from './scenario-result.js';

export interface ScenarioOptions {
  /** Opens the files that the scenario names. */
  readonly open: Open;
  /** Values that replace those of the scenario: `path=value` pairs, applied in order. */
  readonly set?: readonly (readonly [path: string, value: string])[];
  readonly fidelity?: Fidelity;
}

/** Runs the scenario of a document. Throws `InputError` with every problem of the input and its place. */
export function runScenario(document: Document, options: ScenarioOptions): ScenarioResult {
  return scenarioRunner(document, options)(scenarioInput(document, options));
}

/** The checked scenario of a document with its replaced values. */
export function scenarioInput(document: Document, { set = [], fidelity }: ScenarioOptions): ScenarioFileInput {
  let value = document.value;
  for (const [path, text] of set) value = setPath(value, path, text);
  if (fidelity !== undefined) value = setPath(value, 'fidelity', fidelity);
  return checkScenario(document, value);
}

/** Runs variants of a checked scenario of one document: what `archsim size` changes. */
export function scenarioRunner(document: Document, { open }: ScenarioOptions): (input: ScenarioFileInput, change?: (machine: Deployment) => Deployment) => ScenarioResult {
  return (input, change = (same) => same) => placed(document, input, () => {
    const { workload } = input;
    const kind = scenarioKindNamed(workload.scenario.kind)!;
    const own = prepared(document, input, open, {});
    const deployed = (of: SimulationInput): Deployment => change(deployedOn(input.platform, deploymentOf(of)));
    const deployment = deployed(own);
    const { dollarsPerHour } = input.platform ?? {};
    const devices = devicesOf(parallelismOf(input.platform));
    const reasons = [...own.machine.infeasibilities(), ...unsupportedOps(own.machine, deployment.graph, deployment.scheme)].map(({ code, resource }) => `${code}: ${resource}`);
    const answer = kind.run(workload.scenario, {
      deployment, dollarsPerHour: dollarsPerHour === undefined ? null : dollarsPerHour * devices,
      deploy: (other) => deployed(prepared(document, input, open, other)),
    });
    const all = [...reasons, ...answer.reasons];
    return {
      schemaVersion: 1,
      scenario: { name: input.name, kind: kind.kind, digest: digestOf(input) },
      workload: { model: own.graph.name, quantization: own.scheme.name },
      architecture: { family: own.machine.family, device: own.machine.device.name, devices },
      fidelity: own.fidelity, feasible: all.length === 0, ...answer, reasons: all,
      provenance: { archsimVersion: version, digests: own.digests },
    };
  });
}

/** The scenario's model, formats and machine as an experiment of one token, which nobody simulates; other models in their place. */
function prepared(document: Document, { name, workload, architecture, fidelity }: ScenarioFileInput, open: Open, other: { readonly model?: unknown; readonly quantization?: unknown; readonly attention?: unknown }): SimulationInput {
  const { model = workload.model, quantization = workload.quantization, attention = other.model === undefined ? workload.attention : undefined } = other;
  const experiment = {
    kind: 'experiment', name,
    workload: { model, quantization, ...(attention === undefined ? {} : { attention }), scenario: { promptTokens: 1, outputTokens: 1 } },
    architecture, ...(fidelity === undefined ? {} : { fidelity }),
  };
  return simulationInput({ ...document, value: experiment }, { open }).input;
}
