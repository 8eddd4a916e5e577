import { dataType, type DataType } from '../../sim/model/datatype.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';
import type { GgufBlock } from '../../sim/numerics/gguf/index.js';
import { decoderGraph } from '../decoder-graph.js';
import type { ModelSpec } from '../model-spec.js';
import { fileBytes, type FileBytes } from '../stored/file-bytes.js';
import { storedGraph } from '../stored/stored-graph.js';
import { assignTensors, type AssignedTensor } from './assigned.js';
import { tableTypeOfBlock } from './block-weights.js';
import type { GgufContent } from './gguf-file.js';
import { ggufSpec } from './gguf-spec.js';
import { formatOf, storedTensors } from './stored-tensors.js';

/** A model of a GGUF file. */
export interface GgufModel {
  readonly spec: ModelSpec;
  /** With the widths of the file. Layers that differ in formats are groups of their own, with names of ops that `scheme` knows. */
  readonly graph: OpGraph;
  /** What the model computes, to be taken under another scheme. */
  readonly plain: OpGraph;
  readonly scheme: QuantizationScheme;
  /** Where the bytes of the file are in the graph, and where not. */
  readonly bytes: FileBytes;
  /** Names of tensors that have no place in the model. */
  readonly unknown: readonly string[];
}

/** What the file does not say: it holds weights only. */
export interface RunFormats {
  readonly activations?: DataType;
  readonly kvCache?: DataType;
  readonly accumulator?: DataType;
}

function known(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`no data type ${name}`);
  return found;
}

/**
 * The model and its formats, each tensor's own. Activations and cache are FP16 with FP32 sums unless given: a file says nothing of them, and what a program
 * makes of them (llama.cpp quantises activations to 8 bits in many of its kernels) is its own affair. Throws `gguf/...` problems where the file is not a model
 * that is known in every part that the graph has; other tensors are named in `unknown`.
 */
export function ggufModel(content: GgufContent, { activations = known('fp16'), kvCache = known('fp16'), accumulator = known('fp32') }: RunFormats = {}): GgufModel {
  const spec = ggufSpec(content);
  const architecture = content.metadata.get('general.architecture');
  const { assigned, beside, unknown } = assignTensors(content, spec, architecture?.type === 'string' ? architecture.value ?? '' : '');
  const typeOf = (op: string): GgufBlock | undefined => assigned.find(({ kind, parts }) => (kind === 'linear' || kind === 'table') && parts[0]?.op === op)?.tensor.type;
  const table = typeOf('embed_tokens');
  if (table === undefined) throw new Error('a model without an embedding table');
  const plain = decoderGraph(spec);
  const embedding = tableType(table);
  const stored = storedTensors(spec.layers, assigned);
  // A head without a tensor of its own reads the table.
  const outside = stored.outside.get('lm_head')?.format === undefined ? new Map([...stored.outside, ['lm_head', { ...stored.outside.get('lm_head'), format: formatOf(table) }]]) : stored.outside;
  const { graph, weights, overrides } = storedGraph(spec, plain, { ...stored, outside }, { weights: formatOf(table), embedding });
  const scheme: QuantizationScheme = {
    name: schemeName(assigned), weights, activations, kvCache, accumulator,
    embedding, overrides, source: `the tensors of ${content.name}`,
  };
  const left = [
    ...beside.map(({ bytes }) => ({ what: 'constants', why: 'constants of the rotation and scales of trained weights are not in the graph', bytes })),
    ...unknown.map(({ bytes }) => ({ what: 'unknown tensors', why: 'they have no place in the model', bytes })),
  ];
  const bytes = fileBytes(content.tensors.reduce((sum, tensor) => sum + tensor.bytes, 0), graph, scheme, left);
  return { spec, graph, plain, scheme, bytes, unknown: unknown.map(({ name }) => name) };
}

function tableType(type: GgufBlock): DataType {
  const found = tableTypeOfBlock(type);
  if (found === null) throw new Error(`${type.name} holds no weights`);
  return found;
}

/** The types of the matrices, those of most weights first: `q4_k+q6_k`. */
function schemeName(assigned: readonly AssignedTensor[]): string {
  const counts = new Map<string, number>();
  for (const { kind, tensor: { type, elements } } of assigned) if (kind === 'linear') counts.set(type.name, (counts.get(type.name) ?? 0) + elements);
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name.toLowerCase()).join('+');
}
