import type { ModelSpec } from '../../../src/workloads/model-spec.js';
import type { ByteSource } from '../../../src/workloads/tensors/tensor.js';
import { blocks, bytesOf, sparseFile } from './fixture.js';
import { writeGguf, type Value, type WrittenTensor } from './write-gguf.js';

/** The type of a tensor by its name, such as `blk.3.ffn_down.weight`; norms and biases are F32 unless `ofVectors` is set. */
export type TypeOf = (tensor: string, layer: number) => string;

export interface ModelFile {
  readonly architecture: string;
  readonly spec: ModelSpec;
  readonly typeOf: TypeOf;
  /** Stored as one tensor: `attn_qkv`, or gate and up in `ffn_up`. */
  readonly fused?: readonly ('qkv' | 'gate')[];
  /** The second norm of a parallel layer is `attn_norm_2`. */
  readonly secondNorm?: 'attn_norm_2';
  readonly metadata?: readonly (readonly [key: string, value: Value])[];
  readonly more?: readonly WrittenTensor[];
}

/** Tensors of a model as the converters of llama.cpp name and shape them, written here once more from their tables of names. */
export function tensorsOf({ spec, typeOf, fused = [], secondNorm, more = [] }: ModelFile): readonly WrittenTensor[] {
  const tensors: WrittenTensor[] = [];
  const add = (name: string, dims: readonly number[], type: string): void => {
    tensors.push({ name, dims, type: blocks[type]![0], bytes: bytesOf(type, dims) });
  };
  const matrix = (base: string, layer: number, inputs: number, outputs: number, bias: boolean): void => {
    add(`${base}.weight`, [inputs, outputs], typeOf(`${base}.weight`, layer));
    if (bias) add(`${base}.bias`, [outputs], 'F32');
  };
  const norm = (base: string, width: number): void => {
    add(`${base}.weight`, [width], 'F32');
    if (spec.norm === 'layernorm') add(`${base}.bias`, [width], 'F32');
  };
  const { hiddenSize: hidden, intermediateSize: wide, heads, kvHeads, headDim } = spec;
  matrix('token_embd', -1, hidden, spec.vocabularySize, false);
  if (spec.position === 'learned') matrix('position_embd', -1, hidden, spec.positionRows, false);
  if (spec.embeddingNorm) norm('token_embd_norm', hidden);
  for (let i = 0; i < spec.layers; i++) {
    const b = `blk.${i}`;
    norm(`${b}.attn_norm`, hidden);
    if (fused.includes('qkv')) matrix(`${b}.attn_qkv`, i, hidden, (heads + 2 * kvHeads) * headDim, spec.qkvBias);
    else for (const [name, count] of [['q', heads], ['k', kvHeads], ['v', kvHeads]] as const) matrix(`${b}.attn_${name}`, i, hidden, count * headDim, spec.qkvBias);
    if (spec.qkNorm) for (const name of ['q', 'k']) norm(`${b}.attn_${name}_norm`, headDim);
    if (spec.subNorm) norm(`${b}.attn_sub_norm`, heads * headDim);
    matrix(`${b}.attn_output`, i, heads * headDim, hidden, spec.outputBias);
    if (spec.sandwichNorm) norm(`${b}.post_attention_norm`, hidden);
    if (!spec.sharedNorm) norm(`${b}.${secondNorm ?? 'ffn_norm'}`, hidden);
    if (spec.experts !== undefined && !spec.experts.denseLayers.includes(i)) {
      const { count, intermediateSize, sharedSize, sharedGate } = spec.experts;
      add(`${b}.ffn_gate_inp.weight`, [hidden, count], 'F32');
      for (const [name, inputs, outputs] of [['gate', hidden, intermediateSize], ['up', hidden, intermediateSize], ['down', intermediateSize, hidden]] as const) {
        add(`${b}.ffn_${name}_exps.weight`, [inputs, outputs, count], typeOf(`${b}.ffn_${name}_exps.weight`, i));
      }
      if (sharedGate) add(`${b}.ffn_gate_inp_shexp.weight`, [hidden], 'F32');
      if (sharedSize > 0) for (const [name, inputs, outputs] of [['gate', hidden, sharedSize], ['up', hidden, sharedSize], ['down', sharedSize, hidden]] as const) matrix(`${b}.ffn_${name}_shexp`, i, inputs, outputs, false);
      continue;
    }
    if (fused.includes('gate')) matrix(`${b}.ffn_up`, i, hidden, 2 * wide, spec.mlpBias);
    else for (const name of spec.gatedMlp ? ['gate', 'up'] : ['up']) matrix(`${b}.ffn_${name}`, i, hidden, wide, spec.mlpBias);
    if (spec.subNorm) norm(`${b}.ffn_sub_norm`, wide);
    matrix(`${b}.ffn_down`, i, wide, hidden, spec.mlpBias);
    if (spec.sandwichNorm) norm(`${b}.post_ffw_norm`, hidden);
  }
  if (spec.finalNorm) norm('output_norm', hidden);
  if (!spec.tiedEmbeddings) matrix('output', -1, hidden, spec.vocabularySize, spec.lmHeadBias);
  return [...tensors, ...more];
}

export function metadataOf({ architecture: a, spec, metadata = [] }: ModelFile): readonly (readonly [key: string, value: Value])[] {
  return [
    ['general.architecture', ['string', a]], ['general.name', ['string', spec.name]],
    [`${a}.block_count`, ['uint32', spec.layers]], [`${a}.context_length`, ['uint32', spec.maxContext ?? 2048]], [`${a}.embedding_length`, ['uint32', spec.hiddenSize]],
    [`${a}.feed_forward_length`, ['uint32', spec.intermediateSize]], ...expertKeys(a, spec), [`${a}.attention.head_count`, ['uint32', spec.heads]],
    ...(spec.kvHeads === spec.heads ? [] : [[`${a}.attention.head_count_kv`, ['uint32', spec.kvHeads]] as const]),
    ...(spec.headDim * spec.heads === spec.hiddenSize ? [] : [[`${a}.attention.key_length`, ['uint32', spec.headDim]] as const, [`${a}.attention.value_length`, ['uint32', spec.headDim]] as const]),
    ...metadata,
  ];
}

function expertKeys(a: string, { experts }: ModelSpec): readonly (readonly [key: string, value: Value])[] {
  if (experts === undefined) return [];
  return [
    [`${a}.expert_count`, ['uint32', experts.count]], [`${a}.expert_used_count`, ['uint32', experts.active]], [`${a}.expert_feed_forward_length`, ['uint32', experts.intermediateSize]],
    ...(experts.sharedSize > 0 ? [[`${a}.expert_shared_feed_forward_length`, ['uint32', experts.sharedSize]] as const] : []),
  ];
}

/** A file of the model whose data is not in memory. */
export function modelFile(model: ModelFile): ByteSource {
  return sparseFile(writeGguf({ metadata: metadataOf(model), tensors: tensorsOf(model) }), 'model.gguf');
}
