import type { PhaseResult, SimulationResult } from '../../sim/model/result.js';
import { hasNoDecodeSteps } from '../answer.js';
import { phaseNames } from '../operator-share.js';
import { notModelledText, numberText, percentText, ratioText, siText, unknownText } from '../quantity-text.js';
import { htmlTable } from './html-table.js';
import { paragraph, section, type Place } from './section.js';

const rowWriters: readonly (readonly [string, (phase: PhaseResult) => string])[] = [
  ['Tokens', (p) => numberText(p.tokens)],
  ['Latency', (p) => siText(p.latencySeconds, 's')],
  ['Lower bound', (p) => siText(p.lowerBoundSeconds, 's')],
  ['Latency / lower bound', (p) => ratioText(p.latencySeconds, p.lowerBoundSeconds)],
  ['Token/s', (p) => numberText(p.tokensPerSecond)],
  ['Time per token', (p) => (p.tokens > 0 ? siText(p.latencySeconds / p.tokens, 's') : unknownText)],
  ['Cycles', (p) => numberText(p.cycles)],
  ['Operations', (p) => siText(p.flops, 'OP')],
  ['DRAM traffic', (p) => siText(p.dramBytes, 'B')],
  ['Compute utilisation', (p) => percentText(p.computeUtilization)],
  ['DRAM utilisation', (p) => percentText(p.dramUtilization)],
  ['Energy', (p) => siText(p.energyJoules, 'J')],
  ['Bound by', (p) => p.bindingResource],
  ['Time on compute', (p) => siText(p.boundBy.compute, 's')],
  ['Time on memory', (p) => siText(p.boundBy.memory, 's')],
  ['Time on vector work', (p) => siText(p.boundBy.vector, 's')],
  ['Time on overhead', (p) => siText(p.boundBy.overhead, 's')],
];

/** Prefill and decode next to each other, and how long each resource works. */
export function phaseSection(result: SimulationResult, place: Place): string {
  const shown = phaseNames.flatMap((name) => {
    const phase = result.phases[name];
    return phase === null ? [] : [{ name, phase }];
  });
  const absent = phaseNames.filter((name) => result.phases[name] === null).map((name) => paragraph(
    name === 'decode' && hasNoDecodeSteps(result) ? 'There is no decode step: the prefill yields the only output token.' : `The ${name} phase is ${notModelledText}.`));
  if (shown.length === 0) return section(place, 'Phases', ...absent);
  const resources = [...new Set(shown.flatMap(({ phase }) => Object.keys(phase.busySeconds)))];
  const rows = [
    ...rowWriters.map(([label, write]) => [label, ...shown.map(({ phase }) => write(phase))]),
    ...resources.map((resource) => [`${resource} works`, ...shown.map(({ phase }) => busyText(phase, resource))]),
  ];
  const columns = [{ head: 'Quantity', kind: 'text' as const }, ...shown.map(({ name }) => ({ head: name === 'prefill' ? 'Prefill' : 'Decode', kind: 'number' as const }))];
  return section(place, 'Phases', htmlTable({ label: `Phases${place.of}`, columns, rows }), ...absent);
}

function busyText(phase: PhaseResult, resource: string): string {
  const seconds = Object.hasOwn(phase.busySeconds, resource) ? phase.busySeconds[resource] : undefined;
  if (seconds === undefined) return '–';
  // A narrow screen breaks the line between the two, and nowhere else.
  const whole = (text: string): string => text.replaceAll(' ', '\u00a0');
  const share = phase.latencySeconds > 0 ? ` (${whole(percentText(seconds / phase.latencySeconds))})` : '';
  return `${whole(siText(seconds, 's'))}${share}`;
}
