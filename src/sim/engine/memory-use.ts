import type { Architecture } from '../model/architecture.js';
import { graphBytes } from '../model/graph-bytes.js';
import type { Op, OpGraph } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import type { MemoryResult } from '../model/result.js';
import { prefillPass, type Scenario } from '../model/scenario.js';
import { visibleLimit } from './mask.js';
import { tasksOf } from './task.js';
import { passOf } from './task-pass.js';
import { emptyWork, productsOf, workOf } from './work.js';

/** What a workload needs of the memory: weights, the KV cache at the end of the request, and the largest live activations of prefill. */
export function memoryUse(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme, scenario: Scenario): MemoryResult {
  const { linear, embedding, small } = graphBytes(graph, scheme);
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

/** Weights that matrix work streams and their bytes. A tied lm_head in another format than the embedding table is a copy of its own. */
export function linearWeights(graph: OpGraph, scheme: QuantizationScheme): { readonly count: number; readonly bytes: number } {
  const { count, linear: bytes } = graphBytes(graph, scheme);
  return { count, bytes };
}

/**
 * Keys and values of every layer after the last step, and recurrent states, which have one size; a layer with a window keeps that window only. Those of an encoder's
 * own attention are gone with their layer; those that cross attention reads are of the prompt, whatever is generated.
 */
function kvBytes(graph: OpGraph, scheme: QuantizationScheme, scenario: Scenario): number {
  const { promptTokens, outputTokens, decoderPromptTokens = 1, batch } = scenario;
  let bytes = 0;
  for (const { stack, repeat, ops } of graph.groups) {
    if (stack === 'encoder') continue;
    const context = (stack === 'decoder' ? decoderPromptTokens : promptTokens) + outputTokens - 1;
    for (const op of ops) bytes += (repeat * batch * cachedElements(op, context, promptTokens) * scheme.kvCache.bits) / 8;
  }
  return bytes;
}

/** Elements that an op keeps of one sequence. */
function cachedElements(op: Op, context: number, promptTokens: number): number {
  switch (op.kind) {
    case 'scores': case 'values': {
      const keys = op.keys === 'encoder' ? promptTokens : Math.min(context, visibleLimit(op.mask));
      return op.sharesKeys === true ? 0 : keys * op.kvHeads * op.headDim;
    }
    case 'cache-append': return op.recurrent === true ? op.width : 0;
    case 'linear': case 'softmax': case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'embedding': return 0;
  }
}

/** The largest over ops of what it and its epilogues read and write, with the residual stream beside it; in an encoder with the keys and values of its layer too. */
function activationPeak(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme, scenario: Scenario): number {
  const whole = prefillPass(scenario);
  const work = emptyWork();
  let residual = 0;
  let peak = 0;
  for (const task of tasksOf(graph, scheme)) {
    const { group, op, epilogues, format } = task;
    const pass = passOf(task, whole);
    if (pass === null) continue;
    workOf(op, group, format, scheme, pass, pass.lastContext, work);
    if (op.kind === 'norm') residual = work.inputBytes;
    // Experts hold their tokens side by side until their outputs are added up.
    const products = productsOf(op, group, pass);
    let live = products * (work.inputBytes + work.outputBytes) + (machine.fusesAttention ? 0 : work.scoreBytes) + residual;
    // Scores are made while keys and values wait, sums of values when the keys are done with.
    if (group.stack === 'encoder') live += (op.kind === 'scores' ? 2 : 1) * work.kvReadBytes;
    for (const epilogue of epilogues) {
      workOf(epilogue, group, format, scheme, pass, pass.lastContext, work);
      if (epilogue.kind === 'multiply') live += products * work.operandBytes;
    }
    peak = Math.max(peak, live);
  }
  return peak;
}
