import type { LayerGroup, Op } from '../../sim/model/op-graph.js';
import type { OnnxProduct } from './products.js';

/** The ops of a model in execution order, and how many rows each has for an image. */
export interface ImageOps {
  readonly ops: readonly Op[];
  readonly products: readonly OnnxProduct[];
  readonly places: ReadonlyMap<string, number>;
}

/**
 * The layers of a network on images, where a token of the scenario is an image: ops side by side with equal rows for each image. Null for a model that is none: one without
 * convolutions over two dimensions, or with products on the rows of a sequence, which are tokens themselves (a vision transformer).
 */
export function imageGroups({ ops, products, places }: ImageOps): readonly LayerGroup[] | null {
  const computed = products.filter(({ weights }) => weights !== null);
  const isImage = computed.some(({ opType, places: rows }) => opType.includes('Conv') && rows !== null) && products.every(({ places: rows }) => rows !== null);
  if (!isImage || ops.length === 0) return null;
  const runs: { readonly perToken: number; readonly ops: Op[] }[] = [];
  for (const op of ops) {
    const perToken = places.get(op.name) ?? 1;
    const last = runs.at(-1);
    if (last?.perToken === perToken) last.ops.push(op);
    else runs.push({ perToken, ops: [op] });
  }
  return runs.map((run, i): LayerGroup => ({ name: runs.length === 1 ? 'graph' : `graph-${i}`, repeat: 1, tokens: 'all', stack: 'encoder', rows: { perToken: run.perToken, without: 0 }, ops: run.ops }));
}
