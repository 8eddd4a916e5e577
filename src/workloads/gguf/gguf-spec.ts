import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { modelFromHfConfig } from '../hf-config.js';
import type { ModelSpec } from '../model-spec.js';
import { architectureNames, architectures, reasonNotModelled, type GgufArchitecture } from './architectures.js';
import { architectureNotModelled, missingKey, missingTensor, noTensors, ofFamily, optionNotModelled, unevenLayers, unknownArchitecture } from './diagnostics.js';
import type { GgufContent } from './gguf-file.js';
import { keysOf, type Keys } from './keys.js';
import { fusedGateArchitectures, roleOf, type TensorRole } from './roles.js';

/**
 * The model of a file: sizes from the metadata, read by the rules of the family's config.json; and what is there or not there (biases, norms, a head of its own)
 * from the tensors. Throws `gguf/...` problems, and the family's own where it is not content with the sizes.
 */
export function ggufSpec(content: GgufContent): ModelSpec {
  const { name: file, tensors } = content;
  const keys = keysOf(content);
  const architecture = architectureOf(keys, file);
  if (tensors.length === 0) throw new InputError([noTensors(file)]);
  refuse(content, architecture.name);
  const sizes = sizesOf(content, architecture, keys);
  const structure = structureOf(content, architecture.name, sizes.num_hidden_layers, keys.problems);
  const config = { ...sizes, ...architecture.config(keys) };
  if (keys.problems.length > 0) throw new InputError(keys.problems);
  const spec = specFrom(config, (keys.text('general.name') ?? file).slice(0, 200), file);
  const { hasMlpNorm, ...present } = structure;
  const table = tensors.find(({ name }) => name === 'position_embd.weight');
  return {
    ...spec, ...present,
    sharedNorm: spec.parallelResidual && !hasMlpNorm,
    positionRows: spec.position === 'learned' ? table?.dims[1] ?? spec.positionRows : 0,
    notes: [...spec.notes, ...notesOf(content, architecture.name, sizes.vocab_size)],
  };
}

function architectureOf(keys: Keys, file: string): GgufArchitecture {
  const name = keys.text('general.architecture');
  if (name === undefined) throw new InputError(keys.problems.length > 0 ? keys.problems : [missingKey(file, 'general.architecture')]);
  const found = architectures.find((architecture) => architecture.name === name);
  if (found !== undefined) return found;
  const reason = reasonNotModelled(name);
  throw new InputError([reason === undefined ? unknownArchitecture(file, name, architectureNames()) : architectureNotModelled(file, name, reason)]);
}

const withExperts: readonly string[] = ['llama', 'qwen2moe', 'qwen3moe'];

