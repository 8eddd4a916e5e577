import { buildCodebook } from '../../arch/codebook/machine.js';
import { indexBitsPerWeight, type Codebooks } from '../../arch/codebook/store.js';
import { fastTotals } from '../../sim/engine/totals.js';
import type { Architecture } from '../../sim/model/architecture.js';
import { dataType, type DataType } from '../../sim/model/datatype.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import type { QuantizationScheme, WeightFormat } from '../../sim/model/quantization.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import { graphNamed } from './formats.js';

/** Neither table names its GPU. AQLM's authors test on the A100 80 GB (README), VPTQ's quantise on it. */
const card = 'a100-sxm-80gb';

/**
 * Host time of one op of the graph where PyTorch calls every kernel from Python, in seconds: fitted on one row, 39.9 token/s of VPTQ's 2.02-bit
 * Llama-2-7B, and held against the others.
 */
export const hostSecondsPerOp = 56.1e-6;

/** Tokens a second of one sequence where every op waits for the host. */
export function hostBoundTokensPerSecond(graph: OpGraph, books: Codebooks): number {
  const machine = buildCodebook({ vectorLength: books.vectorLength, codebooks: [...books.entries], kernel: 'fused', launch: hostSecondsPerOp }, deviceNamed(card)!, {});
  const { secondsPerOutputToken } = fastTotals(machine, graph, schemeOf(books), { batch: 1, promptTokens: 128, outputTokens: 128, logits: 'last' }, 'analytic');
  return 1 / secondsPerOutputToken!;
}

/** How much faster one linear layer is than in FP16, for one token: the most over the widest layers of Llama-2. */
export function linearSpeedup(books: Codebooks): number {
  const layers = ['llama-2-7b', 'llama-2-13b', 'llama-2-70b'].flatMap((name) => graphNamed(name)?.groups.flatMap(({ ops }) => ops.filter((op) => op.name === 'gate_proj')) ?? []);
  const machine = buildCodebook({ vectorLength: books.vectorLength, codebooks: [...books.entries], kernel: 'fused' }, deviceNamed(card)!, {});
  return Math.max(...layers.map((op) => {
    const graph: OpGraph = { name: 'a linear layer', groups: [{ name: 'layer', repeat: 1, tokens: 'all', ops: [op] }] };
    return seconds(machine, graph, float) / seconds(machine, graph, schemeOf(books));
  }));
}

function seconds(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme): number {
  return fastTotals(machine, graph, scheme, { batch: 1, promptTokens: 1, outputTokens: 1, logits: 'last' }, 'analytic').latencySeconds;
}

function schemeOf(books: Codebooks): QuantizationScheme {
  const bits = indexBitsPerWeight(books);
  return { ...float, name: 'indices', weights: weightsOf({ name: `index${bits}`, kind: 'codebook', bits }), overrides: [{ ops: ['lm_head'], weights: float.weights }] };
}

function weightsOf(type: DataType): WeightFormat {
  return { type, groupSize: 0, scaleBits: 16, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 };
}

const half = typeNamed('fp16');
const float: QuantizationScheme = { name: 'fp16', weights: weightsOf(half), activations: half, kvCache: half, accumulator: typeNamed('fp32'), embedding: half, overrides: [], source: 'the case of a row' };

function typeNamed(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`no data type ${name}`);
  return found;
}
