import type { Open } from '../experiment/byte-source.js';
import { simulationInput } from '../experiment/run.js';
import { setPath } from '../experiment/set-path.js';
import { version } from '../experiment/version.js';
import { digestOf } from '../sim/core/digest.js';
import type { Document } from '../sim/core/document.js';
import type { SimulationInput } from '../sim/engine/simulate.js';
import type { Fidelity } from '../sim/model/architecture.js';
import { within } from '../experiment/place.js';
import { checkScenario } from './check-scenario.js';
import { deploymentLimits } from './deployment-limits.js';
import { deploymentOf, type Deployment } from './deployment.js';
import { scenarioKindNamed } from './kinds.js';
import type { Setting } from './scenario-kind.js';
import { devicesOf } from './platform/parallelism.js';
import { deployedOn, parallelismOf } from './platform-input.js';
import type { ScenarioFileInput } from './schema/scenario.js';
import { unknownTotals } from './scenario-answer.js';
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
  const prepare = preparer(document, open);
  return (input, change = (same) => same) => within(document, input, () => {
    const { workload } = input;
    const kind = scenarioKindNamed(workload.scenario.kind)!;
    const own = prepare(input, {});
    const deployed = (of: SimulationInput): Deployment => change(deployedOn(input.platform, deploymentOf(of)));
    const deployment = deployed(own);
    const { dollarsPerHour } = input.platform ?? {};
    const devices = devicesOf(parallelismOf(input.platform));
    const answer = kind.run(workload.scenario, {
      deployment, dollarsPerHour: dollarsPerHour === undefined ? null : dollarsPerHour * devices,
      deploy: (other) => deployed(prepare(input, other)),
    });
    // A kind knows of its own models; what the machine says of that of the workload holds for every kind.
    const reasons = [...new Set([...deploymentLimits(deployment, own.scenario), ...answer.reasons])];
    const runs = reasons.length === 0;
    return {
      schemaVersion: 1,
      scenario: { name: input.name, kind: kind.kind, digest: digestOf(input) },
      workload: { model: own.graph.name, quantization: own.scheme.name },
      architecture: { family: own.machine.family, device: own.machine.device.name, devices },
      fidelity: own.fidelity, feasible: runs, ...answer, ...(runs ? {} : { totals: unknownTotals, parts: [] }), reasons,
      provenance: { archsimVersion: version, digests: own.digests },
    };
  });
}

type OtherModel = Parameters<Setting['deploy']>[0];

/** The scenario's model, formats and machine, or other models in their place, as an experiment of one token, which nobody simulates. Found once, whatever platforms they are tried on. */
function preparer(document: Document, open: Open): (input: ScenarioFileInput, other: OtherModel) => SimulationInput {
  const known = new Map<string, SimulationInput>();
  return ({ name, workload, architecture, fidelity }, other) => {
    const { model = workload.model, quantization = workload.quantization, attention = other.model === undefined ? workload.attention : undefined } = other;
    const experiment = {
      kind: 'experiment', name,
      workload: { model, quantization, ...(attention === undefined ? {} : { attention }), scenario: { promptTokens: 1, outputTokens: 1 } },
      architecture, ...(fidelity === undefined ? {} : { fidelity }),
    };
    const key = JSON.stringify(experiment);
    const found = known.get(key) ?? simulationInput({ ...document, value: experiment }, { open }).input;
    known.set(key, found);
    return found;
  };
}
