import type { ExpertLayers } from '../model-spec.js';
import { activeExpertsExceed, wrongMeasurement } from './diagnostics.js';
import { limits, type Fields } from './fields.js';

/** How a family spells its experts, and what it fixes of them. */
export interface ExpertRules {
  readonly count: readonly string[];
  readonly active: readonly string[];
  /** Intermediate size of one expert. */
  readonly width: readonly string[];
  readonly bias: boolean;
  /** The MLP that every token goes through: its width, or how many experts it is wide. */
  readonly shared: { readonly field: string; readonly counts: 'width' | 'experts' } | null;
  readonly sharedGate: boolean;
  readonly routerBias: boolean;
  readonly selectionBias: boolean;
  /** Layers without experts: none; the first `first_k_dense_replace` and all but each `moe_layer_freq`-th; all but each `decoder_sparse_step`-th and those in `mlp_only_layers`. */
  readonly dense: 'none' | { readonly first: number } | 'by-step';
}

/** The experts of a configuration that has some. The own field `measured_distinct_experts` is a list of [tokens, mean distinct experts]. */
export function expertsOf(rules: ExpertRules, fields: Fields, family: string, layers: number): ExpertLayers {
  const count = fields.needed(family, rules.count, limits.experts);
  const active = fields.needed(family, rules.active, limits.experts);
  const intermediateSize = fields.needed(family, rules.width, limits.size);
  if (active > count) fields.problems.push(activeExpertsExceed(rules.active[0] ?? '', active, count));
  const shared = rules.shared === null ? 0 : fields.integer([rules.shared.field], limits.size, 0) ?? 0;
  const measured = measuredOf(fields, count, active);
  return {
    count, active, intermediateSize, bias: rules.bias,
    sharedSize: rules.shared?.counts === 'experts' ? shared * intermediateSize : shared,
    sharedGate: rules.sharedGate, routerBias: rules.routerBias, selectionBias: rules.selectionBias,
    denseLayers: Number.isNaN(layers) ? [] : denseLayersOf(rules, fields, layers),
    ...(measured === undefined ? {} : { measured }),
  };
}

function denseLayersOf({ dense }: ExpertRules, fields: Fields, layers: number): readonly number[] {
  const all = Array.from({ length: layers }, (_, layer) => layer);
  if (dense === 'none') return [];
  if (dense === 'by-step') {
    const step = fields.integer(['decoder_sparse_step'], limits.layers) ?? 1;
    const only = fields.integers('mlp_only_layers') ?? [];
    return all.filter((layer) => (layer + 1) % step !== 0 || only.includes(layer));
  }
  const first = fields.integer(['first_k_dense_replace'], limits.layers, 0) ?? dense.first;
  const step = fields.integer(['moe_layer_freq'], limits.layers) ?? 1;
  return all.filter((layer) => layer < first || layer % step !== 0);
}

function measuredOf(fields: Fields, count: number, active: number): ExpertLayers['measured'] {
  const points = fields.pairs('measured_distinct_experts');
  const wrong = points?.some(([tokens, distinct], i) => !Number.isInteger(tokens) || tokens <= (points[i - 1]?.[0] ?? 1) || distinct < active || distinct > Math.min(count, tokens * active));
  if (wrong === true) fields.problems.push(wrongMeasurement('measured_distinct_experts'));
  return points;
}
