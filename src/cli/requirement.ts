import type { MathNode, OperatorNode, ParenthesisNode, ConstantNode, SymbolNode, FunctionNode, RelationalNode } from 'mathjs';
import { InputError } from '../sim/core/diagnostics.js';
import { metricValue, usualMetrics } from '../experiment/metric.js';
import { notACondition, requirementMetric, requirementPart, requirementSyntax, requirementTooLong } from './diagnostics.js';

/** Whether a result meets a condition; `text` says what did not. */
export interface RequirementVerdict {
  readonly met: boolean;
  readonly text: string;
}

/** A condition as a check of results. */
export type Requirement = (result: { readonly feasible: boolean }) => RequirementVerdict;

type Value = number | boolean;
/** The value of a metric by its path; throws where there is none. */
type Lookup = (path: string) => Value;

const maxLength = 1000;

/**
 * Reads `--require`, a formula over metrics of the result that is true or false: `totals.firstTokenSeconds < 0.02`,
 * `phases.decode.tokensPerSecond / 2 > 20 and memory.fits`. A metric that is not modelled meets nothing.
 */
export async function parseRequirement(text: string): Promise<Requirement> {
  if (text.length > maxLength) throw new InputError([requirementTooLong(maxLength)]);
  const evaluate = simple(text) ?? await formula(text);
  return (result) => {
    const values = new Map<string, Value | null>();
    const lookup: Lookup = (path) => {
      const value = metricValue(result, path);
      if (value === undefined || typeof value === 'string') throw new InputError([requirementMetric(text, path, usualMetrics(result))]);
      values.set(path, value);
      return value ?? NaN;
    };
    const answer = evaluate(lookup);
    const unknown = [...values].find(([, value]) => value === null);
    if (unknown !== undefined) return { met: false, text: `${text} is not met: ${unknown[0]} is ${result.feasible ? 'not modelled here' : 'not known, as the design does not fit'}` };
    if (typeof answer !== 'boolean') throw new InputError([notACondition(text)]);
    const shown = [...values].map(([path, value]) => `${path} = ${String(value)}`).join(', ');
    return { met: answer, text: answer ? `${text} is met` : `${text} is not met: ${shown}` };
  };
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b, '==': (a, b) => a === b, '!=': (a, b) => a !== b,
};

/** The usual requirement, a metric against a number: it needs no parser of formulas, which takes longer to load than a simulation. */
function simple(text: string): ((lookup: Lookup) => Value) | undefined {
  const match = /^\s*([A-Za-z][\w.]*)\s*(<=|>=|==|!=|<|>)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*$/.exec(text);
  if (match === null) return undefined;
  const [path, compare, limit] = [match[1]!, comparisons[match[2]!]!, Number(match[3])];
  return (lookup) => compare(Number(lookup(path)), limit);
}

async function formula(text: string): Promise<(lookup: Lookup) => Value> {
  const { parse } = await import('mathjs/number');
  // The parser takes no digits in paths (`operators.0.flops`), so it sees each path as one name of the same length.
  const paths = new Map<string, string>();
  const named = text.replace(/[A-Za-z_]\w*(?:\.\w+|\[\d+\])+/g, (path) => {
    const name = `m${paths.size}`.padEnd(path.length, '_');
    paths.set(name, path.replace(/\[(\d+)\]/g, '.$1'));
    return name;
  });
  let tree: MathNode;
  try {
    tree = parse(named);
  } catch (error) {
    throw new InputError([requirementSyntax(text, error instanceof Error ? error.message : 'it cannot be read')]);
  }
  return (lookup) => valueOf(tree, text, (name) => lookup(paths.get(name) ?? name));
}

/** What a formula comes to. Only arithmetic and conditions are known: what a user writes calls nothing else. */
function valueOf(node: MathNode, text: string, lookup: Lookup): Value {
  const inner = (other: MathNode): Value => valueOf(other, text, lookup);
  switch (node.type) {
    case 'ParenthesisNode': return inner((node as ParenthesisNode).content);
    case 'SymbolNode': return lookup((node as SymbolNode).name);
    case 'ConstantNode': {
      const value: unknown = (node as ConstantNode).value;
      return typeof value === 'number' || typeof value === 'boolean' ? value : refuse(text, 'a value that is no number');
    }
    case 'OperatorNode': {
      const { args } = node as OperatorNode;
      const op: string = (node as OperatorNode).op;
      return operate(op, args.map(inner)) ?? refuse(text, `"${op}"`);
    }
    case 'RelationalNode': {
      // `0 < x < 1`
      const { conditionals, params } = node as RelationalNode;
      const values = params.map((param) => Number(inner(param)));
      return conditionals.every((name, i) => comparisons[relations[name] ?? '']?.(values[i]!, values[i + 1]!) ?? refuse(text, name));
    }
    case 'FunctionNode': {
      const { args } = node as FunctionNode;
      const name = String((node as unknown as { readonly name: unknown }).name);
      const call = functions.get(name);
      return call === undefined ? refuse(text, `the function "${name}"`) : call(...args.map((arg) => Number(inner(arg))));
    }
    default: return refuse(text, `"${node.toString().slice(0, 40)}"`);
  }
}

const functions: ReadonlyMap<string, (...values: number[]) => number> = new Map([['min', Math.min], ['max', Math.max], ['abs', Math.abs]] as const);
const relations: Readonly<Record<string, string>> = { smaller: '<', smallerEq: '<=', larger: '>', largerEq: '>=', equal: '==', unequal: '!=' };

function operate(op: string, [a = NaN, b]: readonly Value[]): Value | undefined {
  if (b === undefined) return op === '-' ? -Number(a) : op === '+' ? Number(a) : op === 'not' ? a !== true : undefined;
  switch (op) {
    case 'and': return a === true && b === true;
    case 'or': return a === true || b === true;
    case '+': return Number(a) + Number(b);
    case '-': return Number(a) - Number(b);
    case '*': return Number(a) * Number(b);
    case '/': return Number(a) / Number(b);
    case '^': return Number(a) ** Number(b);
    default: return comparisons[op]?.(Number(a), Number(b));
  }
}

function refuse(text: string, part: string): never {
  throw new InputError([requirementPart(text, part)]);
}
