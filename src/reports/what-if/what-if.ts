import { whatIfParts, wholeInput, type WhatIfBase, type WhatIfInput } from '../../experiment/what-if.js';
import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { exceededLimits, resourceResult, unsupportedOps } from '../../sim/engine/limits.js';
import { mappingLimits } from '../../sim/engine/mapping-plan.js';
import { memoryUse } from '../../sim/engine/memory-use.js';
import { simulate } from '../../sim/engine/simulate.js';
import { tasksOf } from '../../sim/engine/task.js';
import { fastTotals, type FastTotals } from '../../sim/engine/totals.js';
import type { Architecture, Infeasibility } from '../../sim/model/architecture.js';
import type { ArchitectureFamily } from '../../sim/model/family.js';
import type { SimulationResult } from '../../sim/model/result.js';
import { experimentOf } from './experiment-of.js';
import type { Knob, Settings } from './knob.js';
import { ended, settingProblems } from './settings.js';

/** A variant that was simulated, and its experiment as a file; or why there is none, a sentence for each problem. */
export type Answer =
  | { readonly kind: 'result'; readonly result: SimulationResult; readonly experiment: WhatIfBase['experiment'] }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** The totals of a variant; or the limits that it exceeds; or its problems. */
export type QuickAnswer =
  | { readonly kind: 'totals'; readonly totals: FastTotals }
  | { readonly kind: 'exceeded'; readonly reasons: readonly Infeasibility[] }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** A simulator for variants of one experiment. */
export interface WhatIf {
  /** The whole result of a variant, as `archsim run` gives it for the experiment. Every setting is answered, wrong ones with sentences. */
  run(settings: Settings): Answer;
  /** The totals of a variant, with the same digits, for a sweep. */
  totals(settings: Settings): QuickAnswer;
}

export function whatIf(base: WhatIfBase, knobs: readonly Knob[], family: ArchitectureFamily): WhatIf {
  const parts = whatIfParts(base, family);
  const fits = fitCheck();
  return {
    run: (settings) => answered(knobs, settings, () => {
      const experiment = experimentOf(base, knobs, settings);
      return { kind: 'result', result: simulate(wholeInput(base, experiment, parts.input(experiment))), experiment };
    }),
    totals: (settings) => answered(knobs, settings, () => {
      const input = parts.input(experimentOf(base, knobs, settings));
      const reasons = fits(input);
      if (reasons.length > 0) return { kind: 'exceeded', reasons };
      return { kind: 'totals', totals: fastTotals(input.machine, input.graph, input.scheme, input.scenario, input.fidelity, input.mapping) };
    }),
  };
}

type Problems = { readonly kind: 'problems'; readonly problems: readonly string[] };

function answered<T>(knobs: readonly Knob[], settings: Settings, answer: () => T): T | Problems {
  const problems = settingProblems(knobs, settings);
  if (problems.length > 0) return { kind: 'problems', problems };
  try {
    return answer();
  } catch (error) {
    if (error instanceof InputError) return { kind: 'problems', problems: error.problems.map(sentence) };
    throw error;
  }
}

/** A problem as a reader of a page sees it: what is wrong, and what to do. */
export function sentence({ message, remedy }: Problem): string {
  return ended(`${message.charAt(0).toUpperCase()}${message.slice(1)}${remedy === undefined ? '' : `; ${remedy}`}`);
}

/** The limits that a variant exceeds, as `simulate` finds them; what the machine alone exceeds is remembered with the last machine. */
function fitCheck(): (input: WhatIfInput) => readonly Infeasibility[] {
  let last: { readonly machine: Architecture; readonly weights: unknown; readonly own: readonly Infeasibility[]; readonly resources: SimulationResult['resources'] } | undefined;
  return ({ machine, graph, scheme, scenario, mapping = 'rule' }) => {
    if (last?.machine !== machine || last.weights !== scheme.weights.type) last = { machine, weights: scheme.weights.type, own: machine.infeasibilities(), resources: resourceResult(machine, scheme.weights.type) };
    return [
      ...last.own, ...unsupportedOps(machine, graph, scheme), ...exceededLimits(memoryUse(machine, graph, scheme, scenario), machine, last.resources),
      ...(mapping === 'rule' ? [] : mappingLimits(machine, tasksOf(graph, scheme), scheme, scenario, mapping)),
    ];
  };
}
