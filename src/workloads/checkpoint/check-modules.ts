import type { Problem } from '../../sim/core/diagnostics.js';
import { opParameters, type LinearOp, type Op, type OpGraph } from '../../sim/model/op-graph.js';
import { elementCount } from '../tensors/tensor.js';
import { opDiffers, tensorAbsent, tensorDiffers } from './diagnostics.js';
import type { ExpectedPart } from './quantization/stored-format.js';
import type { StoredModule } from './stored-modules.js';
import type { TensorRole } from './tensor-role.js';

/** Dimensions of a matrix. */
export interface MatrixShape { readonly inFeatures: number; readonly outFeatures: number }

/** Most problems of one checkpoint that are told. */
const maxProblems = 20;

/** The matrices that a module may be by the ops that it holds, fused along the output; none where it is no linear module of the graph. */
export function matricesOf(module: Pick<StoredModule, 'ops'>, linears: ReadonlyMap<string, readonly LinearOp[]>): readonly MatrixShape[] {
  const [first, ...others] = module.ops.map((op) => linears.get(op));
  if (first === undefined || others.some((fused) => fused === undefined)) return [];
  // Blocks of a block-diagonal matrix are stored as one, in an order of their own.
  if (first.some(({ experts }) => experts !== undefined && experts.active === experts.count)) return [];
  return first.map(({ inFeatures, outFeatures }, i) => ({
    inFeatures, outFeatures: others.reduce((sum, fused) => sum + (fused![i] ?? fused![0]!).outFeatures, outFeatures),
  }));
}

/** The linear ops of a graph by name; several where layers have other shapes. */
export function linearsOf(graph: OpGraph): ReadonlyMap<string, readonly LinearOp[]> {
  const linears = new Map<string, LinearOp[]>();
  for (const { ops } of graph.groups) {
    for (const op of ops) {
      if (op.kind !== 'linear') continue;
      const known = linears.get(op.name);
      if (known === undefined) linears.set(op.name, [op]);
      else if (known.every((k) => k.inFeatures !== op.inFeatures || k.outFeatures !== op.outFeatures)) known.push(op);
    }
  }
  return linears;
}

/** What the files have that their configuration does not give, module by module and op by op; at most 20. */
export function checkModules(graph: OpGraph, modules: readonly StoredModule[], file: (role: TensorRole) => string, name: string): readonly Problem[] {
  const linears = linearsOf(graph);
  const problems: Problem[] = [];
  for (const module of modules) {
    if (problems.length >= maxProblems) return problems.slice(0, maxProblems);
    problems.push(...checkModule(module, matricesOf(module, linears), file));
  }
  if (problems.length === 0) problems.push(...checkOps(graph, modules, name));
  return problems.slice(0, maxProblems);
}

function checkModule(module: StoredModule, matrices: readonly MatrixShape[], file: (role: TensorRole) => string): readonly Problem[] {
  const { isPacked, format, roles, path } = module;
  const first = roles[0]!;
  if (isPacked && format === null && module.ops.length > 0) return [tensorDiffers(file(first), first.tensor.name, 'plain numbers, as its configuration says nothing of quantised ones here', `${first.tensor.dtype} in a packed layout`)];
  if (matrices.length === 0) return [];
  if (format === null) {
    const weight = roles.find(({ part }) => part === 'weight');
    if (weight === undefined || matrices.some((m) => isShapeOf(weight.tensor.shape, m))) return [];
    const { inFeatures, outFeatures } = matrices[0]!;
    return [tensorDiffers(file(weight), weight.tensor.name, `${outFeatures} x ${inFeatures} numbers`, `[${weight.tensor.shape.join(', ')}]`)];
  }
  const tries = matrices.map(({ inFeatures, outFeatures }) => checkParts(path, roles, format.parts(inFeatures, outFeatures), file));
  return tries.find((problems) => problems.length === 0) ?? tries[0]!;
}

/** [outputs, inputs], or the other way round as GPT-2 has it. A first dimension is the number of experts. */
function isShapeOf(shape: readonly number[], { inFeatures, outFeatures }: MatrixShape): boolean {
  const [rows, columns] = shape.slice(-2);
  return shape.length >= 2 && ((rows === outFeatures && columns === inFeatures) || (rows === inFeatures && columns === outFeatures));
}

