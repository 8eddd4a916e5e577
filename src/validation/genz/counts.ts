import type { QuantizationScheme } from '../../sim/model/quantization.js';
import type { Op } from '../../sim/model/op-graph.js';
import { emptyWork, productsOf, workOf, type Work } from '../../sim/engine/work.js';
import type { ToolOp } from './tool-op.js';

/** What the tool counts of one execution of an op: multiply-accumulates, and the bytes of its three tensors. */
export interface Counts {
  readonly macs: number;
  readonly inputBytes: number;
  /** Weights, or keys or values of the cache. */
  readonly weightBytes: number;
  readonly outputBytes: number;
  /** Of all these, the bytes that stay on the chip. */
  readonly chipBytes: number;
  /** Weights that must be in memory: of all experts, loaded or not. */
  readonly residentBytes: number;
}

interface Part {
  readonly op: Op;
  readonly work: Work;
  /** Equal products in the op: one for each expert that some token goes through. */
  readonly products: number;
}

/** The tool's counts of an op, from the work of ours that it joins. */
export function countsOf({ ops, group, pass, queries, places }: ToolOp, scheme: QuantizationScheme): Counts {
  const parts = ops.map((op): Part => {
    const work = emptyWork();
    workOf(op, group, scheme.weights, scheme, pass, pass.lastContext, work);
    return { op, work, products: productsOf(op, group, pass) };
  });
  const sum = (value: (part: Part) => number): number => parts.reduce((total, part) => total + value(part), 0);
  const loads = sum(({ work, products }) => work.weightBytes * products);
  // Scores go out of the first product and into the second, and never to memory.
  const scores = sum(({ work }) => work.scoreBytes) * queries;
  const output = sum(({ work, products }) => work.outputBytes * products) * queries;
  const input = parts.slice(0, 1).reduce((bytes, { work, products }) => bytes + work.inputBytes * products, 0) * queries;
  const cacheWrites = sum(({ work }) => work.kvWriteBytes);
  const onChip = (bytes: number, place: 'memory' | 'chip'): number => (place === 'chip' ? bytes : 0);
  const kind = ops[0]?.kind;
  return {
    macs: sum(({ work, products }) => work.macs * products) * queries,
    inputBytes: kind === 'values' ? scores : input,
    weightBytes: loads + sum(({ work }) => work.kvReadBytes),
    outputBytes: kind === 'scores' ? scores : output + cacheWrites,
    chipBytes: scores + onChip(input, places.input) + onChip(output, places.output) + onChip(cacheWrites, places.cacheWrites),
    residentBytes: sum(({ op, work }) => work.weightBytes * (op.kind === 'linear' ? op.experts?.count ?? 1 : 1)),
  };
}

export function bytesOf({ inputBytes, weightBytes, outputBytes }: Counts): number {
  return inputBytes + weightBytes + outputBytes;
}

/** True for products, of which the tool leaves out those without any MAC; a look-up and an append cost their bytes. */
export function isProduct({ ops }: ToolOp): boolean {
  return ops.some(({ kind }) => kind === 'linear' || kind === 'scores' || kind === 'values');
}
