import type { Scalar, Vector } from './formula-compiler.js';
import type { FormulaEngine } from './formula-engine.js';

/** mathjs takes numbers as equal that differ by less than a part in 10^12, or by less than 10^-15. */
const relativeTolerance = 1e-12;
const absoluteTolerance = 1e-15;

type Run = Scalar['run'];
type Binary = (a: number, b: number) => number;

function nearlyEqual(a: number, b: number): boolean {
  if (a === b) return true;
  // Also false where one is NaN or infinite: the difference is then neither.
  return Math.abs(a - b) <= Math.max(relativeTolerance * Math.max(Math.abs(a), Math.abs(b)), absoluteTolerance) && Number.isFinite(a) && Number.isFinite(b);
}

const larger = (a: number, b: number): boolean => a > b && !nearlyEqual(a, b);
const smaller = (a: number, b: number): boolean => a < b && !nearlyEqual(a, b);

/** The integer that a number is but for rounding errors, or the next one up: what mathjs' `ceil` gives. */
function ceilNear(x: number): number {
  const up = Math.ceil(x);
  const down = Math.floor(x);
  return up !== down && nearlyEqual(x, down) && !nearlyEqual(x, up) ? down : up;
}

function floorNear(x: number): number {
  const up = Math.ceil(x);
  const down = Math.floor(x);
  return up !== down && nearlyEqual(x, up) && !nearlyEqual(x, down) ? up : down;
}

/** Rounds halves away from 0. Near a half, and where doubles are coarse, mathjs decides by decimal digits. */
function roundNear(x: number, round: FormulaEngine['round']): number {
  const fraction = Math.abs(x - Math.trunc(x));
  return Math.abs(x) < 1e6 && Math.abs(fraction - 0.5) > 1e-5 ? Math.round(x) : round(x);
}

function power(x: number, y: number, exact: FormulaEngine['pow']): number {
  return x < 0 && !Number.isInteger(y) ? exact(x, y) : x ** y;
}

function scalar(run: Run): Scalar {
  return { kind: 'scalar', run, constant: null, slot: null };
}

function fixed(value: number): Scalar {
  return { kind: 'scalar', run: () => value, constant: value, slot: null };
}

const arithmetic: Readonly<Record<string, (a: Run, b: Run) => Run>> = {
  add: (a, b) => (f) => a(f) + b(f),
  subtract: (a, b) => (f) => a(f) - b(f),
  multiply: (a, b) => (f) => a(f) * b(f),
  divide: (a, b) => (f) => a(f) / b(f),
  larger: (a, b) => (f) => Number(larger(a(f), b(f))),
  smaller: (a, b) => (f) => Number(smaller(a(f), b(f))),
  largerEq: (a, b) => (f) => { const [p, q] = [a(f), b(f)]; return Number(p >= q || nearlyEqual(p, q)); },
  smallerEq: (a, b) => (f) => { const [p, q] = [a(f), b(f)]; return Number(p <= q || nearlyEqual(p, q)); },
  equal: (a, b) => (f) => Number(nearlyEqual(a(f), b(f))),
  unequal: (a, b) => (f) => Number(!nearlyEqual(a(f), b(f))),
  and: (a, b) => (f) => (a(f) && b(f) ? 1 : 0),
  or: (a, b) => (f) => (a(f) || b(f) ? 1 : 0),
};

/** With a number that is known on one side, one call less. */
const withLeft: Readonly<Record<string, (a: number, b: Run) => Run>> = { add: (a, b) => (f) => a + b(f), subtract: (a, b) => (f) => a - b(f), multiply: (a, b) => (f) => a * b(f), divide: (a, b) => (f) => a / b(f) };
const withRight: Readonly<Record<string, (a: Run, b: number) => Run>> = { add: (a, b) => (f) => a(f) + b, subtract: (a, b) => (f) => a(f) - b, multiply: (a, b) => (f) => a(f) * b, divide: (a, b) => (f) => a(f) / b };

const unary: Readonly<Record<string, (a: Run) => Run>> = {
  unaryMinus: (a) => (f) => -a(f),
  unaryPlus: (a) => a,
  not: (a) => (f) => (a(f) ? 0 : 1),
};

/** The elementwise operators, and what each does with numbers. */
const elementwise: Readonly<Record<string, string>> = { dotPow: 'pow', dotMultiply: 'multiply', dotDivide: 'divide' };

