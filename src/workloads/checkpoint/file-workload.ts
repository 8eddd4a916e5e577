import { InputError } from '../../sim/core/diagnostics.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';
import { ggufModel, readGgufParts } from '../gguf/index.js';
import { externalFiles } from '../onnx/external-data.js';
import { onnxWorkload } from '../onnx/onnx-graph.js';
import { readOnnx } from '../onnx/read-model.js';
import type { ByteSource } from '../tensors/tensor.js';
import type { Open } from './beside.js';
import { checkpointModel } from './checkpoint-model.js';
import type { Checkpoint } from './checkpoint.js';
import { noModel } from './diagnostics.js';

/** What a simulation takes of a model file. */
export interface FileWorkload {
  /** With the widths of the file, for its own scheme. */
  readonly graph: OpGraph;
  /** The same model for another scheme. */
  readonly plain: OpGraph;
  /** The formats that the file stores its weights in. */
  readonly scheme: QuantizationScheme;
  /** The model's longest context; null where it has none, or the file does not say. */
  readonly maxContext: number | null;
  /** What is in the file and not in the graph. */
  readonly notes: readonly string[];
}

/** Graph and scheme of a checkpoint with its config.json. Throws where there is no model, and what its files have otherwise than it says. */
export function checkpointWorkload(checkpoint: Checkpoint): FileWorkload {
  const { model, mismatches, unknown, notes } = checkpointModel(checkpoint);
  if ('absent' in model) throw new InputError([noModel(checkpoint.name, model.absent)]);
  if (mismatches.length > 0) throw new InputError(mismatches);
  return { graph: model.graph, plain: model.plain, scheme: model.scheme, maxContext: model.spec.maxContext, notes: [...notes, ...unknown.map(({ tensor }) => `tensor ${tensor.name} is not in the graph`)] };
}

/** A checkpoint of which only the config.json is there. */
export function configAlone(name: string, value: unknown): Checkpoint {
  return { name, files: [], tensors: [], metadata: {}, config: { name, value }, notes: [] };
}

export function ggufWorkload(source: ByteSource, open: Open): FileWorkload {
  const { graph, plain, scheme, spec, unknown } = ggufModel(readGgufParts(source.name, (name) => (name === source.name ? source : open(name))));
  return { graph, plain, scheme, maxContext: spec.maxContext, notes: unknown.map((name) => `tensor ${name} is not in the graph`) };
}

/** The products of a model of ONNX; one without any is none. */
export function onnxFileWorkload(source: ByteSource, open: Open): FileWorkload {
  const { graph, scheme, tensors, unknown, notes } = onnxWorkload(readOnnx(source));
  externalFiles(source.name, tensors, open);
  if (graph.groups.length === 0) throw new InputError([noModel(source.name, notes[0] ?? 'no op of it is understood')]);
  return { graph, plain: graph, scheme, maxContext: null, notes: [...notes, ...[...unknown].map(([name, count]) => `operator ${name} in ${count} nodes is not in the graph`)] };
}
