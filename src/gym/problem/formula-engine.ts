import type { FactoryFunctionMap, MathNode } from 'mathjs';

/** What formulas need of mathjs. */
export interface FormulaEngine {
  /** The tree of a formula. Throws a `SyntaxError`, with `char` from 1 where it says where. */
  parse(text: string): MathNode;
  /** Where mathjs does not do as `Math` does: odd roots of negative numbers, halves rounded away from 0. */
  readonly pow: (base: number, exponent: number) => number;
  readonly round: (value: number) => number;
}

/** Ways out of a formula, or to numbers that differ from one call to the next. `formula-names.ts` lets none of them through either: two locks. */
const disabled = ['import', 'createUnit', 'evaluate', 'parse', 'compile', 'parser', 'simplify', 'derivative', 'rationalize', 'resolve', 'help', 'random', 'randomInt', 'pickRandom'] as const;

let loaded: Promise<FormulaEngine> | undefined;

/**
 * mathjs, loaded when the first formula is read: it takes longer to load than most problems take to search. Lists are plain arrays, and what
 * has no real value is NaN rather than a complex number (`predictable`). Texts may be compared with `==` and `!=`.
 */
export function loadFormulaEngine(): Promise<FormulaEngine> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<FormulaEngine> {
  const { all, create } = await import('mathjs');
  const math = create(all as FactoryFunctionMap, { matrix: 'Array', predictable: true });
  const engine: FormulaEngine = {
    parse: math.parse.bind(math),
    pow: (base, exponent) => realOf(math.pow(base, exponent)),
    round: (value) => math.round(value),
  };
  const signaturesOf = (name: 'equal' | 'unequal'): Record<string, (...args: unknown[]) => unknown> => (math[name] as unknown as { signatures: Record<string, (...args: unknown[]) => unknown> }).signatures;
  const comparisons = {
    equal: math.typed('equal', { ...signaturesOf('equal'), 'string, string': (a: unknown, b: unknown) => a === b }),
    unequal: math.typed('unequal', { ...signaturesOf('unequal'), 'string, string': (a: unknown, b: unknown) => a !== b }),
  };
  math.import(comparisons, { override: true });
  math.import(Object.fromEntries(disabled.map((name) => [name, () => {
    throw new Error(`${name} is not available in formulas`);
  }])), { override: true });
  return engine;
}

function realOf(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}
