import { computed, given, identifier, summed, type Explained } from '../core/explained.js';
import type { SimulationResult } from '../model/result.js';
import { decodePass, prefillPass } from '../model/scenario.js';
import { energyTerms } from './energy.js';
import { planOf } from './mapping-plan.js';
import { costPhase } from './phase.js';
import type { SimulationInput } from './simulate.js';
import { tasksOf } from './task.js';

/** The energy of a phase as the sum over its ops of actions x energy of one. Undefined where it is null. */
export function explainPhaseEnergy({ machine, graph, scheme, scenario, fidelity, mapping = 'rule' }: SimulationInput, result: SimulationResult, phase: 'prefill' | 'decode'): Explained | undefined {
  const joules = result.phases[phase]?.energyJoules;
  const pass = phase === 'prefill' ? prefillPass(scenario) : decodePass(scenario);
  if (joules == null || pass === undefined) return undefined;
  const ops: Explained[] = [];
  costPhase(machine, tasksOf(graph, scheme), scheme, pass, fidelity, (task, op, cost, repeat) => {
    const terms = energyTerms(machine, op, task.format, scheme, cost).flatMap(({ name, actions, unit, each }): Explained[] => (actions === 0 || each.value === null ? [] : [
      computed(name, actions * each.value, 'J', 'actions * energy_each', [given('actions', actions, unit, 'counted for one layer, all steps'), given('energy_each', each.value, each.unit, each.source, each.quality)]),
    ]));
    const layer = summed('one_layer', terms.reduce((sum, term) => sum + term.value, 0), 'J', terms);
    const name = `${identifier(task.group.name)}_${identifier(op.name)}`;
    ops.push(computed(name, repeat * layer.value, 'J', 'layers * one_layer', [given('layers', repeat, 'layers', `layers of the group "${task.group.name}"`), layer]));
  }, planOf(mapping));
  return summed(`${phase}_energy`, joules, 'J', ops);
}

/** The energy of both phases. */
export function explainEnergy(input: SimulationInput, result: SimulationResult): Explained | undefined {
  const { energyJoules } = result.totals;
  if (energyJoules === null) return undefined;
  return summed('energy', energyJoules, 'J', (['prefill', 'decode'] as const).map((phase) => explainPhaseEnergy(input, result, phase)).filter((phase) => phase !== undefined));
}

/** The area as the sum of its parts. Undefined where it is null. */
export function explainArea({ machine }: SimulationInput, result: SimulationResult): Explained | undefined {
  const total = result.area?.totalMm2;
  if (total == null) return undefined;
  const parts = machine.area!().map(({ name, component, count }): Explained => {
    const each = component.area.value!;
    return computed(identifier(name), (count * each) / 1e6, 'mm2', 'count * area_each / 1e6', [
      given('count', count, 'parts', component.name),
      given('area_each', each, 'um2', component.area.value === null ? '' : component.area.source, component.area.value === null ? 'assumed' : component.area.quality),
    ]);
  });
  return summed('area', total, 'mm2', parts);
}
