import type { LayerParts, ModelSpec, Recurrence } from '../model-spec.js';
import { absentNote, channelsNotDivisible, missingField, textNotModelled, wrongLength } from './diagnostics.js';
import { limits, type Fields } from './fields.js';

/** The layers of a hybrid, with what its configuration says of its recurrence: added to what was read of its attention and its MLPs. Other models are returned as they are. */
export function withPlan(fields: Fields, spec: ModelSpec): ModelSpec {
  switch (spec.family) {
    case 'jamba': return jamba(fields, spec);
    case 'bamba': return bamba(fields, spec);
    case 'nemotron_h': return nemotronH(fields, spec);
    case 'recurrent_gemma': return recurrentGemma(fields, spec);
    default: return spec;
  }
}

/** A field with the library's default, noted where it is absent. */
function integer(fields: Fields, notes: string[], name: string, otherwise: number, least = 1): number {
  const given = fields.integer([name], limits.size, least);
  if (given === undefined) notes.push(absentNote(name, otherwise));
  return given ?? otherwise;
}

function planOf(spec: ModelSpec, parts: (layer: number) => LayerParts): readonly LayerParts[] {
  return Number.isNaN(spec.layers) ? [] : Array.from({ length: spec.layers }, (_, layer) => parts(layer));
}

/** Jamba (Lieber et al., 2024): one layer of attention in each period of Mamba layers, and experts in one MLP of each second layer; no positions. */
function jamba(fields: Fields, spec: ModelSpec): ModelSpec {
  const notes = [...spec.notes];
  const of = (name: string, otherwise: number, least = 1): number => integer(fields, notes, name, otherwise, least);
  const innerSize = of('mamba_expand', 2) * spec.hiddenSize;
  const automatic = fields.equals('mamba_dt_rank', 'auto') || fields.state(['mamba_dt_rank']) !== 'given';
  const recurrence: Recurrence = {
    kind: 'mamba', innerSize, stateSize: of('mamba_d_state', 16), taps: of('mamba_d_conv', 4), stepRank: automatic ? Math.ceil(spec.hiddenSize / 16) : of('mamba_dt_rank', 0),
    innerNorms: 'gain', bias: fields.flag(['mamba_proj_bias'], false), convBias: fields.flag(['mamba_conv_bias'], true),
  };
  const [period, offset, expertPeriod, expertOffset] = [of('attn_layer_period', 8), of('attn_layer_offset', 4, 0), of('expert_layer_period', 2), of('expert_layer_offset', 1, 0)];
  const { experts, ...dense } = spec;
  const one = experts?.count === 1;
  const plan = planOf(spec, (layer) => ({ mixer: layer % period === offset ? 'attention' : 'recurrence', mlp: !one && layer % expertPeriod === expertOffset ? 'experts' : 'dense' }));
  return { ...dense, ...(one || experts === undefined ? {} : { experts }), position: 'none', recurrence, plan, notes };
}

/** The Mamba-2 layers of a hybrid, under the names of Bamba. */
function mamba2(fields: Fields, hiddenSize: number, of: (name: string, otherwise: number) => number): Recurrence {
  const innerSize = of('mamba_expand', 2) * hiddenSize;
  const heads = of('mamba_n_heads', 128);
  if (innerSize % heads > 0) fields.problems.push(channelsNotDivisible('mamba_n_heads', heads, innerSize));
  return {
    kind: 'mamba2', innerSize, heads, groups: of('mamba_n_groups', 1), stateSize: of('mamba_d_state', 256), taps: of('mamba_d_conv', 4),
    bias: fields.flag(['mamba_proj_bias'], false), convBias: fields.flag(['mamba_conv_bias'], true),
  };
}

/** Bamba: Mamba-2 layers, but for attention with half of each head rotated in the layers that the file lists; an MLP in all. */
function bamba(fields: Fields, spec: ModelSpec): ModelSpec {
  const notes = [...spec.notes];
  const attention = fields.integers('attn_layer_indices') ?? [];
  const recurrence = mamba2(fields, spec.hiddenSize, (name, otherwise) => integer(fields, notes, name, otherwise));
  return { ...spec, recurrence, plan: planOf(spec, (layer) => ({ mixer: attention.includes(layer) ? 'attention' : 'recurrence', mlp: 'dense' })), notes };
}

/** Nemotron-H: a letter for each layer, which is one of Mamba-2 (`M`), attention without positions (`*`) or an MLP (`-`). */
function nemotronH(fields: Fields, spec: ModelSpec): ModelSpec {
  const notes = [...spec.notes];
  const pattern = fields.text(['hybrid_override_pattern']);
  if (pattern === undefined) fields.problems.push(missingField(spec.family, 'hybrid_override_pattern', []));
  const letters = (pattern ?? '').match(/[^]/g) ?? [];
  const unknown = letters.find((letter) => !'M*-'.includes(letter));
  if (unknown !== undefined) fields.problems.push(textNotModelled('hybrid_override_pattern', unknown, 'layers are M, * or -'));
  if (pattern !== undefined && !Number.isNaN(spec.layers) && letters.length !== spec.layers) fields.problems.push(wrongLength('hybrid_override_pattern', letters.length, spec.layers));
  const heads = integer(fields, notes, 'mamba_num_heads', 128);
  const recurrence: Recurrence = {
    kind: 'mamba2', heads, innerSize: heads * integer(fields, notes, 'mamba_head_dim', 64), groups: integer(fields, notes, 'n_groups', 8),
    stateSize: integer(fields, notes, 'ssm_state_size', 128), taps: integer(fields, notes, 'conv_kernel', 4),
    bias: fields.flag(['use_bias'], false), convBias: fields.flag(['use_conv_bias'], true),
  };
  const plan = letters.map((letter): LayerParts => (letter === 'M' ? { mixer: 'recurrence', mlp: 'none' } : letter === '*' ? { mixer: 'attention', mlp: 'none' } : { mixer: 'none', mlp: 'dense' }));
  return { ...spec, position: 'none', recurrence, plan, notes };
}

/** RecurrentGemma (Griffin): the block types of the file in turn, two recurrences and one layer of attention over a window. `intermediate_size` counts gate and up projection. */
function recurrentGemma(fields: Fields, spec: ModelSpec): ModelSpec {
  const notes = [...spec.notes];
  const types = fields.texts('block_types') ?? fields.texts('_block_types') ?? ['recurrent', 'recurrent', 'attention'];
  const unknown = types.find((type) => type !== 'recurrent' && type !== 'attention');
  if (unknown !== undefined || types.length === 0) fields.problems.push(textNotModelled('block_types', unknown ?? '', 'layers are recurrent or attention'));
  const width = fields.integer(['lru_width'], limits.size) ?? spec.hiddenSize;
  if (width % spec.heads > 0) fields.problems.push(channelsNotDivisible('num_attention_heads', spec.heads, width));
  if (spec.intermediateSize % 2 > 0) fields.problems.push(channelsNotDivisible('intermediate_size', 2, spec.intermediateSize));
  const recurrence: Recurrence = { kind: 'rg-lru', width, taps: integer(fields, notes, 'conv1d_width', 4), blocks: spec.heads };
  return {
    ...spec, intermediateSize: spec.intermediateSize / 2, recurrence, notes, masks: [{ kind: 'sliding-window', window: integer(fields, notes, 'attention_window_size', 2048) }],
    plan: types.length === 0 ? [] : planOf(spec, (layer) => ({ mixer: types[layer % types.length] === 'attention' ? 'attention' : 'recurrence', mlp: 'dense' })),
  };
}
