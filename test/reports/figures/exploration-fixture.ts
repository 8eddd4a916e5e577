import type { FoundDesign } from '../../../src/gym/study/answer.js';
import type { ExplorationData, ExploredDesign } from '../../../src/reports/figures/exploration-data.js';

type Values = readonly (number | null)[];

export const twoGoals = [{ name: 'latency', direction: 'minimise', unit: 's' }, { name: 'rate', direction: 'maximise', unit: 'token/s' }] as const;

/** A search as its designs: the front is what no legal one dominates. */
export function exploration(rows: readonly ExploredDesign[], objectives: ExplorationData['answer']['objectives'] = twoGoals): ExplorationData {
  const legal = rows.filter((row) => row.objectives !== null && row.violations.every((one) => one === 0));
  const costs = (row: ExploredDesign): number[] => objectives.map(({ direction }, i) => (direction === 'minimise' ? row.objectives![i]! : -row.objectives![i]!));
  const dominates = (a: number[], b: number[]): boolean => a.every((one, i) => one <= b[i]!) && a.some((one, i) => one < b[i]!);
  const some = legal.slice(0, 400);
  const front = some.filter((row) => !some.some((other) => dominates(costs(other), costs(row)))).sort((a, b) => costs(a)[0]! - costs(b)[0]!).map(found(objectives));
  const best = objectives.map((_, i) => legal.reduce<ExploredDesign | null>((a, b) => (a === null || costs(b)[i]! < costs(a)[i]! ? b : a), null));
  const knee = front[front.length >> 1] ?? null;
  return { rows, answer: { objectives, front, knee, best: knee, bestOf: Object.fromEntries(objectives.map(({ name }, i) => [name, best[i] == null ? null : found(objectives)(best[i])])) } };
}

function found(objectives: ExplorationData['answer']['objectives']): (row: ExploredDesign) => FoundDesign {
  return ({ index, design, objectives: values }) => ({ evaluation: index, parameters: design as FoundDesign['parameters'], metrics: Object.fromEntries(objectives.map(({ name }, i) => [name, values![i] ?? null])) });
}

/** A row of a trajectory; illegal where it breaks a limit. */
export function tried(index: number, objectives: Values | null, design: Readonly<Record<string, unknown>> = { lanes: index, access: 'own' }, violation = 0): ExploredDesign {
  return { index, design, objectives: objectives as readonly number[] | null, violations: [violation] };
}

/** Forty designs of three parameters: latency and rate against each other, every seventh breaks a limit, one has no values. */
export const smallSearch = exploration(Array.from({ length: 40 }, (_, i) => {
  const lanes = 2 ** (i % 6);
  const access = ['own', 'shared', 'interleaved'][i % 3]!;
  const clock = 150 + 25 * (i % 5);
  return tried(i, i === 11 ? null : [1 / lanes + 0.02 * (i % 3) + 10 / clock, 40 + 30 / lanes - (i % 4) + clock / 10], { lanes, access, clock }, i % 7 === 3 ? 0.2 : 0);
}));