/** Options that would change the graph in a way that is not modelled. */
function refuse({ name: file, metadata }: GgufContent, architecture: string): void {
  const refused = (key: string, isWrong: (value: unknown) => boolean, reason: string): Problem[] => {
    const entry = metadata.get(`${architecture}.${key}`);
    const value = entry === undefined || entry.type === 'array' ? undefined : entry.value;
    return value !== undefined && value !== null && isWrong(value) ? [optionNotModelled(file, `${architecture}.${key}`, `${value}`.slice(0, 80), reason)] : [];
  };
  const problems = [
    ...(withExperts.includes(architecture) ? [] : refused('expert_count', (n) => Number(n) > 0, 'mixtures of experts of this family are not')),
    ...refused('attention.causal', (is) => is === false, 'only causal decoders are'),
    ...(architecture === 'bloom' ? [] : refused('attention.max_alibi_bias', (n) => Number(n) > 0, 'positions of this family are rotated')),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

/** The sizes, under the names of a config.json that every family takes. */
function sizesOf({ name: file, tensors }: GgufContent, { name }: GgufArchitecture, keys: Keys): Readonly<Record<'num_hidden_layers' | 'vocab_size', number>> & Readonly<Record<string, unknown>> {
  const hidden = keys.needed(`${name}.embedding_length`);
  const heads = keys.needed(`${name}.attention.head_count`);
  const keyLength = keys.count(`${name}.attention.key_length`);
  const valueLength = keys.count(`${name}.attention.value_length`);
  const headDim = keyLength ?? (hidden % heads === 0 ? hidden / heads : undefined);
  if (valueLength !== undefined && valueLength !== headDim) keys.problems.push(optionNotModelled(file, `${name}.attention.value_length`, `${valueLength}`, 'keys and values of different widths are not'));
  const table = tensors.find((tensor) => tensor.name === 'token_embd.weight');
  if (table === undefined) keys.problems.push(missingTensor(file, 'token_embd.weight', 'embed_tokens'));
  return {
    hidden_size: hidden, num_attention_heads: heads, num_key_value_heads: keys.count(`${name}.attention.head_count_kv`) ?? heads,
    ...(headDim === undefined ? {} : { head_dim: headDim }),
    num_hidden_layers: keys.needed(`${name}.block_count`), intermediate_size: keys.needed(`${name}.feed_forward_length`),
    vocab_size: table?.dims[1] ?? 1, max_position_embeddings: keys.needed(`${name}.context_length`),
  };
}

type Structure = Pick<ModelSpec, 'gatedMlp' | 'tiedEmbeddings' | 'qkvBias' | 'outputBias' | 'mlpBias' | 'lmHeadBias' | 'qkNorm' | 'sandwichNorm' | 'subNorm' | 'embeddingNorm' | 'finalNorm'>;

/** What is there, by the tensors. A tensor that only some of the layers have is a problem. */
function structureOf({ name: file, tensors }: GgufContent, architecture: string, layers: number, problems: Problem[]): Structure & { readonly hasMlpNorm: boolean } {
  const counts = new Map<string, number>();
  for (const { name } of tensors) {
    const role = roleOf(name, architecture);
    if (role === null || (role.layer !== null && role.layer >= layers)) continue;
    for (const op of role.ops) counts.set(`${op} ${role.part}`, (counts.get(`${op} ${role.part}`) ?? 0) + 1);
  }
  const has = (op: string, part: TensorRole['part'] = 'weight'): boolean => counts.has(`${op} ${part}`);
  const inLayers = (op: string, part: TensorRole['part'] = 'weight'): boolean => {
    const count = counts.get(`${op} ${part}`) ?? 0;
    if (count > 0 && count < layers) problems.push(unevenLayers(file, `${op} ${part}`, count, layers));
    return count > 0;
  };
  const any = (ops: readonly string[]): boolean => ops.map((op) => inLayers(op, 'bias')).includes(true);
  return {
    gatedMlp: fusedGateArchitectures.includes(architecture) || has('router') || inLayers('gate_proj'),
    tiedEmbeddings: !has('lm_head'), lmHeadBias: has('lm_head', 'bias'),
    qkvBias: any(['q_proj', 'k_proj', 'v_proj']), outputBias: any(['o_proj']), mlpBias: any(['gate_proj', 'up_proj', 'down_proj']),
    qkNorm: inLayers('q_norm'), sandwichNorm: inLayers('post_attn_norm'), subNorm: inLayers('attn_sub_norm'), hasMlpNorm: inLayers('mlp_norm'),
    embeddingNorm: has('embedding_norm'), finalNorm: has('final_norm'),
  };
}

function specFrom(config: Readonly<Record<string, unknown>>, name: string, file: string): ModelSpec {
  try {
    return modelFromHfConfig(config, name, file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((found) => ofFamily(found, file)));
  }
}

function notesOf({ metadata }: GgufContent, architecture: string, rows: number): readonly string[] {
  const said = metadata.get(`${architecture}.vocab_size`);
  const differs = said !== undefined && said.type !== 'array' && Number(said.value) !== rows;
  return differs ? [`${architecture}.vocab_size is ${said.value}: the ${rows} rows of token_embd.weight count`] : [];
}
