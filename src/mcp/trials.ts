import { InputError, type Problem } from '../sim/core/diagnostics.js';
import { isRecord } from '../sim/core/is-record.js';
import { designFrom, valuesOf } from '../sim/model/design-space.js';
import type { Proposal, Trial } from '../gym/agents/agent.js';
import type { Evaluation, SearchProblem } from '../gym/problem/search-problem.js';
import { rowWithoutDesign, trajectoryTooLong, wrongRow } from './diagnostics.js';

const mostRows = 20_000;

/**
 * The rows of a trajectory as trials: each has a `design` (values by name), and what came of it (`objectives`, `violations`, ... as `archsim explore` writes them); where `objectives`
 * is left out the design is evaluated here. Throws all that is wrong with the rows, each with its pointer.
 */
export function trialsOfRows(rows: readonly unknown[], problem: SearchProblem): readonly Trial[] {
  if (rows.length > mostRows) throw new InputError([trajectoryTooLong(rows.length, mostRows)]);
  const problems: Problem[] = [];
  const trials = rows.flatMap((row, i): readonly Trial[] => {
    if (!isRecord(row) || !isRecord(row['design'])) {
      problems.push(rowWithoutDesign(i));
      return [];
    }
    const wrong = wrongParts(row, i, problem);
    problems.push(...wrong);
    try {
      const design = designFrom(problem.space, row['design']);
      if (wrong.length > 0) return [];
      const fidelity = problem.fidelities !== undefined && row['fidelity'] !== undefined ? problem.fidelities.indexOf(row['fidelity'] as string) : undefined;
      return [{ design, ...(fidelity === undefined ? {} : { fidelity }), evaluation: row['objectives'] === undefined ? problem.evaluate(design, fidelity) : evaluationIn(row, problem) }];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems.map((found) => ({ ...found, pointer: `/trajectory/${i}/design` })));
      return [];
    }
  });
  if (problems.length > 0) throw new InputError(problems);
  return trials;
}

type Row = Readonly<Record<string, unknown>>;

function wrongParts(row: Row, i: number, { objectives, constraints, fidelities = [] }: SearchProblem): Problem[] {
  const numbers = (value: unknown, count: number, least: number): boolean => Array.isArray(value) && value.length === count && value.every((one) => Number.isFinite(one) && (one as number) >= least);
  const wrong: Problem[] = [];
  const check = (field: string, isRight: (value: unknown) => boolean, rule: string): void => {
    if (row[field] !== undefined && !isRight(row[field])) wrong.push(wrongRow(i, field, rule));
  };
  check('objectives', (value) => value === null || numbers(value, objectives.length, -Infinity), `null or ${objectives.length} numbers: ${objectives.map(({ name }) => name).join(', ')}`);
  check('violations', (value) => numbers(value, constraints.length, 0), `${constraints.length} numbers from 0: ${constraints.map(({ name }) => name).join(', ')}`);
  check('reasons', (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'), 'a list of texts');
  check('metrics', (value) => isRecord(value) && Object.values(value).every((one) => one === null || Number.isFinite(one)), 'an object of numbers');
  check('failure', (value) => typeof value === 'string', 'a text');
  if (fidelities.length > 0) check('fidelity', (value) => fidelities.includes(value as string), `one of ${fidelities.join(', ')}`);
  return wrong;
}

function evaluationIn(row: Row, { constraints }: SearchProblem): Evaluation {
  const { objectives, violations = new Array<number>(constraints.length).fill(0), reasons = [], metrics = {}, failure } = row as unknown as Partial<Evaluation>;
  return { objectives: objectives ?? null, violations, reasons, metrics, ...(failure === undefined ? {} : { failure }) };
}

/** A design as a row of a trajectory, with what came of it where that is given. */
export function rowOf(index: number, { design, fidelity }: Proposal, evaluation: Evaluation | null, { space, fidelities = [] }: SearchProblem): Row {
  return { index, design: valuesOf(space, design), ...(fidelity === undefined ? {} : { fidelity: fidelities[fidelity] }), ...evaluation };
}
