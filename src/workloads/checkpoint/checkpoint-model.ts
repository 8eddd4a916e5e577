import { isRecord } from '../../sim/core/is-record.js';
import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';
import { decoderGraph } from '../decoder-graph.js';
import { modelFromHfConfig } from '../hf-config.js';
import type { ModelSpec } from '../model-spec.js';
import type { FileBytes } from '../stored/file-bytes.js';
import type { Checkpoint } from './checkpoint.js';
import { checkModules } from './check-modules.js';
import { baseType, schemeOf } from './checkpoint-scheme.js';
import { readQuantization } from './quantization/read-config.js';
import type { QuantizationReading } from './quantization/reading.js';
import { storedModules, type StoredModule } from './stored-modules.js';
import type { TensorRole } from './tensor-role.js';

/** The model of a checkpoint. */
export interface FoundModel {
  readonly spec: ModelSpec;
  /** With the widths of its tensors, and names of ops that `scheme` knows. */
  readonly graph: OpGraph;
  /** What the model computes, to be taken under another scheme. */
  readonly plain: OpGraph;
  readonly scheme: QuantizationScheme;
  /** Null where only a configuration is there. */
  readonly bytes: FileBytes | null;
}

/** What a checkpoint is: its modules, and with its config.json the model, its graph and its scheme. */
export interface CheckpointModel {
  readonly checkpoint: Checkpoint;
  readonly modules: readonly StoredModule[];
  readonly quantization: QuantizationReading | null;
  /** The model, or why there is none. */
  readonly model: FoundModel | { readonly absent: string };
  /** Tensors that no module is known for. */
  readonly unknown: readonly TensorRole[];
  /** What the files have otherwise than the configuration says. */
  readonly mismatches: readonly Problem[];
  readonly notes: readonly string[];
}

/**
 * The model of a checkpoint. Throws the problems of a config.json whose `quantization_config` is not understood; a `model_type` that is not
 * modelled is no problem here: the tensors are told apart all the same.
 */
export function checkpointModel(checkpoint: Checkpoint): CheckpointModel {
  const { config } = checkpoint;
  const value = 'value' in config ? config.value : undefined;
  const quantization = inFile('value' in config ? config.name : undefined, () => readQuantization(value));
  const modules = storedModules(checkpoint.tensors, quantization);
  const unknown = modules.flatMap(({ roles }) => roles.filter(({ kind }) => kind === 'unknown'));
  const notes = [...checkpoint.notes, ...quantization?.notes ?? []];
  const found = specOf(checkpoint);
  if ('absent' in found) return { checkpoint, modules, quantization, model: found, unknown, mismatches: [], notes };
  const plain = decoderGraph(found.spec);
  const { graph, scheme, bytes, notes: ofScheme } = schemeOf({ spec: found.spec, graph: plain, reading: quantization, modules, base: baseType(value, modules), source: `${checkpoint.name} and its config.json` });
  // A configuration alone has no files that could differ.
  const mismatches = checkpoint.files.length === 0 ? [] : checkModules(plain, modules, ({ tensor }) => checkpoint.files[tensor.file]!.name, checkpoint.name);
  return { checkpoint, modules, quantization, model: { spec: found.spec, graph, plain, scheme, bytes }, unknown, mismatches, notes: [...notes, ...found.spec.notes, ...ofScheme] };
}

function specOf({ config, name }: Checkpoint): { readonly spec: ModelSpec } | { readonly absent: string } {
  if ('absent' in config) return { absent: `there is no config.json beside it (${config.absent})` };
  const own = isRecord(config.value) ? config.value['_name_or_path'] : undefined;
  try {
    return { spec: modelFromHfConfig(config.value, typeof own === 'string' && own !== '' ? own : name, config.name) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { absent: error.problems.map(({ message }) => message).join('; ') };
  }
}

/** Runs with problems that lack a file placed in this one. */
function inFile<T>(file: string | undefined, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof InputError) || file === undefined) throw error;
    throw new InputError(error.problems.map((p) => ({ file, ...p })));
  }
}
