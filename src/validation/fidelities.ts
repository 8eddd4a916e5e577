import { parseDocument } from '../sim/core/document.js';
import { runDocument } from '../experiment/run.js';
import type { Fidelity } from '../sim/model/architecture.js';
import type { OperatorResult, SimulationResult } from '../sim/model/result.js';
import type { Examples } from './flightllm/experiments.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** The differences of one phase are not taken apart. */
const whole = 'with all others at most 2 % of a phase of the bundled examples';

const phases = ['prefill', 'decode'] as const;

/** The closed form against the events that it stands for, on the bundled examples: the reference of every row is that both are equal. */
export function fidelities(examples: Examples): ValidationSystem {
  const known = new Map<string, SimulationResult>();
  const resultOf = (file: string, fidelity: Fidelity): SimulationResult => {
    const key = `${file} ${fidelity}`;
    const result = known.get(key) ?? runDocument(parseDocument(examples(file), file), { fidelity, set: [['published', '[]']] });
    known.set(key, result);
    return result;
  };
  return {
    name: 'fidelities',
    summary: 'our closed form against our event engine: latencies of the bundled examples, and the lower bound under both',
    fidelities: ['analytic'],
    tables: [{ file: 'fidelities.json', section: 'rows', answers: ['analyticOverEvent', 'aboveLowerBound'], alsoAnswers: [], where: {}, tolerance: () => 0.05 }],
    simulate: (_section, row) => simulateRow(row, resultOf),
    differences: [
      { what: 'the closed form stores outputs after the last tile, the events behind every tile', size: whole },
      { what: 'the closed form takes the mean number of keys of a row tile, the events each row tile\'s own', size: whole },
      { what: 'the events book the time that waits for a softmax to the softmax, the closed form to the scores before it', size: 'nothing of their sum' },
      { what: 'on FlightLLM the events are its instructions: left operands are loaded tile by tile, and scores wait for the vector unit before P V', size: 'up to 2 % of its decode' },
    ],
  };
}

function simulateRow(row: ReferenceRow, resultOf: (file: string, fidelity: Fidelity) => SimulationResult): Outcome {
  const phase = phases.find((name) => name === row['phase']);
  if (phase === undefined) return { kind: 'not-modelled', reason: `phase ${JSON.stringify(row['phase'])} is neither prefill nor decode` };
  const file = String(row['example']);
  const [analytic, event] = [resultOf(file, 'analytic'), resultOf(file, 'event')];
  const [closed, stepped] = [analytic.phases[phase], event.phases[phase]];
  if (closed === null || stepped === null) return { kind: 'not-modelled', reason: `${file} has no ${phase}` };
  return {
    kind: 'simulated',
    answers: {
      analyticOverEvent: closed.latencySeconds / stepped.latencySeconds,
      aboveLowerBound: Math.min(closed.latencySeconds, stepped.latencySeconds) >= closed.lowerBoundSeconds * (1 - 1e-9),
    },
    note: worstOperator(analytic, event, phase, stepped.latencySeconds),
  };
}

/** The op that differs most, as a share of the phase, and what binds it in both. */
function worstOperator(analytic: SimulationResult, event: SimulationResult, phase: (typeof phases)[number], latency: number): string {
  const stepped = new Map(event.operators.filter((op) => op.phase === phase).map((op) => [op.name, op]));
  let worst: { closed: OperatorResult; other: OperatorResult; share: number } | undefined;
  for (const closed of analytic.operators) {
    const other = stepped.get(closed.name);
    if (closed.phase !== phase || other === undefined) continue;
    const share = (closed.latencySeconds! - other.latencySeconds!) / latency;
    if (worst === undefined || Math.abs(share) > Math.abs(worst.share)) worst = { closed, other, share };
  }
  if (worst === undefined) return '';
  const { closed, other, share } = worst;
  const bound = closed.bound === other.bound ? `${closed.bound}` : `${closed.bound} in closed form, ${other.bound} in events`;
  return `largest difference: ${closed.name}, ${(100 * share).toFixed(2)} % of the phase, bound by ${bound}`;
}
