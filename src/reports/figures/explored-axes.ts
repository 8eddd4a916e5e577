import { foundValues, isLegalDesign, type ExplorationData, type ExploredObjective } from './exploration-data.js';
import { nameOf, parallelAxis, type ParallelAxis } from './parallel-axis.js';

/** The axes that designs of a search are lines over: those of parameters first, then those of objectives. */
export interface ExploredAxes {
  readonly axes: readonly ParallelAxis[];
  /** The parameters with an axis, in the order of the axes. */
  readonly parameters: readonly string[];
  readonly objectives: readonly ExploredObjective[];
  /** Parameters that differ between designs, those without an axis included. */
  readonly varied: number;
  /** Parameters that are the same in all designs. */
  readonly constant: readonly { readonly name: string; readonly value: unknown }[];
}

const mostAxes = 22;

/** The axes of a search, from all of its legal designs. Objectives stand so that better is right; null where no design is legal. */
export function exploredAxes({ answer, rows }: ExplorationData): ExploredAxes | null {
  const found = [...answer.front, ...(answer.best === null ? [] : [answer.best])];
  const designs = [...rows.filter(isLegalDesign).map(({ design, objectives }) => ({ parameters: design, values: objectives! })), ...found.map((one) => ({ parameters: one.parameters, values: foundValues(answer, one) }))];
  const [first] = designs;
  if (first === undefined) return null;
  const { objectives } = answer;
  const all = Object.entries(first.parameters).map(([name, value]) => ({ name, value, isVaried: designs.some(({ parameters }) => parameters[name] !== value && nameOf(parameters[name]) !== nameOf(value)) }));
  const varied = all.filter(({ isVaried }) => isVaried).map(({ name }) => name);
  const parameters = varied.slice(0, Math.max(1, mostAxes - objectives.length));
  return {
    parameters, objectives, varied: varied.length, constant: all.filter(({ isVaried }) => !isVaried),
    axes: [
      ...parameters.map((name) => parallelAxis(name, designs.map(({ parameters: own }) => own[name]))),
      ...objectives.map(({ name, unit = '', direction }, i) => parallelAxis(name, designs.map(({ values }) => values[i]), unit, direction === 'minimise')),
    ],
  };
}

/** The values of a design in the order of the axes. */
export function axisValues({ parameters, objectives }: ExploredAxes, design: Readonly<Record<string, unknown>>, values: readonly (number | null)[]): readonly unknown[] {
  return [...parameters.map((name) => design[name]), ...objectives.map((_, i) => values[i])];
}
