import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { gathered } from '../../sim/core/gathered.js';
import { fromUnit, spaceProblems, type DesignSpace } from '../../sim/model/design-space.js';
import { badName, formulaFails, formulaNoNumber, nameTwice, needsOneLimit, wrongReference } from '../diagnostics.js';
import type { ProblemInput } from '../schema/problem.js';
import { failed } from './evaluation.js';
import { loadFormulaEngine, type FormulaEngine } from './formula-engine.js';
import { isFormulaName, unknownNames } from './formula-names.js';
import { readFormula, type Formula } from './formula-tree.js';
import { formulaValues, numberOf, scopeOf, shownKind, type FormulaSet, type FormulaValues } from './formula-values.js';
import type { Evaluation, SearchProblem } from './search-problem.js';
import { parametersOf } from './variables.js';

/** The search problem that a checked input describes. Throws `InputError` with every problem, each with its pointer in the input. */
export async function problemFromInput(input: ProblemInput): Promise<SearchProblem> {
  const { name, objectives, constraints = [], referencePoint } = input;
  const engine = await loadFormulaEngine();
  const { parameters, origins } = parametersOf(input.variables);
  const space: DesignSpace = { parameters };
  const ofVariables = spaceProblems(space, '').map((found) => ({ ...found, pointer: found.pointer!.replace(/^\/(\d+)/, (_, i: string) => `/variables/${origins[Number(i)]!}`) }));
  const problems = [...ofVariables.filter(({ pointer }, i) => ofVariables.findIndex((other) => other.pointer === pointer) === i), ...inputProblems(input, space)];
  if (problems.length > 0) throw new InputError(problems);
  const places = [...partPlaces(input.let ?? {}), ...outputPlaces(objectives, constraints)];
  const set = formulasOf(input, space, places, engine);
  probe(set, places);

  const limits = constraints.map(({ name: constraint, atMost, atLeast }): Limit => ({ name: constraint, limit: (atMost ?? atLeast)!, sign: atMost === undefined ? -1 : 1 }));
  const values = formulaValues(set, engine);
  return {
    name, space,
    objectives: objectives.map(({ name: objective, direction, unit }) => ({ name: objective, direction, ...(unit === undefined ? {} : { unit }) })),
    constraints: limits.map((one) => ({ name: one.name, limit: limitText(one) })),
    ...(referencePoint === undefined ? {} : { referencePoint }),
    evaluate: (design) => {
      try {
        values.evaluate(design);
      } catch (error) {
        return failed(error instanceof Error ? error.message : String(error), limits.length);
      }
      return evaluationOf(values, set, input.objectives, limits);
    },
  };
}

interface Limit {
  readonly name: string;
  readonly limit: number;
  /** 1 where the limit is the largest legal value, -1 where it is the least. */
  readonly sign: 1 | -1;
}

function limitText({ limit, sign }: Limit): string {
  return `at ${sign === 1 ? 'most' : 'least'} ${limit}`;
}

/** Names that no formula can use, names that are there twice, limits and a reference point that are none. */
function inputProblems({ variables, let: parts = {}, objectives, constraints = [], referencePoint }: ProblemInput, space: DesignSpace): Problem[] {
  const names = new Set(space.parameters.map((parameter) => parameter.name));
  const twice = (all: readonly { readonly name: string }[], at: string): Problem[] => all.flatMap(({ name }, i) => (all.findIndex((other) => other.name === name) < i ? [nameTwice(`${at}/${i}/name`, name)] : []));
  return [
    ...variables.flatMap(({ name }, i) => (isFormulaName(name) ? [] : [badName(`/variables/${i}/name`, name)])),
    ...Object.keys(parts).flatMap((name) => (!isFormulaName(name) || name === 'x' ? [badName(`/let/${name}`, name)] : names.has(name) ? [nameTwice(`/let/${name}`, name)] : [])),
    ...twice(objectives, '/objectives'),
    ...twice(constraints, '/constraints'),
    ...constraints.flatMap(({ name, atMost, atLeast }, i) => ((atMost === undefined) === (atLeast === undefined) ? [needsOneLimit(`/constraints/${i}`, name)] : [])),
    ...(referencePoint !== undefined && referencePoint.length !== objectives.length ? [wrongReference('/referencePoint', referencePoint.length, objectives.length)] : []),
  ];
}

