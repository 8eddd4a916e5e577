import type { DataType } from '../../sim/model/datatype.js';
import { opParameters, type LinearOp, type Op, type OpGraph } from '../../sim/model/op-graph.js';
import type { QuantizationScheme, WeightFormat } from '../../sim/model/quantization.js';
import type { ModelSpec } from '../model-spec.js';
import { fileBytes, type FileBytes } from '../stored/file-bytes.js';
import { storedGraph } from '../stored/stored-graph.js';
import type { StoredModel, StoredOp } from '../stored/stored-model.js';
import { plainType } from './plain-format.js';
import { formatOfModule, type QuantizationReading } from './quantization/reading.js';
import { denseFormat, typeNamed } from './quantization/stored-format.js';
import type { StoredModule } from './stored-modules.js';
import { storedTensors } from './stored-tensors.js';

/** The graph of a checkpoint with the widths of its tensors, the scheme with their formats, and what that cannot say. */
export interface FoundScheme {
  readonly graph: OpGraph;
  readonly scheme: QuantizationScheme;
  /** Null where only a configuration is there. */
  readonly bytes: FileBytes | null;
  readonly notes: readonly string[];
}

/** A model, and how it is stored. */
export interface SchemeSource {
  readonly spec: ModelSpec;
  readonly graph: OpGraph;
  readonly reading: QuantizationReading | null;
  /** None where only a configuration is there. */
  readonly modules: readonly StoredModule[];
  /** The type of numbers that are not quantised. */
  readonly base: DataType;
  readonly source: string;
}

/** Each op in each layer as its modules are stored; of a configuration alone as it says that they would be. */
export function schemeOf({ spec, graph, reading, modules, base, source }: SchemeSource): FoundScheme {
  const tensors = modules.length === 0 ? null : storedTensors(graph, spec.layers, modules, base);
  const table = plainType(modules.find((module) => module.ops.includes('embed_tokens'))?.roles.find(({ part }) => part === 'weight')?.tensor.dtype) ?? base;
  const found = storedGraph(spec, graph, tensors?.stored ?? configured(graph, spec.layers, reading, base), { weights: denseFormat(base, 0, 0, 0), embedding: table });
  const { weights } = found;
  const activations = reading?.activations ?? base;
  // A head that is the table has its type.
  const overrides = spec.tiedEmbeddings ? [...found.overrides, { ops: ['lm_head'], weights: denseFormat(table, 0, 0, 0) }] : found.overrides;
  const scheme: QuantizationScheme = {
    name: reading?.method ?? base.name, weights, activations, kvCache: reading?.kvCache ?? base,
    accumulator: typeNamed(activations.kind === 'integer' && weights.type.kind !== 'float' ? 'int32' : 'fp32'), embedding: table, overrides, source,
  };
  const all = modules.reduce((sum, { roles }) => roles.reduce((bytes, { tensor }) => bytes + tensor.bytes, sum), 0);
  return { graph: found.graph, scheme, bytes: tensors === null ? null : fileBytes(all, found.graph, scheme, tensors.left), notes: found.notes };
}

/** The type of numbers that are not quantised: what the configuration says, or what the norms are stored in. */
export function baseType(config: unknown, modules: readonly StoredModule[]): DataType {
  const given = typeof config === 'object' && config !== null ? (config as Readonly<Record<string, unknown>>) : {};
  const named = given['torch_dtype'] ?? given['dtype'];
  const known = { float16: 'fp16', bfloat16: 'bf16', float32: 'fp32' } as const;
  const norm = plainType(modules.find((module) => module.ops.some((op) => op.endsWith('norm')) && !module.isPacked)?.roles[0]?.tensor.dtype);
  return norm ?? typeNamed(typeof named === 'string' && Object.hasOwn(known, named) ? known[named as keyof typeof known] : 'fp16');
}

/** What a configuration says of each op: the format of its module, and plain numbers of its own type for all else. */
function configured(graph: OpGraph, layers: number, reading: QuantizationReading | null, base: DataType): StoredModel {
  const ops = new Map<string, StoredOp>(graph.groups.flatMap((group) => group.ops.map((op) => [op.name, configuredOp(op, reading, base)] as const)));
  return { layers: Array.from({ length: layers }, () => ops), outside: ops };
}

function configuredOp(op: Op, reading: QuantizationReading | null, base: DataType): StoredOp {
  const bytes = (numbers: number): number => (numbers * base.bits) / 8;
  if (op.kind !== 'linear') return { bytes: bytes(opParameters(op)) };
  return { format: configuredFormat(op, reading, base), biasBytes: op.bias ? bytes(op.outFeatures * (op.experts?.count ?? 1)) : 0 };
}

/** By the paths under which configurations name the ops of a first layer. */
function configuredFormat({ name, inFeatures, outFeatures }: LinearOp, reading: QuantizationReading | null, base: DataType): WeightFormat {
  const block = /^(?:gate|up|down)_proj$/.test(name) ? 'mlp' : /^expert_/.test(name) ? 'mlp.experts.0' : /^shared_/.test(name) ? 'mlp.shared_experts' : 'self_attn';
  const path = name === 'lm_head' || name.startsWith('project_') ? name : `model.layers.0.${block}.${name.replace(/^(?:expert|shared)_/, '')}`;
  const isLinear = name !== 'router' && name !== 'shared_gate';
  return (reading === null || !isLinear ? null : formatOfModule(reading, path))?.weights(inFeatures, outFeatures) ?? denseFormat(base, 0, 0, 0);
}
