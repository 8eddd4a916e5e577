import type { PresetScheme } from './literature/preset.js';
import { shapedBy } from './literature/shape.js';
import { withIndex } from './sparse-index.js';
import type { LinearOp, Op, OpGraph } from '../sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme, type WeightFormat, type WeightOverride } from '../sim/model/quantization.js';

/**
 * The graph with the side paths of its weights as ops of their own before the op that they complete, and the scheme with their formats, so that a
 * machine that cannot run one says so. Sparse: K x N in its own format. Columns: the share of K that the main product then leaves out.
 * Low rank: K x r and r x N. A preset of the literature may change the graph before (`literature/shape.ts`). The same graph and scheme where no format
 * has a side path and no preset changes anything.
 */
export function withSidePaths(of: OpGraph, preset: PresetScheme): { readonly graph: OpGraph; readonly scheme: QuantizationScheme } {
  const { graph, scheme } = shapedBy(preset, of);
  const overrides: WeightOverride[] = [];
  const groups = graph.groups.map((group) => ({ ...group, ops: group.ops.flatMap((op) => partsOf(op, scheme, overrides)) }));
  return overrides.length === 0 ? { graph, scheme } : { graph: { ...graph, groups }, scheme: { ...scheme, overrides: [...scheme.overrides, ...overrides] } };
}

/** An op with its side path before it; adds the formats of that to `overrides`. */
function partsOf(op: Op, scheme: QuantizationScheme, overrides: WeightOverride[]): readonly Op[] {
  const path = op.kind === 'linear' ? weightFormatOf(scheme, op.name).sidePath : undefined;
  if (op.kind !== 'linear' || path === undefined) return [op];
  const part = (suffix: string, inFeatures: number, outFeatures: number, format: WeightFormat): LinearOp => {
    const name = `${op.name}.${suffix}`;
    if (!overrides.some(({ ops }) => ops.includes(name))) overrides.push({ ops: [name], weights: format });
    return { kind: 'linear', name, inFeatures, outFeatures, bias: false, output: op.output, ownsWeights: path.kind === 'low-rank', sidePathOf: op.name, ...(op.experts === undefined ? {} : { experts: op.experts }), epilogue: false };
  };
  switch (path.kind) {
    // A position is told within a row of the matrix.
    case 'sparse': return [part('sparse', op.inFeatures, op.outFeatures, { ...path.format, sparsity: withIndex({ pattern: 'unstructured', density: path.share, span: op.inFeatures, selectorBits: 0, index: path.index }) }), op];
    case 'columns': {
      const columns = Math.min(op.inFeatures - 1, Math.max(1, Math.round(op.inFeatures * path.share)));
      return columns < 1 ? [op] : [part('columns', columns, op.outFeatures, path.format), { ...op, inFeatures: op.inFeatures - columns }];
    }
    case 'low-rank': return [{ ...part('down', op.inFeatures, path.rank, path.format), output: 'activation' }, part('up', path.rank, op.outFeatures, path.format), op];
  }
}
