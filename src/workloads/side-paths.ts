import type { PresetScheme } from './literature/preset.js';
import { shapedBy } from './literature/shape.js';
import { withIndex } from './sparse-index.js';
import type { LinearOp, Op, OpGraph } from '../sim/model/op-graph.js';
import { bytesOfWeights, weightFormatOf, type QuantizationScheme, type SidePath, type WeightFormat, type WeightOverride } from '../sim/model/quantization.js';

/**
 * The graph with the side paths of its weights as ops of their own before the op that they complete, and the scheme with their formats, so that a
 * machine that cannot run one says so. Sparse: the products of the values that are there, K share x N, each with its position. Columns: the share of K that the main product then leaves out.
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
    case 'sparse': return [part('sparse', sparseInputs(op, path.share), op.outFeatures, sparseFormat(op, path)), op];
    case 'columns': {
      const columns = Math.min(op.inFeatures - 1, Math.max(1, Math.round(op.inFeatures * path.share)));
      return columns < 1 ? [op] : [part('columns', columns, op.outFeatures, path.format), { ...op, inFeatures: op.inFeatures - columns }];
    }
    case 'low-rank': return [{ ...part('down', op.inFeatures, path.rank, path.format), output: 'activation' }, part('up', path.rank, op.outFeatures, path.format), op];
  }
}

/** Values of a sparse matrix for each output, on average: a kernel multiplies those and no zeros. */
function sparseInputs({ inFeatures }: LinearOp, share: number): number {
  return Math.max(1, Math.round(inFeatures * share));
}

/** The format of these values with their positions, each told within a row of the matrix, in exactly the bytes of the sparse matrix. */
function sparseFormat(op: LinearOp, { share, index, format }: SidePath & { readonly kind: 'sparse' }): WeightFormat {
  const sparsity = withIndex({ pattern: 'unstructured', density: share, span: op.inFeatures, selectorBits: 0, index });
  const bytes = bytesOfWeights({ ...format, sparsity }, op.inFeatures * op.outFeatures);
  return { ...format, stored: { weights: sparseInputs(op, share) * op.outFeatures, bytes } };
}
