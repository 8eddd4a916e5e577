import type { Deployment } from '../deployment.js';
import { hiddenSize, layerCount } from '../platform/parallelism.js';
import { adapterBits, indexBitsOf, targetsOf } from './adapted-graph.js';
import type { AdapterSpec } from './schema.js';

/** What one tenant has for himself: numbers that were learned, and their bytes. */
export interface TenantSize { readonly parameters: number; readonly bytes: number }

/**
 * Numbers of one adapter. Pairs: r (K + N) a matrix; a pool as many as pairs of its rank, though the pairs that run are of the other; bottlenecks: 2 H r, twice a layer in series;
 * prefix: keys and values of its tokens in every layer; prompt: H a token; sparse: density K N, each with its place.
 */
export function tenantSize({ graph, scheme }: Deployment, adapter: AdapterSpec, at: string): TenantSize {
  const { method, rank = 1, poolRank = rank, tokens = 1, density = 1 } = adapter;
  const perMatrix = (of: (inputs: number, outputs: number) => number): number => targetsOf(graph, adapter, at).reduce((sum, { group, op }) => sum + group.repeat * of(op.inFeatures, op.outFeatures), 0);
  const width = hiddenSize(graph);
  const sized = (parameters: number, bits = adapterBits): TenantSize => ({ parameters, bytes: (parameters * bits) / 8 });
  switch (method) {
    case 'lora': case 'merged': return sized(perMatrix((inputs, outputs) => rank * (inputs + outputs)));
    case 'pool': return sized(perMatrix((inputs, outputs) => poolRank * (inputs + outputs)));
    case 'series': return sized(layerCount(graph) * 4 * width * rank);
    case 'parallel': return sized(layerCount(graph) * 2 * width * rank);
    case 'prefix': return sized(tokens * graph.groups.reduce((sum, { ops, repeat }) => sum + repeat * ops.reduce((part, op) => part + ((op.kind === 'scores' || op.kind === 'values') && op.sharesKeys !== true ? op.kvHeads * op.headDim : 0), 0), 0), scheme.kvCache.bits);
    case 'prompt': return sized(tokens * width);
    case 'sparse': return sized(perMatrix((inputs, outputs) => Math.max(1, Math.round(inputs * density)) * outputs), adapterBits + indexBitsOf(adapter));
  }
}
