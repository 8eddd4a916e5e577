import type { DataType } from '../../sim/model/datatype.js';
import { opParameters, type LinearOp, type Op, type OpGraph } from '../../sim/model/op-graph.js';
import { bitsPerWeight, type WeightFormat } from '../../sim/model/quantization.js';
import type { LeftOut } from '../stored/file-bytes.js';
import type { StoredModel, StoredOp } from '../stored/stored-model.js';
import type { StoredTensor } from './checkpoint.js';
import { plainFormat } from './plain-format.js';
import type { StoredModule } from './stored-modules.js';
import type { TensorRole } from './tensor-role.js';

/** The tensors of a checkpoint by the ops of its graph, and those that no op has. */
export interface StoredTensors {
  readonly stored: StoredModel;
  readonly left: readonly LeftOut[];
}

/** The bytes of an op in a layer while its modules are gathered. */
interface Gathered {
  format: WeightFormat | null;
  weights: number;
  biases: number;
  /** Of a sparse matrix beside the weights (SpQR). */
  beside: number;
}

/** Modules that hold several ops are shared out among them: weights by their number, biases by outputs. Scales of activations count with the weights that they are multiplied by. */
export function storedTensors(graph: OpGraph, layers: number, modules: readonly StoredModule[], base: DataType): StoredTensors {
  const ops = opsOf(graph);
  const places = new Map<number | null, Map<string, Gathered>>();
  const left: LeftOut[] = [];
  for (const module of modules) {
    const held = module.ops.flatMap((name) => ops.get(name) ?? []);
    const isTied = held.length > 0 && held.every((op) => op.kind === 'linear' && !op.ownsWeights && module.roles.every(({ kind }) => kind !== 'bias'));
    if (held.length < Math.max(1, module.ops.length) || isTied || (module.layer ?? 0) >= layers) {
      left.push(...module.roles.map((role) => leftOut(role, isTied)));
      continue;
    }
    left.push(...module.roles.filter(({ kind }) => kind === 'buffer' || kind === 'unknown').map((role) => leftOut(role, false)));
    const place = places.get(module.layer) ?? new Map<string, Gathered>();
    places.set(module.layer, place);
    gather(module, held, base, place);
  }
  const of = (layer: number | null): ReadonlyMap<string, StoredOp> => new Map([...places.get(layer) ?? []].map(([name, gathered]) => [name, storedOp(ops.get(name)!, gathered)]));
  return { stored: { layers: Array.from({ length: layers }, (_, layer) => of(layer)), outside: of(null) }, left };
}

/** The first op of each name: its kind is that of all. */
function opsOf(graph: OpGraph): ReadonlyMap<string, Op> {
  const found = new Map<string, Op>();
  for (const { ops } of graph.groups) for (const op of ops) if (!found.has(op.name)) found.set(op.name, op);
  return found;
}

function leftOut({ kind, tensor }: TensorRole, isTied: boolean): LeftOut {
  const { bytes } = tensor;
  if (isTied) return { what: 'tied head', why: 'the configuration says that the head is the embedding table, and the file has it once more', bytes };
  if (kind === 'buffer') return { what: 'buffers', why: 'masks and rotation frequencies are computed and not learned', bytes };
  if (kind === 'activation-scale') return { what: 'scales of the cache', why: 'they are no op of their own', bytes };
  return { what: 'unknown tensors', why: 'they have no place in the model', bytes };
}

function gather(module: StoredModule, held: readonly Op[], base: DataType, place: Map<string, Gathered>): void {
  const kept = module.roles.filter(({ kind }) => kind !== 'buffer' && kind !== 'unknown');
  const biases = bytesOf(kept.filter(({ kind }) => kind === 'bias'));
  const beside = bytesOf(kept.filter(({ part }) => sparsePart.includes(part)));
  const weights = bytesOf(kept) - biases - beside;
  const byWeights = shares(weights, held.map(weightsOf));
  const byOutputs = shares(biases, held.map((op) => (op.kind === 'linear' ? op.outFeatures : 1)));
  held.forEach((op, i) => {
    const found = place.get(op.name) ?? { format: null, weights: 0, biases: 0, beside: 0 };
    found.weights += byWeights[i]!;
    found.biases += byOutputs[i]!;
    found.beside += beside;
    if (op.kind === 'linear') found.format ??= module.format?.weights(op.inFeatures, op.outFeatures) ?? plainFormat(module, base);
    place.set(op.name, found);
  });
}

/** Positions and values of the sparse matrix of SpQR. */
const sparsePart: readonly string[] = ['row_offsets', 'col_vals'];

function bytesOf(roles: readonly { readonly tensor: StoredTensor }[]): number {
  return roles.reduce((sum, { tensor }) => sum + tensor.bytes, 0);
}

/** Whole bytes for each part; the last takes what is left. */
function shares(bytes: number, parts: readonly number[]): readonly number[] {
  const all = parts.reduce((a, b) => a + b, 0);
  let before = 0;
  let given = 0;
  return parts.map((part) => {
    before += part;
    const upTo = Math.round((bytes * before) / all);
    const own = upTo - given;
    given = upTo;
    return own;
  });
}

/** Weights of an op in one layer, all its matrices; learned numbers of one without matrices. */
function weightsOf(op: Op): number {
  return op.kind === 'linear' ? matrixWeights(op) : Math.max(1, opParameters(op));
}

function matrixWeights({ inFeatures, outFeatures, experts }: LinearOp): number {
  return inFeatures * outFeatures * (experts?.count ?? 1);
}

function storedOp(op: Op, { format, weights, biases, beside }: Gathered): StoredOp {
  if (op.kind !== 'linear' || format === null) return { bytes: weights + biases + beside };
  const path = format.sidePath?.kind === 'sparse' && beside > 0 ? format.sidePath : undefined;
  const sized = withSize(format, op, path === undefined ? weights + beside : weights);
  const whole = path === undefined ? sized : { ...sized, sidePath: { ...path, format: { ...path.format, stored: { weights: matrixWeights(op), bytes: beside } } } };
  return { format: whole, biasBytes: biases };
}

/** The format with the bytes of the file, where it does not give them itself. A head that is the table has none of its own. */
function withSize(format: WeightFormat, op: LinearOp, bytes: number): WeightFormat {
  const weights = matrixWeights(op);
  return !op.ownsWeights || weights * bitsPerWeight(format) === 8 * bytes ? format : { ...format, stored: { weights, bytes } };
}
