import { bitsPerWeight, weightFormatOf } from '../../sim/model/quantization.js';
import { elementCount } from '../tensors/tensor.js';
import type { ByteSource } from '../tensors/tensor.js';
import type { Open } from './beside.js';
import { linearsOf, matricesOf } from './check-modules.js';
import { checkpointModel, type CheckpointModel } from './checkpoint-model.js';
import { tensorBytes } from './checkpoint.js';
import { configAlone } from './file-workload.js';
import { bitsOf, formatTotals, type InspectedOp, type InspectedTensor, type Inspection } from './inspection.js';
import { safetensorsFile, shardedSafetensors } from './safetensors-files.js';
import { storageLabel, type StoredModule } from './stored-modules.js';

export function inspectSafetensors(source: ByteSource, open: Open): Inspection {
  return inspectionOf(checkpointModel(safetensorsFile(source, open)), 'safetensors');
}

export function inspectShards(source: ByteSource, open: Open): Inspection {
  return inspectionOf(checkpointModel(shardedSafetensors(source, open)), 'safetensors in shards');
}

/** A config.json alone: the model that it gives, and what its scheme would store. */
export function inspectConfig(source: ByteSource, value: unknown): Inspection {
  return { ...inspectionOf(checkpointModel(configAlone(source.name, value)), 'config.json'), files: [{ name: source.name, bytes: source.size }] };
}

function inspectionOf(model: CheckpointModel, kind: string): Inspection {
  const { checkpoint, modules, quantization } = model;
  const linears = linearsIn(model);
  const rows = modules.flatMap((module) => module.roles.map((role) => ({ module, role })));
  const tensors = rows.map(({ module, role }): InspectedTensor => ({
    name: role.tensor.name, type: role.tensor.dtype, shape: role.tensor.shape, bytes: role.tensor.bytes, format: storageLabel(module, role), ops: module.ops,
    role: role.kind === 'unknown' ? null : role.kind, layer: module.layer, file: checkpoint.files[role.tensor.file]!.name,
  }));
  const formats = formatTotals(rows.map(({ module, role }, i) => ({
    format: tensors[i]!.format, bytes: role.tensor.bytes,
    weights: role.kind === 'codes' || (role.part === 'weight' && module.ops.length > 0) ? weightsOf(module, linears) : role.kind === 'bias' || role.kind === 'unknown' || role.kind === 'buffer' ? elementCount(role.tensor.shape) : 0,
  })));
  const ops = opsOf(model);
  const counted = ops.filter(({ bytes }) => bytes !== null && bytes > 0);
  const weights = counted.some((op) => op.weights === null) || counted.length === 0 ? null : counted.reduce((sum, op) => sum + op.weights!, 0);
  const absent = 'absent' in model.model;
  return {
    name: checkpoint.name, kind, files: checkpoint.files.map(({ name, size }) => ({ name, bytes: size })), tensorBytes: tensorBytes(checkpoint),
    weights, bitsPerWeight: bitsOf(counted.reduce((sum, { bytes }) => sum + bytes!, 0), weights),
    model: 'absent' in model.model ? null : modelText(model.model.spec), modelAbsent: 'absent' in model.model ? model.model.absent : null,
    quantization: quantization?.method ?? null, scheme: 'absent' in model.model ? null : model.model.scheme,
    formats, ops, tensors,
    notUnderstood: [...model.unknown.map(({ tensor }) => `tensor ${tensor.name}`), ...model.notes.filter((note) => note.includes('not understood'))],
    mismatches: absent ? [] : model.mismatches, notes: model.notes.filter((note) => !note.includes('not understood')),
  };
}

type Linears = ReturnType<typeof linearsOf>;

/** The linear ops of the model; none where there is none. */
function linearsIn({ model }: CheckpointModel): Linears {
  return 'absent' in model ? new Map() : linearsOf(model.plain);
}

function modelText({ family, layers, hiddenSize, vocabularySize }: { readonly family: string; readonly layers: number; readonly hiddenSize: number; readonly vocabularySize: number }): string {
  return `${family}, ${layers} layers of ${hiddenSize}, vocabulary ${vocabularySize}`;
}

/** Weights of a module: of its matrix in the model where it is packed, else of its tensor. */
function weightsOf(module: StoredModule, linears: Linears): number | null {
  if (!module.isPacked || (module.expert === null && /\bexperts\b/.test(module.path))) return module.weights;
  const matrix = matricesOf(module, linears)[0];
  return matrix === undefined ? module.weights : matrix.inFeatures * matrix.outFeatures;
}

/** Each op with weights, in the order of the graph, or of the files where there is none. Fused modules stand under their names together. */
function opsOf(model: CheckpointModel): readonly InspectedOp[] {
  const scheme = 'absent' in model.model ? null : model.model.scheme;
  const linears = linearsIn(model);
  const totals = new Map<string, { count: number; formats: Set<string>; weights: number | null; bytes: number; first: string }>();
  for (const module of model.modules) {
    if (module.ops.length === 0 || module.roles[0]!.kind === 'activation-scale') continue;
    const name = module.ops.join(' + ');
    const total = totals.get(name) ?? { count: 0, formats: new Set<string>(), weights: 0, bytes: 0, first: module.ops[0]! };
    const weights = weightsOf(module, linears);
    total.count++;
    const main = module.roles.find(({ kind }) => kind === 'codes') ?? module.roles.find(({ part }) => part === 'weight');
    if (main !== undefined) total.formats.add(storageLabel(module, main));
    total.weights = total.weights === null || weights === null ? null : total.weights + weights;
    total.bytes += module.weightBytes;
    totals.set(name, total);
  }
  const stored = [...totals].map(([op, { count, formats, weights, bytes, first }]): InspectedOp => ({
    op, count, formats: [...formats], weights, bytes, bitsPerWeight: bitsOf(bytes, weights), schemeBitsPerWeight: scheme === null || !linears.has(first) ? null : bitsPerWeight(weightFormatOf(scheme, first)),
  }));
  return stored.length > 0 || 'absent' in model.model ? stored : plannedOps(model.model.plain, model.model.scheme);
}

/** The linear ops of a graph as its scheme would store them. */
function plannedOps(graph: Parameters<typeof linearsOf>[0], scheme: NonNullable<Inspection['scheme']>): readonly InspectedOp[] {
  return graph.groups.flatMap(({ ops, repeat }) => ops.flatMap((op): InspectedOp[] => {
    if (op.kind !== 'linear') return [];
    const format = weightFormatOf(scheme, op.name);
    const count = repeat * (op.experts?.count ?? 1);
    const weights = count * op.inFeatures * op.outFeatures;
    return [{ op: op.name, count, formats: [format.type.name], weights, bytes: null, bitsPerWeight: null, schemeBitsPerWeight: bitsPerWeight(format) }];
  }));
}