function checkParts(path: string, roles: readonly TensorRole[], parts: readonly ExpectedPart[], file: (role: TensorRole) => string): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { part, types, shape, isOptional } of parts) {
    const role = roles.find((r) => r.part === part);
    if (role === undefined) {
      if (!isOptional) problems.push(tensorAbsent(file(roles[0]!), `${path}.${part}`, 'its quantisation needs'));
      continue;
    }
    const { dtype, shape: got, name } = role.tensor;
    if (types.length > 0 && !types.includes(dtype)) problems.push(tensorDiffers(file(role), name, `numbers of type ${types.join(' or ')}`, dtype));
    // Scales of a row or matrix come with and without dimensions of 1.
    if (shape !== null && squeezed(shape) !== squeezed(got)) problems.push(tensorDiffers(file(role), name, `the shape [${shape.join(', ')}]`, `[${got.join(', ')}]`));
  }
  return problems;
}

function squeezed(shape: readonly number[]): string {
  return shape.filter((n) => n !== 1).join(',');
}

/** Parameters of each op over all layers and experts. */
function checkOps(graph: OpGraph, modules: readonly StoredModule[], name: string): readonly Problem[] {
  const linears = linearsOf(graph);
  const stored = storedParameters(modules, linears);
  const problems: Problem[] = [];
  for (const [op, { parameters, layers, isTied }] of graphParameters(graph)) {
    if (parameters === 0 && !isTied) continue;
    const got = stored.get(op) ?? { parameters: 0, layers: new Set<number | null>() };
    if (isTied && got.parameters === 0) continue;
    if (!isTied && Math.abs(got.parameters - parameters) > 0.5) problems.push(opDiffers(name, op, parameters, Math.round(got.parameters), got.layers.size === layers ? '' : `, in ${got.layers.size} of ${layers} layers`));
  }
  return problems;
}

function graphParameters(graph: OpGraph): ReadonlyMap<string, { parameters: number; layers: number; isTied: boolean }> {
  const totals = new Map<string, { parameters: number; layers: number; isTied: boolean }>();
  for (const { ops, repeat } of graph.groups) {
    for (const op of ops) {
      const total = totals.get(op.name) ?? { parameters: 0, layers: 0, isTied: isTied(op) };
      totals.set(op.name, { parameters: total.parameters + repeat * opParameters(op), layers: total.layers + repeat, isTied: total.isTied });
    }
  }
  return totals;
}

function isTied(op: Op): boolean {
  return op.kind === 'linear' && !op.ownsWeights;
}

/** Parameters by op; those of a fused module are shared out by the outputs of its ops. */
function storedParameters(modules: readonly StoredModule[], linears: ReadonlyMap<string, readonly LinearOp[]>): ReadonlyMap<string, { parameters: number; layers: Set<number | null> }> {
  const totals = new Map<string, { parameters: number; layers: Set<number | null> }>();
  for (const module of modules) {
    const shapes = module.ops.map((op) => linears.get(op)?.[0]);
    const matrix = matricesOf(module, linears)[0];
    const weights = module.format !== null && matrix !== undefined ? matrix.inFeatures * matrix.outFeatures * (expertsInOne(module) ?? 1) : module.weights ?? 0;
    const biases = module.roles.reduce((sum, { kind, tensor }) => (kind === 'bias' ? sum + elementCount(tensor.shape) : sum), 0);
    const ofWeights = shares(shapes.map((shape) => (shape === undefined ? 1 : shape.inFeatures * shape.outFeatures)));
    const ofBiases = shares(shapes.map((shape) => shape?.outFeatures ?? 1));
    module.ops.forEach((op, i) => {
      const total = totals.get(op) ?? { parameters: 0, layers: new Set<number | null>() };
      total.parameters += weights * ofWeights[i]! + biases * ofBiases[i]!;
      total.layers.add(module.layer);
      totals.set(op, total);
    });
  }
  return totals;
}

function shares(parts: readonly number[]): readonly number[] {
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / sum);
}

/** Experts that one module holds all of: the first dimension of their codes; null where each is a module of its own. */
function expertsInOne({ path, expert, roles }: StoredModule): number | null {
  return expert === null && /\bexperts\b/.test(path) ? roles.find(({ kind }) => kind === 'codes' || kind === 'weight')?.tensor.shape[0] ?? null : null;
}
