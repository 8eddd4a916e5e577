import type { Problem } from '../../sim/core/diagnostics.js';
import { formulaFunction, formulaName, formulaPart } from '../diagnostics.js';
import type { FormulaTree } from './formula-tree.js';

export const formulaConstants: Readonly<Record<string, number>> = { pi: Math.PI, tau: 2 * Math.PI, e: Math.E, phi: (1 + Math.sqrt(5)) / 2 };

/** Functions that formulas may call: of numbers and short lists, without side effects, and none that makes much of little. */
export const formulaFunctions: readonly string[] = [
  'abs', 'acos', 'acosh', 'add', 'and', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'ceil', 'concat', 'cos', 'cosh', 'cot', 'count', 'csc', 'cube', 'cumsum', 'divide', 'dot', 'dotDivide',
  'dotMultiply', 'dotPow', 'equal', 'erf', 'exp', 'expm1', 'fix', 'floor', 'gamma', 'gcd', 'hypot', 'isInteger', 'isNaN', 'isNegative', 'isPositive', 'isZero', 'larger', 'largerEq', 'lcm', 'log', 'log10', 'log1p',
  'log2', 'mad', 'map', 'max', 'mean', 'median', 'min', 'mod', 'multiply', 'norm', 'not', 'nthRoot', 'or', 'pow', 'prod', 'round', 'sec', 'sign', 'sin', 'sinh', 'smaller', 'smallerEq', 'sort', 'sqrt', 'square',
  'std', 'subtract', 'sum', 'tan', 'tanh', 'unaryMinus', 'unequal', 'variance', 'xor',
];

const functionSet: ReadonlySet<string> = new Set(formulaFunctions);
/** Words that the syntax or the engine takes for something else. */
const reserved: ReadonlySet<string> = new Set([
  'end', 'to', 'in', 'and', 'or', 'not', 'xor', 'mod', 'true', 'false', 'null', 'undefined', 'NaN', 'Infinity', 'i', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty',
]);

/** True for what can name a variable or a part of `let`. Constants may be hidden by it, functions not. */
export function isFormulaName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !reserved.has(name) && !functionSet.has(name);
}

/** What a formula uses and nobody knows. `known` are the variables and parts that it may use. */
export function unknownNames(tree: FormulaTree, known: ReadonlySet<string>, pointer: string): Problem[] {
  const problems = new Map<string, Problem>();
  const misplaced = (part: string): void => {
    problems.set(part, formulaPart(pointer, part));
  };
  const visit = (node: FormulaTree, names: ReadonlySet<string>, inIndex: boolean): void => {
    const all = (nodes: readonly FormulaTree[]): void => {
      for (const inner of nodes) visit(inner, names, inIndex);
    };
    switch (node.kind) {
      case 'number': case 'text': return;
      case 'name':
        if (names.has(node.name) || Object.hasOwn(formulaConstants, node.name) || (inIndex && node.name === 'end')) return;
        problems.set(node.name, formulaName(pointer, node.name, [...known]));
        return;
      case 'call':
        if (!functionSet.has(node.name)) problems.set(`${node.name}()`, formulaFunction(pointer, node.name, formulaFunctions));
        node.args.forEach((arg, i) => {
          const isCallback = node.name === 'map' && i === 1;
          if (isCallback && arg.kind === 'function') visitCallback(arg, names);
          else if (!(isCallback && arg.kind === 'name' && functionSet.has(arg.name))) visit(arg, names, inIndex);
        });
        return;
      case 'operation': case 'relation': all(node.args); return;
      case 'condition': all([node.test, node.yes, node.no]); return;
      case 'list': all(node.items); return;
      case 'table': all([...node.entries.values()]); return;
      case 'element':
        visit(node.of, names, inIndex);
        for (const index of node.indices) visit(index, names, true);
        return;
      case 'range':
        // A long one would fill the memory; in an index it is no longer than the list.
        if (!inIndex) misplaced('a range outside of [ ]');
        all(node.step === null ? [node.start, node.end] : [node.start, node.step, node.end]);
        return;
      case 'function': misplaced(`the function ${node.name}`);
    }
  };
  const visitCallback = (callback: FormulaTree & { kind: 'function' }, names: ReadonlySet<string>): void => {
    // mathjs keeps the function under its name, where it would hide what has that name.
    if (names.has(callback.name)) misplaced(`the function ${callback.name}, the name of something else`);
    visit(callback.body, new Set([...names, ...callback.parameters]), false);
  };
  visit(tree, known, false);
  return [...problems.values()];
}
