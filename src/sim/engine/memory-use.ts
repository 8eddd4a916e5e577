import type { Architecture } from '../model/architecture.js';
import { opParameters, type LinearOp, type Op, type OpGraph } from '../model/op-graph.js';
import { bitsPerWeight, weightFormatOf, type QuantizationScheme } from '../model/quantization.js';
import type { MemoryResult } from '../model/result.js';
import { prefillPass, type Scenario } from '../model/scenario.js';
import { visibleLimit } from './mask.js';
import { tasksOf } from './task.js';
import { biasBytesOf, emptyWork, parameterBytes, productsOf, workOf } from './work.js';

/** What a workload needs of the memory: weights, the KV cache at the end of the request, and the largest live activations of prefill. */
export function memoryUse(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme, scenario: Scenario): MemoryResult {
  const { bytes: linear } = linearWeights(graph, scheme);
  let embedding = 0;
  let small = 0;
  for (const group of graph.groups) {
    for (const op of group.ops) {
      if (op.kind === 'embedding') embedding += (group.repeat * opParameters(op) * scheme.embedding.bits) / 8;
      if (op.kind === 'linear') small += group.repeat * matricesOf(op) * biasBytesOf(op);
      else if (op.kind !== 'embedding') small += group.repeat * opParameters(op) * parameterBytes;
    }
  }
  const kvCacheBytes = kvBytes(graph, scheme, scenario);
  const activationPeakBytes = activationPeak(machine, graph, scheme, scenario);
  const weightBytes = linear + embedding + small;
  const held = weightBytes - (machine.holdsEmbeddings ? 0 : embedding) + kvCacheBytes + (machine.keepsActivations ? 0 : activationPeakBytes);
  return {
    weightBytes, linearWeightBytes: linear, embeddingBytes: embedding, kvCacheBytes, activationPeakBytes,
    capacityBytes: machine.capacityBytes, fits: machine.capacityBytes === null ? null : held <= machine.capacityBytes,
    heldBytes: held,
  };
}

/** Matrices of a linear op: its experts, used or not. */
function matricesOf(op: LinearOp): number {
  return op.experts?.count ?? 1;
}

/** Weights that matrix work streams and their bytes. A tied lm_head in another format than the embedding table is a copy of its own. */
export function linearWeights(graph: OpGraph, scheme: QuantizationScheme): { readonly count: number; readonly bytes: number } {
  let count = 0;
  let bytes = 0;
  for (const group of graph.groups) {
    for (const op of group.ops) {
      if (op.kind !== 'linear') continue;
      const format = weightFormatOf(scheme, op.name);
      const isTable = format.type === scheme.embedding || (format.type.kind === scheme.embedding.kind && bitsPerWeight(format) === scheme.embedding.bits);
      if (!op.ownsWeights && op.sidePathOf === undefined && isTable) continue;
      const weights = group.repeat * matricesOf(op) * op.inFeatures * op.outFeatures;
      // Weights of a side path are bits of the weights that it completes.
      if (op.sidePathOf === undefined) count += weights;
      bytes += (weights * bitsPerWeight(format)) / 8;
    }
  }
  return { count, bytes };
}

/** Keys and values of every layer after the last step, and recurrent states, which have one size; a layer with a window keeps that window only. */
function kvBytes(graph: OpGraph, scheme: QuantizationScheme, scenario: Scenario): number {
  const context = scenario.promptTokens + scenario.outputTokens - 1;
  let bytes = 0;
  for (const group of graph.groups) {
    for (const op of group.ops) bytes += (group.repeat * scenario.batch * cachedElements(op, context) * scheme.kvCache.bits) / 8;
  }
  return bytes;
}

/** Elements that an op keeps of one sequence. */
function cachedElements(op: Op, context: number): number {
  switch (op.kind) {
    case 'scores': case 'values': return op.sharesKeys === true ? 0 : Math.min(context, visibleLimit(op.mask)) * op.kvHeads * op.headDim;
    case 'cache-append': return op.recurrent === true ? op.width : 0;
    case 'linear': case 'softmax': case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'embedding': return 0;
  }
}

/** The largest over ops of what it and its epilogues read and write, with the residual stream beside it. */
function activationPeak(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme, scenario: Scenario): number {
  const pass = prefillPass(scenario);
  const work = emptyWork();
  let residual = 0;
  let peak = 0;
  for (const { group, op, epilogues, format } of tasksOf(graph, scheme)) {
    workOf(op, group, format, scheme, pass, pass.lastContext, work);
    if (op.kind === 'norm') residual = work.inputBytes;
    // Experts hold their tokens side by side until their outputs are added up.
    const products = productsOf(op, group, pass);
    let live = products * (work.inputBytes + work.outputBytes) + (machine.fusesAttention ? 0 : work.scoreBytes) + residual;
    for (const epilogue of epilogues) {
      workOf(epilogue, group, format, scheme, pass, pass.lastContext, work);
      if (epilogue.kind === 'multiply') live += products * work.operandBytes;
    }
    peak = Math.max(peak, live);
  }
  return peak;
}
