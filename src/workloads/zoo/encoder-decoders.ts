import type { ZooEntry } from './entry.js';
import { severalFiles } from './sources.js';

const defaults = 'the published config.json; its shape gives the published count exactly';

/** Encoders with a decoder behind them. */
export const encoderDecoders: readonly ZooEntry[] = [
  { name: 't5-base', hubId: 'google-t5/t5-base',
    config: { model_type: 't5', d_model: 768, d_kv: 64, d_ff: 3072, num_layers: 12, num_heads: 12, vocab_size: 32_128, feed_forward_proj: 'relu', tie_word_embeddings: true },
    parametersComputed: 222_903_552, parametersPublished: 222_903_552, publishedEvidence: 'seen', publishedSource: severalFiles, source: defaults, notes: [] },
  { name: 't5-large', hubId: 'google-t5/t5-large',
    config: { model_type: 't5', d_model: 1024, d_kv: 64, d_ff: 4096, num_layers: 24, num_heads: 16, vocab_size: 32_128, feed_forward_proj: 'relu', tie_word_embeddings: true },
    parametersComputed: 737_668_096, parametersPublished: 737_668_096, publishedEvidence: 'seen', publishedSource: severalFiles, source: defaults, notes: [] },
  { name: 'flan-t5-xl', hubId: 'google/flan-t5-xl',
    config: { model_type: 't5', d_model: 2048, d_kv: 64, d_ff: 5120, num_layers: 24, num_heads: 32, vocab_size: 32_128, feed_forward_proj: 'gated-gelu', tie_word_embeddings: false },
    parametersComputed: 2_849_757_184, parametersPublished: 2_849_757_184, publishedEvidence: 'seen', publishedSource: severalFiles, source: defaults, notes: [] },
  { name: 'bart-large', hubId: 'facebook/bart-large',
    config: { model_type: 'bart', d_model: 1024, encoder_layers: 12, decoder_layers: 12, encoder_attention_heads: 16, decoder_attention_heads: 16, encoder_ffn_dim: 4096, decoder_ffn_dim: 4096,
      activation_function: 'gelu', vocab_size: 50_265, max_position_embeddings: 1024, tie_word_embeddings: true },
    parametersComputed: 406_291_456, parametersPublished: 406_291_456, publishedEvidence: 'seen', publishedSource: 'the exact integer, as a public script that counts the loaded model lists it', source: defaults, notes: [] },
  { name: 'whisper-large-v3', hubId: 'openai/whisper-large-v3',
    config: { model_type: 'whisper', d_model: 1280, encoder_layers: 32, decoder_layers: 32, encoder_attention_heads: 20, decoder_attention_heads: 20, encoder_ffn_dim: 5120, decoder_ffn_dim: 5120,
      activation_function: 'gelu', vocab_size: 51_866, num_mel_bins: 128, max_source_positions: 1500, max_target_positions: 448, tie_word_embeddings: true },
    parametersComputed: 1_543_490_560, parametersPublished: 1_543_490_560, publishedEvidence: 'seen', publishedSource: severalFiles, source: defaults, notes: [
      'a prompt is 30 s of sound: 1500 tokens, made from 3000 frames',
    ] },
];
