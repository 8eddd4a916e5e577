import type {
  AccessorNode, ArrayNode, ConditionalNode, ConstantNode, FunctionAssignmentNode, FunctionNode, MathNode, ObjectNode, OperatorNode, ParenthesisNode, RangeNode, RelationalNode, SymbolNode,
} from 'mathjs';
import { InputError } from '../../sim/core/diagnostics.js';
import { formulaPart, formulaSyntax, formulaTooLarge } from '../diagnostics.js';
import type { FormulaEngine } from './formula-engine.js';

/** A formula as a tree of the few things that formulas may have. */
export type FormulaTree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  /** `operator` is mathjs' name of it: add, unaryMinus, smallerEq, ... */
  | { readonly kind: 'operation'; readonly operator: string; readonly args: readonly FormulaTree[] }
  /** `0 < x < 1` */
  | { readonly kind: 'relation'; readonly operators: readonly string[]; readonly args: readonly FormulaTree[] }
  | { readonly kind: 'condition'; readonly test: FormulaTree; readonly yes: FormulaTree; readonly no: FormulaTree }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly FormulaTree[] }
  | { readonly kind: 'list'; readonly items: readonly FormulaTree[] }
  | { readonly kind: 'table'; readonly entries: ReadonlyMap<string, FormulaTree> }
  | { readonly kind: 'element'; readonly of: FormulaTree; readonly indices: readonly FormulaTree[] }
  | { readonly kind: 'range'; readonly start: FormulaTree; readonly step: FormulaTree | null; readonly end: FormulaTree }
  /** `f(t) = t^2`, as an argument of `map`. */
  | { readonly kind: 'function'; readonly name: string; readonly parameters: readonly string[]; readonly body: FormulaTree };

/** A formula that was read: what it has, and mathjs' own way to work it out. */
export interface Formula {
  readonly text: string;
  readonly tree: FormulaTree;
  evaluate(scope: Map<string, unknown>): unknown;
}

const maxDepth = 400;
const maxNodes = 20_000;

/** Reads a formula. Throws `InputError` (`formula/...`) at the pointer, with the character from 1 where it is known. */
export function readFormula(engine: FormulaEngine, text: string, pointer: string): Formula {
  let root: MathNode;
  try {
    root = engine.parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError([formulaTooLarge(pointer, 'is nested too deeply')]);
    const at = error instanceof SyntaxError && 'char' in error ? Number(error.char) : undefined;
    throw new InputError([formulaSyntax(pointer, error instanceof Error ? error.message : String(error), at)]);
  }
  const tree = treeOf(root, { pointer, nodes: 0 }, 0);
  const code = root.compile();
  return { text, tree, evaluate: (scope) => code.evaluate(scope) as unknown };
}

interface Reading { readonly pointer: string; nodes: number }

function treeOf(node: MathNode, reading: Reading, depth: number): FormulaTree {
  if (depth > maxDepth) throw new InputError([formulaTooLarge(reading.pointer, `is nested more than ${maxDepth} deep`)]);
  if (++reading.nodes > maxNodes) throw new InputError([formulaTooLarge(reading.pointer, `has more than ${maxNodes} parts`)]);
  const inner = (child: MathNode): FormulaTree => treeOf(child, reading, depth + 1);
  const refuse = (part: string): never => {
    throw new InputError([formulaPart(reading.pointer, part)]);
  };
  switch (node.type) {
    case 'ParenthesisNode': return inner((node as ParenthesisNode).content);
    case 'ConstantNode': {
      const value: unknown = (node as ConstantNode).value;
      if (typeof value === 'string') return { kind: 'text', value };
      return typeof value === 'number' || typeof value === 'boolean' ? { kind: 'number', value: Number(value) } : refuse(String(value));
    }
    case 'SymbolNode': return { kind: 'name', name: (node as SymbolNode).name };
    case 'OperatorNode': return { kind: 'operation', operator: (node as OperatorNode).fn, args: (node as OperatorNode).args.map(inner) };
    case 'RelationalNode': return { kind: 'relation', operators: (node as RelationalNode).conditionals, args: (node as RelationalNode).params.map(inner) };
    case 'ConditionalNode': {
      const { condition, trueExpr, falseExpr } = node as ConditionalNode;
      return { kind: 'condition', test: inner(condition), yes: inner(trueExpr), no: inner(falseExpr) };
    }
    case 'FunctionNode': {
      const { fn, args } = node as FunctionNode<MathNode>;
      return fn.type === 'SymbolNode' ? { kind: 'call', name: (fn as SymbolNode).name, args: args.map(inner) } : refuse(node.toString());
    }
    case 'ArrayNode': return { kind: 'list', items: (node as ArrayNode).items.map(inner) };
    case 'ObjectNode': return { kind: 'table', entries: new Map(Object.entries((node as ObjectNode).properties).map(([key, value]) => [key, inner(value)])) };
    case 'AccessorNode': {
      const { object, index } = node as AccessorNode;
      return { kind: 'element', of: inner(object), indices: (index).dimensions.map(inner) };
    }
    case 'RangeNode': {
      const { start, step, end } = node as RangeNode;
      return { kind: 'range', start: inner(start), step: step === null ? null : inner(step), end: inner(end) };
    }
    case 'FunctionAssignmentNode': {
      const { name, params, expr } = node as FunctionAssignmentNode;
      return { kind: 'function', name, parameters: params, body: inner(expr) };
    }
    default: return refuse(node.toString());
  }
}
