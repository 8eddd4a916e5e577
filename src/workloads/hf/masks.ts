import type { Mask } from '../../sim/model/op-graph.js';
import { absentNote, unknownValue, wrongLength } from './diagnostics.js';
import { limits, type Fields } from './fields.js';

/**
 * Where a family uses sliding windows, with the transformers library's default for an absent `sliding_window`:
 * nowhere; in every layer; in all but the last of each `period` layers (Gemma 2: 2, Gemma 3: 6);
 * in the layers from `max_window_layers` on, if `use_sliding_window` says so (Qwen).
 */
export type WindowRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'every-layer'; readonly otherwise: number | null }
  | { readonly kind: 'all-but-last-of-period'; readonly otherwise: number; readonly period: number; readonly periodField: string | null }
  | { readonly kind: 'upper-layers'; readonly otherwise: number; readonly firstLayer: number };

const causal: Mask = { kind: 'causal' };
const layerTypes = ['full_attention', 'sliding_attention'] as const;

/** The shortest list of masks that, repeated over the layers, gives every layer its own. */
export function masksOf(rule: WindowRule, fields: Fields, layers: number, notes: string[]): readonly Mask[] {
  switch (rule.kind) {
    case 'none': return [causal];
    case 'every-layer': return [maskOf(windowOf(rule.otherwise, fields, notes))];
    case 'all-but-last-of-period': {
      const sliding = maskOf(windowOf(rule.otherwise, fields, notes));
      const period = (rule.periodField === null ? undefined : fields.integer([rule.periodField], limits.layers)) ?? rule.period;
      return patternOf(fields, layers, sliding, (i) => (i + 1) % period !== 0);
    }
    case 'upper-layers': {
      const first = fields.integer(['max_window_layers'], limits.layers, 0) ?? rule.firstLayer;
      if (!fields.flag(['use_sliding_window'], false)) return [causal];
      const sliding = maskOf(windowOf(rule.otherwise, fields, notes));
      return patternOf(fields, layers, sliding, (i) => i >= first);
    }
  }
}

function maskOf(window: number | null): Mask {
  return window === null ? causal : { kind: 'sliding-window', window };
}

function windowOf(otherwise: number | null, fields: Fields, notes: string[]): number | null {
  const names = ['sliding_window'];
  if (fields.state(names) === 'null') return null;
  const window = fields.integer(names, limits.size);
  if (window === undefined && otherwise !== null) notes.push(absentNote('sliding_window', otherwise));
  return window ?? otherwise;
}

/** `layer_types` where the file has it, else the family's rule. */
function patternOf(fields: Fields, layers: number, sliding: Mask, slides: (layer: number) => boolean): readonly Mask[] {
  const types = fields.texts('layer_types');
  if (types === undefined) return Number.isNaN(layers) ? [causal] : shortestPeriod(Array.from({ length: layers }, (_, i) => slides(i)), sliding);
  const unknown = types.find((type) => !layerTypes.some((known) => known === type));
  if (unknown !== undefined) fields.problems.push(unknownValue('layer_types', unknown, layerTypes));
  else if (!Number.isNaN(layers) && types.length !== layers) fields.problems.push(wrongLength('layer_types', types.length, layers));
  return shortestPeriod(types.map((type) => type === 'sliding_attention'), sliding);
}

function shortestPeriod(slides: readonly boolean[], sliding: Mask): readonly Mask[] {
  let period = 1;
  while (period < slides.length && !slides.every((value, i) => value === slides[i % period])) period++;
  const masks = slides.slice(0, period).map((value) => (value ? sliding : causal));
  return masks.every((mask) => mask.kind === 'causal') ? [causal] : masks;
}
