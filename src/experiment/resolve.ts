import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import { digestOf } from '../sim/core/digest.js';
import { gathered } from '../sim/core/gathered.js';
import { lazily } from '../sim/core/lazily.js';
import { valueAt } from '../sim/core/pointer.js';
import type { Architecture, Fidelity } from '../sim/model/architecture.js';
import type { Device } from '../sim/model/device.js';
import type { ArchitectureFamily } from '../sim/model/family.js';
import type { MappingChoice } from '../sim/model/mapping.js';
import type { OpGraph } from '../sim/model/op-graph.js';
import type { QuantizationScheme } from '../sim/model/quantization.js';
import type { Scenario } from '../sim/model/scenario.js';
import { families, familyNamed } from '../arch/registry.js';
import { decoderGraph } from '../workloads/decoder-graph.js';
import { workloadInFile } from '../workloads/checkpoint/kinds.js';
import type { FileWorkload } from '../workloads/checkpoint/file-workload.js';
import { modelFromHfConfig } from '../workloads/hf-config.js';
import { withSidePaths } from '../workloads/side-paths.js';
import { modelNamed, modelNames } from '../workloads/models.js';
import { schemeNamed, schemeNames } from '../workloads/schemes.js';
import { looksLikePath, pathFrom, type Open } from './byte-source.js';
import { checkDevice, checkGraph, checkParameters, checkScheme } from './check.js';
import { catalogueDevice, deviceFromInput } from './device-input.js';
import { notAModel, unknownFamily, unknownModel, unknownScheme, notAFile, wrongKind } from './diagnostics.js';
import { fidelityOf } from './experiment-fidelity.js';
import { fileKind } from './file-kind.js';
import { graphFromInput, withMask } from './graph-input.js';
import { mappingFromInput } from './mapping-input.js';
import { sourcesByParameter } from './parameter-sources.js';
import { within } from './place.js';
import { readDocument } from './read-document.js';
import type { ExperimentInput } from './schema/experiment.js';
import { scenarioFromInput } from './scenario-input.js';
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
  readonly mapping: MappingChoice;
  /** What a model file has that its graph has not. */
  readonly notes: readonly string[];
  readonly digests: Readonly<Record<string, string>>;
}

/** A model that was found: its graph, and the longest context that it was made for. */
type FoundModel = Pick<Resolved, 'graph' | 'maxContext' | 'notes'>;

/** A checked experiment, the document that it is from, and how files that it names are opened. */
interface Naming {
  readonly input: ExperimentInput;
  readonly document: Document;
  readonly open: Open;
  /** What the model file has, read once. */
  readonly inFile: () => FileWorkload;
}

/** Finds the workload, device and architecture of a checked experiment. Throws all that is wrong with them together, each problem with its place. */
export function resolveExperiment(input: ExperimentInput, document: Document, open: Open): Resolved {
  const naming: Naming = { input, document, open, inFile: lazily(() => openModel(input, document, open)) };
  return within(document, input, () => {
    const parts = all({
      model: () => modelOf(naming),
      scheme: () => schemeOf(naming),
      family: () => familyOf(naming),
      device: () => deviceOf(naming),
    });
    const { workload, architecture } = input;
    const { maxContext } = parts.model;
    const masked = workload.attention === undefined ? parts.model.graph : withMask(parts.model.graph, workload.attention);
    const { graph, scheme } = withSidePaths(masked, parts.scheme ?? naming.inFile().scheme);
    const machine = parts.family.build(architecture.parameters ?? {}, parts.device, sourcesByParameter(architecture.sources ?? {}));
    return {
      graph, maxContext, notes: parts.model.notes, scheme, device: parts.device, machine, fidelity: fidelityOf(input, machine), mapping: mappingFromInput(input.mapping ?? 'rule', machine, graph, '/mapping'),
      scenario: scenarioFromInput(workload.scenario, graph, '/workload/scenario'),
      digests: { experiment: digestOf(input), graph: digestOf(graph), scheme: digestOf(scheme), device: digestOf(parts.device) },
    };
  });
}

/** What every part gives, or the problems of all of them. */
function all<T extends Record<string, unknown>>(parts: { readonly [K in keyof T]: () => T[K] }): T {
  return Object.fromEntries(gathered(Object.entries<() => unknown>(parts), ([name, part]) => [name, part()])) as T;
}

