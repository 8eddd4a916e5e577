import type { LatentAttention } from '../model-spec.js';
import { missingField } from './diagnostics.js';
import { limits, type Fields } from './fields.js';

/**
 * The latent attention of a configuration. A null `q_lora_rank` means that queries have no rank of their own. The own field `latent_attention` chooses the form: `absorbed`, the
 * default of DeepSeek's inference code (deepseek-ai/DeepSeek-V3 inference/model.py, attn_impl), or `expanded`, its other one ("naive") and that of the transformers library.
 */
export function latentOf(fields: Fields, family: string, form: LatentAttention['form'] | undefined, notes: string[]): LatentAttention {
  const size = (name: string): number => fields.needed(family, [name], limits.size);
  if (fields.state(['q_lora_rank']) === 'absent') fields.problems.push(missingField(family, 'q_lora_rank', []));
  if (form === undefined) notes.push('latent attention in its absorbed form, the default of DeepSeek\'s inference code; "latent_attention": "expanded" is the other');
  return {
    queryRank: fields.integer(['q_lora_rank'], limits.size) ?? null, kvRank: size('kv_lora_rank'),
    nopeDim: size('qk_nope_head_dim'), ropeDim: size('qk_rope_head_dim'), valueDim: size('v_head_dim'), form: form ?? 'absorbed',
  };
}
