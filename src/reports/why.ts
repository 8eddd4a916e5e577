import type { PhaseResult, SimulationResult } from '../sim/model/result.js';
import { phaseNames } from './operator-share.js';
import { percentText } from './quantity-text.js';

const causes = ['memory', 'compute', 'vector', 'overhead'] as const;
/** Units that a sentence names; the others are in the table of phases. */
const mostNamed = 4;

/** Why a phase takes the time that it takes: what it waits for, and how much of the time its units work. A sentence for each phase; nothing where no phase has a time. */
export function whySentences({ phases }: Pick<SimulationResult, 'phases'>): readonly string[] {
  return phaseNames.flatMap((name) => {
    const phase = phases[name];
    return phase === null || !(phase.latencySeconds > 0) ? [] : [sentenceOf(name, phase)];
  });
}

function sentenceOf(name: string, { latencySeconds, boundBy, busySeconds }: PhaseResult): string {
  const share = (seconds: number): string => percentText(Math.min(1, seconds / latencySeconds));
  const cause = causes.reduce((most, other) => (boundBy[other] > boundBy[most] ? other : most));
  const units = Object.entries(busySeconds).filter(([, seconds]) => Number.isFinite(seconds)).sort(([, a], [, b]) => b - a).slice(0, mostNamed);
  const [first, ...others] = units.map(([unit, seconds]) => (seconds > 0 ? `${unit} works ${share(seconds)} of it` : `${unit} idles`));
  const work = first === undefined ? '' : `: ${[first, ...others.map((text) => text.replace(' works ', ' ').replace(' of it', ''))].join(', ')}`;
  return `In ${name}, ${cause} binds ${share(boundBy[cause])} of the time${work}.`;
}
