import { InputError, problem, reject } from '../sim/core/diagnostics.js';
import { maxDocumentBytes, parseDocument, locate, type Document } from '../sim/core/document.js';
import { digestOf } from '../sim/core/digest.js';
import { suggestion } from '../sim/core/near-name.js';
import { valueAt } from '../sim/core/pointer.js';
import type { Architecture, Fidelity } from '../sim/model/architecture.js';
import type { Device } from '../sim/model/device.js';
import type { ParameterSource } from '../sim/model/family.js';
import type { OpGraph } from '../sim/model/op-graph.js';
import type { QuantizationScheme } from '../sim/model/quantization.js';
import type { Scenario } from '../sim/model/scenario.js';
import { families, familyNamed } from '../arch/registry.js';
import { decoderGraph } from '../workloads/decoder-graph.js';
import { modelFromHfConfig } from '../workloads/hf-config.js';
import { modelNamed, modelNames } from '../workloads/models.js';
import { schemeNamed, schemeNames } from '../workloads/schemes.js';
import { looksLikePath, pathFrom, type Open } from './byte-source.js';
import { checkDevice, checkGraph, checkParameters, checkScheme } from './check.js';
import { catalogueDevice, deviceFromInput } from './device-input.js';
import { graphFromInput, withMask } from './graph-input.js';
import type { ExperimentInput } from './schema/experiment.js';
import { schemeFromInput } from './scheme-input.js';

/** An experiment with everything it names found and parsed. */
export interface Resolved {
  readonly graph: OpGraph;
  /** The model's longest context; null where it has none. */
  readonly maxContext: number | null;
  readonly scheme: QuantizationScheme;
  readonly scenario: Scenario;
  readonly device: Device;
  readonly machine: Architecture;
  readonly fidelity: Fidelity;
  readonly digests: Readonly<Record<string, string>>;
}

/** Finds the workload, device and architecture of a checked experiment. Every problem has its place in the document. */
export function resolveExperiment(input: ExperimentInput, document: Document, open: Open): Resolved {
  return within(document, () => {
    const { graph, maxContext } = modelOf(input.workload.model, document, open);
    const masked = input.workload.attention === undefined ? graph : withMask(graph, input.workload.attention);
    const scheme = schemeOf(input.workload.quantization, document, open);
    const { scenario } = input.workload;
    const device = deviceOf(input.architecture.device, document, open);
    const machine = machineOf(input, device, document);
    const fidelity = input.fidelity ?? machine.fidelities[machine.fidelities.length - 1]!;
    if (!machine.fidelities.includes(fidelity)) {
      reject('experiment/fidelity', `family "${machine.family}" has no fidelity "${fidelity}"`, { pointer: '/fidelity', remedy: `use ${machine.fidelities.join(' or ')}` });
    }
    return {
      graph: masked, maxContext, scheme, device, machine, fidelity,
      scenario: { batch: scenario.batch ?? 1, promptTokens: scenario.promptTokens, outputTokens: scenario.outputTokens, logits: scenario.logits ?? 'last' },
      digests: { experiment: digestOf(input), graph: digestOf(masked), scheme: digestOf(scheme), device: digestOf(device) },
    };
  });
}

/** Runs with problems that lack a file placed in this document. */
function within<T>(document: Document, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((p) => (p.file !== undefined || p.pointer === undefined ? p : locate(p, document))));
  }
}

/** Reads a JSON document that another one names. */
export function openDocument(path: string, from: Document, open: Open): Document {
  const source = open(pathFrom(from.file, path));
  if (source.size > maxDocumentBytes) {
    reject('file/too-large', `${source.name} has ${source.size} bytes; a JSON document has at most ${maxDocumentBytes}`, { remedy: 'is it the right file?' });
  }
  return parseDocument(new TextDecoder().decode(source.read(0, source.size)), source.name);
}

function modelOf(model: ExperimentInput['workload']['model'], document: Document, open: Open): { graph: OpGraph; maxContext: number | null } {
  const pointer = '/workload/model';
  if (typeof model !== 'string') return modelFromValue(model, document, pointer);
  const spec = modelNamed(model);
  if (spec !== undefined) return { graph: decoderGraph(spec), maxContext: spec.maxContext };
  if (!looksLikePath(model)) return reject('model/unknown', `no model "${model.slice(0, 80)}" in the catalogue`, { pointer, remedy: suggestion(model, modelNames()) });
  if (/\.(gguf|safetensors|onnx)$/i.test(model)) return reject('model/unread-format', `checkpoints such as "${model.slice(-80)}" are not read yet`, { pointer, remedy: 'give the config.json beside it' });
  const file = openDocument(model, document, open);
  return within(file, () => modelFromValue(file.value, file, ''));
}

function modelFromValue(value: unknown, document: Document, at: string): { graph: OpGraph; maxContext: number | null } {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'graph') {
    return { graph: graphFromInput(checkGraph(document, value, at), at), maxContext: null };
  }
  const name = typeof value === 'object' && value !== null && '_name_or_path' in value && typeof value._name_or_path === 'string' && value._name_or_path !== '' ? value._name_or_path : document.file;
  try {
    const spec = modelFromHfConfig(value, name, document.file);
    return { graph: decoderGraph(spec), maxContext: spec.maxContext };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((p) => ({ ...p, pointer: at + (p.pointer ?? '') })));
  }
}

function schemeOf(input: ExperimentInput['workload']['quantization'], document: Document, open: Open): QuantizationScheme {
  const pointer = '/workload/quantization';
  if (typeof input !== 'string') return schemeFromInput(input, pointer);
  const preset = schemeNamed(input);
  if (preset !== undefined) return preset;
  if (!looksLikePath(input)) return reject('scheme/unknown', `no quantisation scheme "${input.slice(0, 80)}" in the catalogue`, { pointer, remedy: suggestion(input, schemeNames()) });
  const file = openDocument(input, document, open);
  return within(file, () => schemeFromInput(checkScheme(file), ''));
}

function deviceOf(input: ExperimentInput['architecture']['device'], document: Document, open: Open): Device {
  const pointer = '/architecture/device';
  if (typeof input !== 'string') return deviceFromInput(input, pointer);
  if (!looksLikePath(input)) return catalogueDevice(input, pointer);
  const file = openDocument(input, document, open);
  return within(file, () => deviceFromInput(checkDevice(file), ''));
}

function machineOf(input: ExperimentInput, device: Device, document: Document): Architecture {
  const { family: name, parameters = {}, sources = {} } = input.architecture;
  const family = familyNamed(name);
  if (family === undefined) throw new InputError([problem('architecture/unknown-family', `no architecture family "${name}"`, { pointer: '/architecture/family', remedy: suggestion(name, families.map((f) => f.name)) })]);
  checkParameters(family.name, document, parameters, '/architecture/parameters');
  for (const pointer of Object.keys(sources)) {
    if (valueAt(input.architecture, pointer) === undefined) reject('architecture/unknown-source', `a source is given for "${pointer.slice(0, 80)}", which is not in the architecture`, { pointer: '/architecture/sources', remedy: 'use the JSON pointer of a parameter, such as /parameters/clock' });
  }
  return family.build(parameters, device, byParameter(sources));
}

/** Sources by the dotted path of the parameter: `/parameters/memory/efficiency` is `memory.efficiency`. */
function byParameter(sources: NonNullable<ExperimentInput['architecture']['sources']>): Readonly<Record<string, ParameterSource>> {
  return Object.fromEntries(Object.entries(sources).map(([pointer, source]) => [pointer.replace(/^\/parameters\//, '').replaceAll('/', '.'), source]));
}