function formulasOf({ let: parts = {} }: ProblemInput, space: DesignSpace, places: readonly Place[], engine: FormulaEngine): FormulaSet {
  const known = new Set(['x', ...space.parameters.map(({ name }) => name)]);
  const read = ({ text, pointer, name }: Place): { readonly name: string; readonly formula: Formula } => {
    try {
      const formula = readFormula(engine, text, pointer);
      const unknown = unknownNames(formula.tree, known, pointer);
      if (unknown.length > 0) throw new InputError(unknown);
      return { name, formula };
    } finally {
      // A part that is wrong is not unknown to those below it.
      if (pointer.startsWith('/let/')) known.add(name);
    }
  };
  const all = gathered(places, read);
  const count = Object.keys(parts).length;
  return { parameters: space.parameters, parts: all.slice(0, count), outputs: all.slice(count).map(({ formula }) => formula) };
}

interface Place { readonly name: string; readonly text: string; readonly pointer: string }

function partPlaces(parts: Readonly<Record<string, string>>): readonly Place[] {
  return Object.entries(parts).map(([name, text]) => ({ name, text, pointer: `/let/${name}` }));
}

function outputPlaces(objectives: ProblemInput['objectives'], constraints: NonNullable<ProblemInput['constraints']>): readonly Place[] {
  return [
    ...objectives.map(({ name, formula }, i) => ({ name, text: formula, pointer: `/objectives/${i}/formula` })),
    ...constraints.map(({ name, formula }, i) => ({ name, text: formula, pointer: `/constraints/${i}/formula` })),
  ];
}

/** Works every formula out once, in the middle of the space, so that one that can never be worked out is a problem of the file and not of each design. */
function probe({ parameters, parts, outputs }: FormulaSet, places: readonly Place[]): void {
  const scope = scopeOf(parameters, parameters.map((parameter) => fromUnit(parameter, 0.5)));
  const work = (formula: Formula, { pointer }: Place): unknown => {
    try {
      return formula.evaluate(scope);
    } catch (error) {
      throw new InputError([formulaFails(pointer, error instanceof Error ? error.message : String(error))]);
    }
  };
  parts.forEach(({ name, formula }, i) => scope.set(name, work(formula, places[i]!)));
  outputs.forEach((formula, i) => {
    const place = places[parts.length + i]!;
    const value = work(formula, place);
    if (numberOf(value) === undefined) throw new InputError([formulaNoNumber(place.pointer, shownKind(value))]);
  });
}

function evaluationOf(values: FormulaValues, set: FormulaSet, named: ProblemInput['objectives'], limits: readonly Limit[]): Evaluation {
  const metrics: Record<string, number | null> = {};
  for (let i = 0; i < set.parts.length; i++) {
    const part = values.parts[i] ?? null;
    if (part !== null) metrics[set.parts[i]!.name] = Number.isFinite(part) ? part : null;
  }
  const objectives: number[] = [];
  for (let i = 0; i < named.length; i++) {
    const value = values.outputs[i]!;
    if (!Number.isFinite(value)) return failed(`objective ${named[i]!.name} is ${value}`, limits.length);
    metrics[named[i]!.name] = value;
    objectives.push(value);
  }
  const violations: number[] = [];
  const reasons: string[] = [];
  for (let i = 0; i < limits.length; i++) {
    const { name, limit, sign } = limits[i]!;
    const value = values.outputs[named.length + i]!;
    if (!Number.isFinite(value)) return failed(`constraint ${name} is ${value}`, limits.length);
    metrics[name] = value;
    const excess = sign * (value - limit);
    violations.push(excess > 0 ? clamped(excess / (limit === 0 ? 1 : Math.abs(limit))) : 0);
    if (excess > 0) reasons.push(`${name} is ${value}, ${sign === 1 ? 'at most' : 'at least'} ${limit} is legal`);
  }
  return { objectives, violations, reasons, metrics };
}

/** A violation is finite and not 0, however far or near the limit is. */
function clamped(violation: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(Number.MIN_VALUE, violation));
}
