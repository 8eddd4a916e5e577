/**
 * The fields of a Hugging Face config.json that decide shapes, under the names that most families share (the transformers library takes them for every family).
 * What a family fixes or derives is left out: the key-value heads of a model that has one for each head, the head size that is hidden size / heads.
 */
export interface ZooConfig {
  readonly model_type: string;
  readonly hidden_size?: number;
  readonly num_hidden_layers?: number;
  /** Of models with attention. */
  readonly num_attention_heads?: number;
  readonly num_key_value_heads?: number;
  readonly head_dim?: number;
  readonly intermediate_size?: number;
  readonly hidden_act?: string;
  /** Of models of text. */
  readonly vocab_size?: number;
  readonly max_position_embeddings?: number;
  readonly tie_word_embeddings?: boolean;
  readonly sliding_window?: number | null;
  readonly rope_theta?: number;
  readonly rms_norm_eps?: number;
  /** OPT. */
  readonly word_embed_proj_dim?: number;
  readonly do_layer_norm_before?: boolean;
  /** Falcon. */
  readonly multi_query?: boolean;
  readonly new_decoder_architecture?: boolean;
  readonly num_kv_heads?: number;
  readonly parallel_attn?: boolean;
  readonly bias?: boolean;
  /** Mixtures of experts. */
  readonly num_local_experts?: number;
  readonly num_experts?: number;
  readonly n_routed_experts?: number;
  readonly n_shared_experts?: number;
  readonly num_experts_per_tok?: number;
  readonly moe_intermediate_size?: number;
  readonly first_k_dense_replace?: number;
  /** Latent attention. */
  readonly q_lora_rank?: number | null;
  readonly kv_lora_rank?: number;
  readonly qk_nope_head_dim?: number;
  readonly qk_rope_head_dim?: number;
  readonly v_head_dim?: number;
  /** GPT-OSS. */
  readonly attention_bias?: boolean;
  /** Mamba. */
  readonly state_size?: number;
  readonly conv_kernel?: number;
  readonly time_step_rank?: number;
  readonly use_bias?: boolean;
  readonly use_conv_bias?: boolean;
  /** Mamba-2. */
  readonly num_heads?: number;
  readonly n_groups?: number;
  /** MatMul-free. */
  readonly expand_ratio?: number;
  readonly hidden_ratio?: number;
  readonly use_short_conv?: boolean;
  readonly use_lower_bound?: boolean;
  /** Encoders: which head, and its classes. */
  readonly architectures?: readonly string[];
  readonly num_labels?: number;
  readonly type_vocab_size?: number;
  /** T5. */
  readonly d_model?: number;
  readonly d_kv?: number;
  readonly d_ff?: number;
  readonly num_layers?: number;
  readonly feed_forward_proj?: string;
  /** BART and Whisper. */
  readonly encoder_layers?: number;
  readonly decoder_layers?: number;
  readonly encoder_attention_heads?: number;
  readonly decoder_attention_heads?: number;
  readonly encoder_ffn_dim?: number;
  readonly decoder_ffn_dim?: number;
  readonly activation_function?: string;
  readonly num_mel_bins?: number;
  readonly max_source_positions?: number;
  readonly max_target_positions?: number;
  /** Vision transformers. */
  readonly image_size?: number;
  readonly patch_size?: number;
  readonly num_channels?: number;
  readonly qkv_bias?: boolean;
  /** Our own: norms in front of the output and down projections. */
  readonly sub_norm?: boolean;
  /** Our own: the formats that the model was trained with. */
  readonly quantization?: TrainedFormats;
}

export interface TrainedFormats {
  readonly weights: 'ternary';
  readonly activations_bits?: number;
  /** Scales of each weight matrix: one for each model-parallel rank of the training. */
  readonly scales_per_matrix?: number;
  readonly not_quantized?: readonly string[];
}

/** A model of the catalogue. The parameter counts are facts to show and to test against; no model of ours reads them. */
export interface ZooEntry {
  readonly name: string;
  /** Its repository on the Hugging Face hub, which is taken as a name too; null where none is known. */
  readonly hubId: string | null;
  readonly config: ZooConfig;
  readonly source: string;
  /** By the parameter formula of the family, from the configuration. */
  readonly parametersComputed: number;
  /** The same of what one token meets; of mixtures of experts. */
  readonly activeParametersComputed?: number;
  readonly parametersPublished: number;
  /** How the published count is known: read in a public source, only the rounded size in the model's name, or unverified. */
  readonly publishedEvidence: 'seen' | 'nominal' | 'from memory';
  readonly publishedSource: string;
  readonly notes: readonly string[];
}
