import type { ReferenceRow } from '../../../src/validation/system.js';
import { referenceTable } from '../../kit/fixtures.js';

/** The sizes that the tool has of a model. */
export interface Sizes {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_ffi: number;
  readonly num_decoder_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim: number;
  readonly num_experts: number;
  readonly expert_top_k: number;
}

export interface Platform {
  readonly Flops: number;
  readonly Memory_size: number;
  readonly Memory_BW: number;
  readonly ICN: number;
  readonly ICN_LL?: number;
}

export interface Reference {
  readonly header: { readonly models: Readonly<Record<string, Sizes>>; readonly systems: Readonly<Record<string, Platform>> };
  readonly rows: readonly ReferenceRow[];
}

/** The reference file, from the root of the project. */
export const reference = referenceTable('genz.json') as Reference;

export const isOnOneDevice = (row: ReferenceRow): boolean => row['tp'] === 1 && row['pp'] === 1 && row['ep'] === 1;
