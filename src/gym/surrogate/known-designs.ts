import type { Rng } from '../../sim/core/rng.js';
import { designKey, sampleDesign, type Design, type DesignSpace, type Parameter, type ParameterValue } from '../../sim/model/design-space.js';
import type { Evaluation, Objective } from '../problem/search-problem.js';

/** Designs, each once, whose objectives are known. */
export interface KnownDesigns {
  readonly space: DesignSpace;
  readonly objectives: readonly Pick<Objective, 'name' | 'direction' | 'unit'>[];
  readonly designs: readonly Design[];
  /** By objective, the value of each design. */
  readonly values: readonly Float64Array[];
  /** Designs that were left out: they failed, or do not fit, and have no values. */
  readonly without: number;
}

/** What is known of designs that were evaluated; of those that come again the first. Designs that break a limit count as long as they have values. */
export function knownDesigns(space: DesignSpace, objectives: KnownDesigns['objectives'], trials: readonly { readonly design: Design; readonly evaluation: Evaluation }[]): KnownDesigns {
  const first = new Map(trials.map((trial) => [designKey(trial.design), trial]).reverse() as [string, (typeof trials)[number]][]);
  const all = [...first.values()].reverse();
  const rows = all.flatMap(({ design, evaluation }) => (evaluation.objectives === null || evaluation.failure !== undefined ? [] : [{ design, objectives: evaluation.objectives }]));
  return { space, objectives, designs: rows.map(({ design }) => design), values: objectives.map((_, k) => Float64Array.from(rows, (row) => row.objectives[k]!)), without: all.length - rows.length };
}

/** Random designs, none twice, as long as they are asked for; at most `most`, and fewer where there are not so many. */
export function* sampledDesigns(space: DesignSpace, most: number, rng: Rng): Generator<Design> {
  const drawn = new Set<string>();
  for (let tries = 0; drawn.size < most && tries < 20 * most; tries++) {
    const design = sampleDesign(space, rng);
    const key = designKey(design);
    if (drawn.has(key)) continue;
    drawn.add(key);
    yield design;
  }
}

/** The space that some designs are from, as far as they show it: numbers have an order, all else has none. For trajectories without their study. */
export function seenSpace(names: readonly string[], designs: readonly Readonly<Record<string, unknown>>[]): DesignSpace {
  return { parameters: names.map((name): Parameter => {
    const values = [...new Set(designs.map((design) => design[name] as ParameterValue))];
    return values.every((value) => typeof value === 'number') ? { type: 'ordinal', name, values: values.sort((a, b) => a - b) } : { type: 'categorical', name, values: values.sort((a, b) => (String(a) < String(b) ? -1 : 1)) };
  }) };
}