/** An operator on numbers; undefined for one that only mathjs has. */
export function scalarOperation(operator: string, args: readonly Scalar[], engine: FormulaEngine): Scalar | undefined {
  const [a, b] = args;
  if (a === undefined || args.length > 2) return undefined;
  const run = b === undefined ? unary[operator]?.(a.run) : binaryRun(elementwise[operator] ?? operator, a, b, engine);
  if (run === undefined) return undefined;
  return args.every((arg) => arg.constant !== null) ? fixed(run(new Float64Array(0))) : scalar(run);
}

function binaryRun(operator: string, a: Scalar, b: Scalar, engine: FormulaEngine): Run | undefined {
  if (operator === 'pow') {
    const [base, exponent, exact] = [a.run, b.run, engine.pow];
    const known = b.constant;
    return known !== null && Number.isInteger(known) ? (f) => base(f) ** known : (f) => power(base(f), exponent(f), exact);
  }
  if (a.constant !== null && Object.hasOwn(withLeft, operator)) return withLeft[operator]!(a.constant, b.run);
  if (b.constant !== null && Object.hasOwn(withRight, operator)) return withRight[operator]!(a.run, b.constant);
  return arithmetic[operator]?.(a.run, b.run);
}

/** An operator with a list: item by item, a number going with each of them. Undefined where mathjs takes the operator for another (a product of lists). */
export function elementOperation(operator: string, args: readonly (Scalar | Vector)[], engine: FormulaEngine): Vector | undefined {
  const lists = args.filter((arg) => arg.kind === 'vector');
  const length = lists[0]!.items.length;
  const isOfLists = ['add', 'subtract', 'unaryMinus', ...Object.keys(elementwise)].includes(operator);
  const scales = operator === 'multiply' && lists.length === 1;
  const divides = operator === 'divide' && lists.length === 1 && args[0]!.kind === 'vector';
  if (!(isOfLists || scales || divides) || lists.some(({ items }) => items.length !== length)) return undefined;
  const items: Scalar[] = [];
  for (let i = 0; i < length; i++) {
    const item = scalarOperation(operator, args.map((arg) => (arg.kind === 'scalar' ? arg : arg.items[i]!)), engine);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: 'vector', items };
}

const plain = (apply: (x: number) => number) => (a: Scalar): Scalar => {
  const { run } = a;
  return a.constant === null ? scalar((f) => apply(run(f))) : fixed(apply(a.constant));
};

/** Functions of one number. */
export const scalarFunctions: ReadonlyMap<string, (a: Scalar, engine: FormulaEngine) => Scalar> = new Map<string, (a: Scalar, engine: FormulaEngine) => Scalar>([
  ...([
    ['abs', Math.abs], ['sqrt', Math.sqrt], ['exp', Math.exp], ['log', Math.log], ['log2', Math.log2], ['log10', Math.log10], ['sin', Math.sin], ['cos', Math.cos], ['tan', Math.tan],
    ['asin', Math.asin], ['acos', Math.acos], ['atan', Math.atan], ['sign', Math.sign], ['ceil', ceilNear], ['floor', floorNear],
  ] as const).map(([name, apply]): [string, (a: Scalar) => Scalar] => [name, plain(apply)]),
  ['square', plain((x) => x * x)],
  ['cube', plain((x) => x * x * x)],
  ['round', (a, engine) => plain((x) => roundNear(x, engine.round))(a)],
]);

/** Functions of many numbers, worked out from the first to the last. */
export const foldFunctions: ReadonlyMap<string, (items: readonly Scalar[]) => Scalar> = new Map([
  ['sum', sum],
  ['mean', (items) => { const { run } = sum(items); const { length } = items; return scalar((f) => run(f) / length); }],
  ['prod', (items) => fold(items, (a, b) => a * b)],
  ['max', (items) => fold(items, (a, b) => (Number.isNaN(b) || larger(b, a) ? b : a))],
  ['min', (items) => fold(items, (a, b) => (Number.isNaN(b) || smaller(b, a) ? b : a))],
]);

function sum(items: readonly Scalar[]): Scalar {
  const first = items[0]!.slot;
  if (first === null || items.length < 3 || items.some(({ slot }, i) => slot !== first + i)) return fold(items, (a, b) => a + b);
  const end = first + items.length;
  return scalar((frame) => {
    let total = frame[first]!;
    for (let i = first + 1; i < end; i++) total += frame[i]!;
    return total;
  });
}

function fold(items: readonly Scalar[], apply: Binary): Scalar {
  const runs = items.map(({ run }) => run);
  const [first, second] = runs;
  if (runs.length === 2) return scalar((f) => apply(first!(f), second!(f)));
  return scalar((frame) => {
    let total = runs[0]!(frame);
    for (let i = 1; i < runs.length; i++) total = apply(total, runs[i]!(frame));
    return total;
  });
}
