import type { Parameter } from '../../sim/model/design-space.js';
import { createCompiler, slotScalar, type Compiled, type Scalar } from './formula-compiler.js';
import type { FormulaEngine } from './formula-engine.js';
import type { Formula } from './formula-tree.js';

/** A part of formulas with a name. */
export interface NamedFormula { readonly name: string; readonly formula: Formula }

/** The formulas of a problem, in the order in which they are worked out. */
export interface FormulaSet {
  readonly parameters: readonly Parameter[];
  readonly parts: readonly NamedFormula[];
  /** Those whose numbers are wanted. */
  readonly outputs: readonly Formula[];
}

/** The numbers of one design: of each part (null for one that is a list), then of each output. */
export interface FormulaValues {
  /** Fills `parts` and `outputs`. `evaluate` may not be called again before they were read. */
  evaluate(design: readonly number[]): void;
  readonly parts: (number | null)[];
  readonly outputs: number[];
  /** True where no design needs mathjs. */
  readonly isCompiled: boolean;
}

/** Formulas as functions of numbers where all of them can be, else as mathjs works them out: the values are the same. */
export function formulaValues(set: FormulaSet, engine: FormulaEngine): FormulaValues {
  return compiledValues(set, engine) ?? interpretedValues(set);
}

/** Undefined where a formula has something that only mathjs knows. */
export function compiledValues({ parameters, parts, outputs }: FormulaSet, engine: FormulaEngine): FormulaValues | undefined {
  const compiler = createCompiler(engine);
  const names = new Map<string, Compiled>([['x', { kind: 'vector', items: parameters.flatMap(({ type }, i) => (type === 'real' ? [slotScalar(i)] : [])) }]]);
  parameters.forEach((parameter, i) => names.set(parameter.name, variable(parameter, i)));
  const steps: { readonly slot: number; readonly run: Scalar['run'] }[] = [];
  let slots = parameters.length;
  const kept = (scalar: Scalar): Scalar => {
    if (scalar.constant !== null || scalar.slot !== null) return scalar;
    steps.push({ slot: slots, run: scalar.run });
    return slotScalar(slots++);
  };
  const partRuns: (Scalar['run'] | null)[] = [];
  for (const { name, formula } of parts) {
    const part = compiler.compile(formula.tree, names);
    if (part === undefined || part.kind === 'text') return undefined;
    const value: Compiled = part.kind === 'scalar' ? kept(part) : { kind: 'vector', items: part.items.map(kept) };
    names.set(name, value);
    partRuns.push(value.kind === 'scalar' ? value.run : null);
  }
  const outputRuns: Scalar['run'][] = [];
  for (const { tree } of outputs) {
    const output = compiler.compile(tree, names);
    if (output?.kind !== 'scalar') return undefined;
    outputRuns.push(output.run);
  }

  const frame = new Float64Array(slots);
  const tables = parameters.map((parameter) => ('values' in parameter && parameter.values.every((value) => typeof value === 'number') ? parameter.values : null));
  const values: FormulaValues = {
    parts: new Array<number | null>(parts.length).fill(null), outputs: new Array<number>(outputs.length).fill(0), isCompiled: true,
    evaluate: (design) => {
      for (let i = 0; i < design.length; i++) {
        const table = tables[i]!;
        frame[i] = table === null ? design[i]! : table[design[i]!]!;
      }
      for (let i = 0; i < steps.length; i++) frame[steps[i]!.slot] = steps[i]!.run(frame);
      for (let i = 0; i < partRuns.length; i++) {
        const run = partRuns[i];
        if (run != null) values.parts[i] = run(frame);
      }
      for (let i = 0; i < outputRuns.length; i++) values.outputs[i] = outputRuns[i]!(frame);
    },
  };
  return values;
}

function variable(parameter: Parameter, slot: number): Compiled {
  if (!('values' in parameter) || parameter.values.every((value) => typeof value === 'number')) return slotScalar(slot);
  return { kind: 'text', texts: parameter.values.map(String), slot };
}

/** As mathjs works formulas out. `evaluate` throws what mathjs throws. */
export function interpretedValues({ parameters, parts, outputs }: FormulaSet): FormulaValues {
  const values: FormulaValues = {
    parts: new Array<number | null>(parts.length).fill(null), outputs: new Array<number>(outputs.length).fill(0), isCompiled: false,
    evaluate: (design) => {
      const scope = scopeOf(parameters, design);
      parts.forEach(({ name, formula }, i) => {
        const value = formula.evaluate(scope);
        scope.set(name, value);
        values.parts[i] = numberOf(value) ?? null;
      });
      outputs.forEach((formula, i) => {
        const value = formula.evaluate(scope);
        const number = numberOf(value);
        if (number === undefined) throw new Error(`the formula ${formula.text} gives ${shownKind(value)}, not a number`);
        values.outputs[i] = number;
      });
    },
  };
  return values;
}

/** What formulas may use by name, as mathjs takes it: `x`, the list of the real variables, and every variable; one called x hides the list. */
export function scopeOf(parameters: readonly Parameter[], design: readonly number[]): Map<string, unknown> {
  const scope = new Map<string, unknown>([['x', design.filter((_, i) => parameters[i]!.type === 'real')]]);
  parameters.forEach((parameter, i) => scope.set(parameter.name, 'values' in parameter ? parameter.values[design[i]!] : design[i]));
  return scope;
}

/** A number, or 1 for true and 0 for false; undefined for what is neither. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined;
}

export function shownKind(value: unknown): string {
  return Array.isArray(value) ? `a list of ${value.length}` : typeof value === 'string' ? 'a text' : typeof value === 'function' ? 'a function' : 'something else';
}
