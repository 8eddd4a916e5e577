import { digestOf } from '../sim/core/digest.js';
import { gathered } from '../sim/core/gathered.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { SimulationInput } from '../sim/engine/simulate.js';
import type { Device } from '../sim/model/device.js';
import type { ArchitectureFamily } from '../sim/model/family.js';
import type { OpGraph } from '../sim/model/op-graph.js';
import type { QuantizationScheme } from '../sim/model/quantization.js';
import { schemeNamed, schemeNames } from '../workloads/schemes.js';
import { withSidePaths } from '../workloads/side-paths.js';
import { catalogueDevice, deviceFromInput } from './device-input.js';
import { unknownScheme } from './diagnostics.js';
import { fidelityOf } from './experiment-fidelity.js';
import { experimentWarnings } from './experiment-warnings.js';
import { mappingFromInput } from './mapping-input.js';
import { sourcesByParameter } from './parameter-sources.js';
import { scenarioFromInput } from './scenario-input.js';
import type { ExperimentInput } from './schema/experiment.js';
import { schemeFromInput } from './scheme-input.js';

/** A model with the formats of its own file. */
export interface StoredModel {
  readonly graph: OpGraph;
  readonly scheme: QuantizationScheme;
}

/** An experiment with what its files hold, as plain JSON: what a page needs to simulate variants of it. `what-if-base.ts` makes it. */
export interface WhatIfBase {
  /** Checked; devices and schemes that were files stand in it. Without published figures: those are of the experiment as it was. */
  readonly experiment: ExperimentInput;
  /** The model with the mask that is asked for, before a scheme changes its ops. */
  readonly graph: OpGraph;
  /** What `as-stored` stands for; null where the model is no file with formats. */
  readonly stored: StoredModel | null;
  /** The longest context that the model was made for; null where it has none. */
  readonly maxContext: number | null;
  /** What a model file has that its graph has not. */
  readonly notes: readonly string[];
  readonly version: string;
}

/** Finds parts of experiments, remembering the last of each: variants of one experiment have most of them in common. */
export interface WhatIfParts {
  /**
   * The parts of a variant of the base, with the digits and the problems of `archsim run`. The variant has the model of the base and values that its schema allows.
   * Throws `InputError` where they contradict one another.
   */
  input(experiment: ExperimentInput): WhatIfInput;
}

/** What an answer depends on, without the digests and warnings that only a whole result shows: they take longer than the rest. */
export type WhatIfInput = Omit<SimulationInput, 'digests' | 'warnings'>;

export function whatIfParts(base: WhatIfBase, family: ArchitectureFamily): WhatIfParts {
  const stored = (quantization: ExperimentInput['workload']['quantization']): StoredModel => storedModel(base, quantization);
  const workload = rememberLast(stored);
  const device = rememberLast(deviceOf);
  const machine = rememberLast((architecture: ExperimentInput['architecture']) => family.build(architecture.parameters ?? {}, device(architecture.device), sourcesByParameter(architecture.sources ?? {})));
  return {
    input: (experiment) => {
      const { architecture } = experiment;
      // The problems of both, and of neither the machine, as for a file.
      gathered([() => { workload(experiment.workload.quantization); }, () => { device(architecture.device); }], (find) => { find(); });
      const { graph, scheme } = workload(experiment.workload.quantization);
      const built = machine(architecture);
      const fidelity = fidelityOf(experiment, built);
      const mapping = mappingFromInput(experiment.mapping ?? 'rule', built, graph, '/mapping');
      const scenario = scenarioFromInput(experiment.workload.scenario, graph, '/workload/scenario');
      return { name: experiment.name, graph, scheme, scenario, machine: built, fidelity, mapping, version: base.version };
    },
  };
}

/** The input of `simulate`: with the SHA-256 of what the variant is made of, and its warnings. */
export function wholeInput(base: WhatIfBase, experiment: ExperimentInput, input: WhatIfInput): SimulationInput {
  const { graph, scheme, scenario, machine } = input;
  return {
    ...input,
    digests: { experiment: digestOf(experiment), graph: digestOf(graph), scheme: digestOf(scheme), device: digestOf(machine.device) },
    warnings: experimentWarnings(experiment, base.notes, base.maxContext, scenario.promptTokens + scenario.outputTokens - 1),
  };
}

function storedModel({ graph, stored }: WhatIfBase, quantization: ExperimentInput['workload']['quantization']): StoredModel {
  if (typeof quantization !== 'string') return withSidePaths(graph, schemeFromInput(quantization, '/workload/quantization'));
  if (quantization === 'as-stored' && stored !== null) return stored;
  const preset = schemeNamed(quantization);
  if (preset === undefined) throw new InputError([unknownScheme('/workload/quantization', quantization, schemeNames())]);
  return withSidePaths(graph, preset);
}

function deviceOf(input: ExperimentInput['architecture']['device']): Device {
  return typeof input === 'string' ? catalogueDevice(input, '/architecture/device') : deviceFromInput(input, '/architecture/device');
}

/** The function with its last answer kept, for arguments that are equal as JSON. */
function rememberLast<Argument, Answer>(make: (argument: Argument) => Answer): (argument: Argument) => Answer {
  let last: { readonly argument: Argument; readonly key: string; readonly answer: Answer } | undefined;
  return (argument) => {
    if (last?.argument === argument) return last.answer;
    const key = JSON.stringify(argument);
    if (last?.key === key) return last.answer;
    const answer = make(argument);
    last = { argument, key, answer };
    return answer;
  };
}
