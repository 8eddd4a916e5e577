import type { PhaseResult, SimulationResult } from '../../sim/model/result.js';
import { hasNoDecodeSteps } from '../answer.js';
import { operatorsByTime, phaseNames, shapeText, shareOfPhase, type PhaseName } from '../operator-share.js';
import { notModelledText, numberText, percentText, ratioText, siText, unknownText } from '../quantity-text.js';
import type { Block } from './block.js';
import { printable, shortened } from './plain-text.js';
import { tableLinesWithin, type Alignment } from './table.js';

/** Most operators listed for one phase. */
const mostOperators = 8;

/** Prefill and decode side by side: how long, against which bound, and why. */
export function phasesBlock(result: SimulationResult, width: number): Block {
  const shown = phaseNames.flatMap((name) => {
    const phase = result.phases[name];
    return phase === null ? [] : [{ name, phase }];
  });
  const absent = phaseNames.filter((name) => result.phases[name] === null).map((name) => absentText(name, result));
  if (shown.length === 0) return { title: 'Phases', lines: absent };
  const labels = shown.some(({ phase }) => phase.stallSeconds !== null) ? [...phaseRows, ...stallRows] : phaseRows;
  const rows = labels.map(([label, write]) => [label, ...shown.map(({ phase }) => write(phase))]);
  const head = ['', ...shown.map(({ name }) => name)];
  const alignments: Alignment[] = ['left', ...shown.map((): Alignment => 'right')];
  return { title: 'Phases', lines: [...tableLinesWithin(width, head, rows, alignments), ...absent] };
}

const phaseRows: readonly (readonly [string, (phase: PhaseResult) => string])[] = [
  ['tokens', (p) => numberText(p.tokens)],
  ['latency', (p) => siText(p.latencySeconds, 's')],
  ['token/s', (p) => numberText(p.tokensPerSecond)],
  ['ms per token', (p) => (p.tokens > 0 ? numberText(p.latencySeconds / p.tokens * 1e3) : unknownText)],
  ['lower bound', (p) => siText(p.lowerBoundSeconds, 's')],
  ['latency / lower bound', (p) => ratioText(p.latencySeconds, p.lowerBoundSeconds)],
  ['DRAM traffic', (p) => siText(p.dramBytes, 'B')],
  ['DRAM utilisation', (p) => percentText(p.dramUtilization)],
  ['compute utilisation', (p) => percentText(p.computeUtilization)],
  ['energy', (p) => siText(p.energyJoules, 'J')],
  ['bound by', (p) => shortened(printable(p.bindingResource), 24)],
];

/** Why the array, and the loads before it, stood still: where events tell. */
const stallRows: typeof phaseRows = [
  ['array waits for data', (p) => percentText((p.stallSeconds?.array.memory ?? NaN) / p.latencySeconds, unknownText)],
  ['array waits for vectors', (p) => percentText((p.stallSeconds?.array.vector ?? NaN) / p.latencySeconds, unknownText)],
  ['loads wait for a buffer', (p) => percentText((p.stallSeconds?.load.buffer ?? NaN) / p.latencySeconds, unknownText)],
];

/** The operators that take most of a phase's time; wide terminals also show their shape and intensity. */
export function operatorsBlock(result: SimulationResult, phase: PhaseName, width: number): Block | null {
  const all = operatorsByTime(result.operators, phase);
  if (all.length === 0) return null;
  const wide = width >= 100;
  const top = all.slice(0, mostOperators);
  const rows = top.map((op) => [
    op.name,
    ...(wide ? [shapeText(op)] : []),
    numberText(op.count),
    siText(op.latencySeconds, 's'),
    percentText(shareOfPhase(op, result), unknownText),
    siText(op.dramBytes, 'B'),
    ...(wide ? [numberText(op.arithmeticIntensity, '–'), percentText(op.computeUtilization, '–')] : []),
    op.bound ?? '–',
  ]);
  const head = ['operator', ...(wide ? ['m×n×k'] : []), 'runs', 'time', 'share', 'DRAM', ...(wide ? ['OP/byte', 'compute'] : []), 'bound by'];
  const alignments = head.map((_, column): Alignment => (column === 0 || column === head.length - 1 ? 'left' : 'right'));
  const rest = all.length > top.length ? [`… and ${all.length - top.length} more`] : [];
  return { title: `Operators of ${phase} by time`, lines: [...tableLinesWithin(width, head, rows, alignments), ...rest] };
}

function absentText(name: PhaseName, result: SimulationResult): string {
  return name === 'decode' && hasNoDecodeSteps(result) ? 'decode: no steps, the prefill yields the only output token' : `${name}: ${notModelledText}`;
}
