import type { TrajectoryHeader, TrajectoryRow } from './trajectory.js';

/** A column of a table. */
export interface TrajectoryColumn {
  readonly name: string;
  readonly values: readonly (number | boolean | string | null)[];
}

/** Rows as columns: place, fidelity, parameters, objectives, violations, metrics, and why a design is not legal. Names of one another's kind are told apart by their head. */
export function trajectoryColumns({ parameters, objectives, constraints }: TrajectoryHeader, rows: readonly TrajectoryRow[]): readonly TrajectoryColumn[] {
  const names = new Set<string>(objectives.map(({ name }) => name));
  const metrics = [...new Set(rows.flatMap(({ metrics: own }) => Object.keys(own)))].filter((name) => !names.has(name));
  return [
    { name: 'index', values: rows.map(({ index }) => index) },
    { name: 'fidelity', values: rows.map(({ fidelity }) => fidelity ?? null) },
    { name: 'legal', values: rows.map((row) => row.objectives !== null && row.failure === undefined && row.violations.every((violation) => violation === 0)) },
    ...parameters.map((name) => ({ name: `parameter.${name}`, values: rows.map(({ design }) => cellOf(design[name])) })),
    ...objectives.map(({ name }, i) => ({ name: `objective.${name}`, values: rows.map((row) => row.objectives?.[i] ?? null) })),
    ...constraints.map((name, i) => ({ name: `violation.${name}`, values: rows.map(({ violations }) => violations[i] ?? null) })),
    ...metrics.map((name) => ({ name: `metric.${name}`, values: rows.map(({ metrics: own }) => own[name] ?? null) })),
    { name: 'reasons', values: rows.map(({ reasons }) => reasons.join('; ')) },
    { name: 'failure', values: rows.map(({ failure }) => failure ?? null) },
  ];
}

function cellOf(value: unknown): number | boolean | string | null {
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : null;
}
