import { InputError, problem } from '../../sim/core/diagnostics.js';
import { dataType } from '../../sim/model/datatype.js';
import type { Experts, LayerGroup, LinearOp, Op, OpGraph } from '../../sim/model/op-graph.js';
import type { WeightFormat } from '../../sim/model/quantization.js';
import type { Deployment } from '../deployment.js';
import { hiddenSize, isLayer } from '../platform/parallelism.js';
import { redeployed } from '../redeploy.js';
import type { AdapterSpec } from './schema.js';

/** Bits of each number of an adapter. */
export const adapterBits = 16;

/** The format of dense adapters. */
const dense: WeightFormat = { type: dataType('fp16')!, groupSize: 0, scaleBits: 0, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 };

/** How adapters are read: the rows that a pass has of one tenant share one. Absent: one tenant. */
export interface Tenancy { readonly tenants: number; readonly distinct: number; readonly decodeRows: number; readonly prefillRows: number }

/** True for a matrix of the layers that may have an adapter: no expert, no output layer, no part of a format. */
export function isAdaptable(op: Op, group: LayerGroup): op is LinearOp {
  return op.kind === 'linear' && group.tokens === 'all' && op.experts === undefined && op.sidePathOf === undefined;
}

/** The matrices that get one, by layer group. Throws where the adapter names ops that the model does not have. */
export function targetsOf(graph: OpGraph, { ops }: AdapterSpec, at: string): readonly { readonly group: LayerGroup; readonly op: LinearOp }[] {
  const all = graph.groups.flatMap((group) => group.ops.flatMap((op) => (isAdaptable(op, group) ? [{ group, op }] : [])));
  const names = [...new Set(all.map(({ op }) => op.name))];
  const wrong = (ops ?? []).filter((name) => !names.includes(name));
  if (wrong.length > 0) throw new InputError([problem('adapters/unknown-op', `${graph.name} has no matrix "${wrong[0]!}" in its layers`, { pointer: `${at}/ops`, remedy: `there are ${names.join(', ')}` })]);
  return ops === undefined ? all : all.filter(({ op }) => ops.includes(op.name));
}

/** The deployment with the ops that adapters add to every pass, read by as many tenants as a pass has. */
export function withAdapters(deployment: Deployment, adapter: AdapterSpec, at: string, tenancy?: Tenancy): Deployment {
  const { graph, scheme } = deployment;
  const targets = new Set(targetsOf(graph, adapter, at).map(({ op }) => op));
  const names = new Set<string>();
  const linear = (name: string, inFeatures: number, outFeatures: number): LinearOp => {
    names.add(name);
    return { kind: 'linear', name, inFeatures, outFeatures, bias: false, output: 'activation', ownsWeights: true, sidePathOf: 'adapter', epilogue: false, ...expertsOf(tenancy) };
  };
  const groups = graph.groups.map((group): LayerGroup => ({ ...group, ops: [...group.ops, ...addedOps(group, hiddenSize(graph), adapter, targets, linear)] }));
  const format: WeightFormat = adapter.method === 'sparse' ? { ...dense, stored: { weights: adapterBits, bytes: (adapterBits * (adapterBits + indexBitsOf(adapter))) / 8 } } : dense;
  return redeployed(deployment, { graph: { ...graph, groups }, scheme: { ...scheme, overrides: [...scheme.overrides, { ops: [...names], weights: format }] } });
}

export function indexBitsOf({ indexBits = 16 }: AdapterSpec): number {
  return indexBits;
}

/** As experts, of which a pass takes the distinct tenants of its requests, whether it has one token or many of each. */
function expertsOf(tenancy: Tenancy | undefined): { readonly experts?: Experts } {
  if (tenancy === undefined || tenancy.tenants === 1) return {};
  const { tenants, distinct, decodeRows, prefillRows } = tenancy;
  const rows = [...new Set([decodeRows, prefillRows])].sort((a, b) => a - b);
  return { experts: { count: tenants, active: 1, measured: rows.map((at) => [at, distinct] as const) } };
}

function addedOps(group: LayerGroup, width: number, { method, rank = 1, density = 1 }: AdapterSpec, targets: ReadonlySet<Op>, linear: (name: string, inFeatures: number, outFeatures: number) => LinearOp): readonly Op[] {
  const here = group.ops.filter((op): op is LinearOp => targets.has(op));
  switch (method) {
    case 'lora': case 'merged': case 'pool': return here.flatMap((op) => [linear(`${op.name}.adapter_down`, op.inFeatures, rank), linear(`${op.name}.adapter_up`, rank, op.outFeatures)]);
    case 'sparse': return here.map((op) => linear(`${op.name}.difference`, Math.max(1, Math.round(op.inFeatures * density)), op.outFeatures));
    case 'series': return isLayer(group) ? [...bottleneck(width, 'attention', rank, linear), ...bottleneck(width, 'feed-forward', rank, linear)] : [];
    case 'parallel': return isLayer(group) ? bottleneck(width, 'feed-forward', rank, linear) : [];
    case 'prefix': case 'prompt': return [];
  }
}

/** H -> r, a nonlinearity, r -> H. */
function bottleneck(width: number, name: string, rank: number, linear: (name: string, inFeatures: number, outFeatures: number) => LinearOp): readonly Op[] {
  return [linear(`${name}.adapter_down`, width, rank), { kind: 'activation', name: `${name}.adapter_act`, width: rank, parameters: 0, epilogue: false }, linear(`${name}.adapter_up`, rank, width)];
}