/** Reads the document that the value at a pointer names. Paths are relative to the file that names them, those that were set to the current folder. */
function openDocument(path: string, pointer: string, { document, open }: Naming): Document {
  const namedBy = valueAt(document.value, pointer) === path ? document.file : '';
  try {
    return readDocument(open(pathFrom(namedBy, path)));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // A file that cannot be opened is a problem of the one who names it.
    throw new InputError(error.problems.map((p) => (p.file === undefined ? { ...p, pointer } : p)));
  }
}

function modelOf(naming: Naming): FoundModel {
  const { input: { workload: { model, quantization } }, document } = naming;
  const pointer = '/workload/model';
  if (typeof model !== 'string') return modelFromValue(model, document, pointer);
  const spec = modelNamed(model);
  if (spec !== undefined) return { graph: decoderGraph(spec), maxContext: spec.maxContext, notes: [] };
  if (!looksLikePath(model)) throw new InputError([unknownModel(pointer, model, modelNames())]);
  if (isModelFile(model)) {
    const { graph, plain, maxContext, notes } = naming.inFile();
    return { graph: quantization === 'as-stored' ? graph : plain, maxContext, notes };
  }
  const file = openDocument(model, pointer, naming);
  return within(file, file.value, () => modelFromValue(file.value, file, ''));
}

function modelFromValue(value: unknown, document: Document, at: string): FoundModel {
  const kind = fileKind(value);
  if (kind === 'graph') return { graph: graphFromInput(checkGraph(document, value, at), at), maxContext: null, notes: [] };
  if (kind !== undefined && kind !== 'model configuration') throw new InputError([wrongKind(at, kind, 'a model')]);
  if (typeof value === 'object' && value !== null && 'kind' in value && !('model_type' in value)) throw new InputError([notAModel(`${at}/kind`, value.kind)]);
  const name = typeof value === 'object' && value !== null && '_name_or_path' in value && typeof value._name_or_path === 'string' && value._name_or_path !== '' ? value._name_or_path : document.file;
  try {
    const spec = modelFromHfConfig(value, name, document.file);
    return { graph: decoderGraph(spec), maxContext: spec.maxContext, notes: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((p) => ({ ...p, pointer: at + (p.pointer ?? '') })));
  }
}

/** Files that hold a model with its formats: the others are configurations and graphs. */
function isModelFile(model: unknown): boolean {
  return typeof model === 'string' && /\.(?:gguf|safetensors|onnx|index\.json)$/i.test(model) && modelNamed(model) === undefined;
}

/** Reads the headers of the model file that a workload names. */
function openModel({ workload: { model } }: ExperimentInput, document: Document, open: Open): FileWorkload {
  const pointer = '/workload/model';
  if (typeof model !== 'string') throw new TypeError('a model file is named by its path');
  try {
    return workloadInFile(open(pathFrom(valueAt(document.value, pointer) === model ? document.file : '', model)), open);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((p) => (p.file === undefined ? { ...p, pointer } : p)));
  }
}

/** The scheme of a workload; null for `as-stored`: the one of the model file. */
function schemeOf(naming: Naming): QuantizationScheme | null {
  const input = naming.input.workload.quantization;
  const pointer = '/workload/quantization';
  if (input === 'as-stored') {
    if (!isModelFile(naming.input.workload.model)) throw new InputError([notAFile(pointer)]);
    return null;
  }
  if (typeof input !== 'string') return schemeFromInput(input, pointer);
  const preset = schemeNamed(input);
  if (preset !== undefined) return preset;
  if (!looksLikePath(input)) throw new InputError([unknownScheme(pointer, input, schemeNames())]);
  const file = openDocument(input, pointer, naming);
  return within(file, file.value, () => schemeFromInput(checkScheme(file), ''));
}

function deviceOf(naming: Naming): Device {
  const input = naming.input.architecture.device;
  const pointer = '/architecture/device';
  if (typeof input !== 'string') return deviceFromInput(input, pointer);
  if (!looksLikePath(input)) return catalogueDevice(input, pointer);
  const file = openDocument(input, pointer, naming);
  return within(file, file.value, () => deviceFromInput(checkDevice(file), ''));
}

/** The family, its parameters checked. */
function familyOf({ input, document }: Naming): ArchitectureFamily {
  const { family: name, parameters = {} } = input.architecture;
  const family = familyNamed(name);
  if (family === undefined) throw new InputError([unknownFamily('/architecture/family', name, families.map((f) => f.name))]);
  checkParameters(family.name, document, parameters, '/architecture/parameters');
  return family;
}
