import { mixedAdam, stateBytes } from '../../serving/finetune/states.js';
import { parameterCount, type OpGraph } from '../../sim/model/op-graph.js';
import { modelNamed } from '../../workloads/models.js';
import { int21Rank } from '../../workloads/literature/low-rank.js';
import { adapterParameters, graphOf, sizeIn, unknown, type Answer } from './claim.js';
import { preset, weightBytes } from './stored.js';

/** Bytes of each trained number beside itself with Adam: gradient in 16 bits, two moments in 32 bits, no copy that is updated; the number itself is counted with the weights. */
const { gradients, optimizer } = stateBytes({ ...mixedAdam, masterBits: 0 }, 1, 0, 1);
const besideBytes = gradients + optimizer;

/** INT2.1: fine-tuning of the low-rank pair over frozen FP16 weights against frozen INT2 ones. */
export function int21Memory(metric: string): Answer {
  const graph = graphOf(`llama-1-${sizeIn(metric) ?? '7b'}`);
  if (graph === null) return unknown('no LLaMA of that size');
  const pair = adapterParameters(graph, int21Rank);
  const states = pair * besideBytes;
  // The preset has the pair in FP16 beside each matrix, that of the output layer too.
  return { value: (weightBytes(graph, preset('fp16')) + 2 * pair + states) / (weightBytes(graph, preset('int2.1')) + states), note: `LoRA of rank ${int21Rank} with Adam over FP16 and over INT2 weights of ${graph.name}, embedding and lm_head in FP16 in both; activations aside, so that ours is an upper bound` };
}

/** Tokens of a sequence in QLoRA's largest runs: 512, batch 1 a device, activations recomputed from those between layers. */
const tokens = 512;

/** QLoRA: GB that fine-tuning takes, on quantised weights or in 16 bits whole. */
export function qlora(metric: string): Answer {
  const name = `llama-1-${sizeIn(metric) ?? ''}`;
  const [graph, spec] = [graphOf(name), modelNamed(name)];
  if (graph === null || spec === undefined) return unknown('no LLaMA of that size');
  if (/16.?bit|full|regular/i.test(metric)) return { value: (parameterCount(graph) * (2 + besideBytes)) / 1e9, note: '12 bytes a parameter: 16-bit weights and gradients, two 32-bit moments' };
  const adapter = adapterParameters(graph, 64);
  const kept = spec.layers * tokens * spec.hiddenSize * 2;
  const gigabytes = (weightBytes(graph, preset('qlora')) + adapter * besideBytes + kept) / 1e9;
  return { value: gigabytes, note: `GB: NF4 with double quantisation, embedding and lm_head in FP16, adapters of rank 64 with gradients and Adam, ${tokens} tokens of activations between layers; at most the claim means that it fits` };
}

/** ZeRO: the largest model whose states fit a device, the optimiser and gradients cut over the devices (stage 2), all of them at stage 3. */
export function zero(metric: string): Answer {
  const devices = Number(/(\d+) (?:GPU|device)/i.exec(metric)?.[1] ?? 128);
  const capacity = 32e9;
  if (/largest model|largest/i.test(metric)) {
    const states = stateBytes(mixedAdam, 1, 2, devices);
    const bytes = states.weights + states.gradients + states.optimizer;
    return { value: capacity / bytes, note: `stage 2 on ${devices} devices of 32 GB: 2 + 14 / ${devices} bytes a parameter; activations aside, so that ours is an upper bound, and the claimed size fits` };
  }
  return unknown(`no figure for ${metric}`);
}

/** PERP: the share of the parameters that is trained when a sparse OPT is retrained with low-rank pairs. */
export function perp(metric: string): Answer {
  const graph = graphOf(`opt-${sizeIn(metric) ?? ''}`);
  if (graph === null) return unknown('no OPT of that size');
  const all = parameterCount(graph);
  const pairs = adapterParameters(graph, 16);
  const small = biasesAndNorms(graph);
  const gigabytes = (2 * all + (pairs + small) * (2 + besideBytes)) / 1e9;
  return { value: [pairs / all, (pairs + small) / all], note: `low-rank pairs of rank 16 (assumed), without and with biases and norms of ${graph.name}; ${gigabytes.toFixed(0)} GB with Adam, on a card of 80 GB` };
}

function biasesAndNorms(graph: OpGraph): number {
  return graph.groups.reduce((sum, { ops, repeat }) => sum + ops.reduce((part, op) => part + (op.kind === 'norm' ? repeat * op.parameters : op.kind === 'linear' && op.bias ? repeat * op.outFeatures : 0), 0), 0);
}

/** MoS: parameters of LoRA over those of a pool of shards that all layers share. */
export function mos(): Answer {
  const graph = graphOf('llama-2-7b')!;
  const [lora, pool] = [adapterParameters(graph, 16), adapterParameters(graph, 2)];
  return { value: lora / pool, note: `Llama-2-7B: LoRA of rank 16 has ${(lora / 1e6).toFixed(2)} million parameters, a pool as large as LoRA of rank 2 ${(pool / 1e6).toFixed(2)} million; which rank the pool matches in quality is the paper's` };
}
