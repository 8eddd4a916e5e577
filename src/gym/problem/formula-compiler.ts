import type { FormulaEngine } from './formula-engine.js';
import { elementOperation, foldFunctions, scalarFunctions, scalarOperation } from './formula-operations.js';
import { formulaConstants } from './formula-names.js';
import type { FormulaTree } from './formula-tree.js';

/** A number, worked out from the frame: the values of variables and of parts, by slot. */
export interface Scalar {
  readonly kind: 'scalar';
  readonly run: (frame: Float64Array) => number;
  /** Its value where it needs no frame. */
  readonly constant: number | null;
  /** Where it stands in the frame as it is. */
  readonly slot: number | null;
}

/** A list of numbers whose length is known before anything is worked out. */
export interface Vector { readonly kind: 'vector'; readonly items: readonly Scalar[] }

/** One of some texts, by the index in the frame; without a slot the first. */
export interface TextChoice { readonly kind: 'text'; readonly texts: readonly string[]; readonly slot: number | null }

export type Compiled = Scalar | Vector | TextChoice;

/** Parts of all formulas of a problem that may be made: lists are written out, item by item. */
const mostParts = 200_000;

export interface Compiler {
  /** The formula as functions of numbers, with the digits that mathjs gives; undefined where it has something that only mathjs knows. */
  compile(tree: FormulaTree, names: ReadonlyMap<string, Compiled>): Compiled | undefined;
}

export function constant(value: number): Scalar {
  return { kind: 'scalar', run: () => value, constant: value, slot: null };
}

export function slotScalar(slot: number): Scalar {
  return { kind: 'scalar', run: (frame) => frame[slot]!, constant: null, slot };
}

export function createCompiler(engine: FormulaEngine): Compiler {
  let parts = 0;
  const compile = (tree: FormulaTree, names: ReadonlyMap<string, Compiled>): Compiled | undefined => {
    if (++parts > mostParts) return undefined;
    const inner = (node: FormulaTree): Compiled | undefined => compile(node, names);
    switch (tree.kind) {
      case 'number': return constant(tree.value);
      case 'text': return { kind: 'text', texts: [tree.value], slot: null };
      case 'name': {
        const known = names.get(tree.name);
        if (known !== undefined) return known;
        return Object.hasOwn(formulaConstants, tree.name) ? constant(formulaConstants[tree.name]!) : undefined;
      }
      case 'operation': return operation(tree.operator, compileAll(tree.args, inner));
      case 'relation': {
        const args = compileAll(tree.args, inner);
        const pairs = args === undefined ? undefined : compileAll(tree.operators, (operator, i) => operation(operator, [args[i]!, args[i + 1]!]));
        return pairs?.reduce((all, next) => all === undefined ? undefined : operation('and', [all, next]), constant(1) as Compiled | undefined);
      }
      case 'condition': {
        const args = scalars(compileAll([tree.test, tree.yes, tree.no], inner));
        if (args === undefined) return undefined;
        const [test, yes, no] = args.map(({ run }) => run) as [Scalar['run'], Scalar['run'], Scalar['run']];
        return { kind: 'scalar', run: (frame) => (test(frame) ? yes(frame) : no(frame)), constant: null, slot: null };
      }
      case 'call': return tree.name === 'map' ? mapped(tree.args, names) : called(tree.name, compileAll(tree.args, inner));
      case 'list': {
        const items = scalars(compileAll(tree.items, inner));
        return items === undefined || items.length === 0 ? undefined : { kind: 'vector', items };
      }
      case 'element': return tree.of.kind === 'table' ? entryOf(tree.of.entries, tree.indices, names) : elementOf(inner(tree.of), tree.indices, names);
      case 'table': case 'range': case 'function': return undefined;
    }
  };

  const operation = (operator: string, args: readonly Compiled[] | undefined): Compiled | undefined => {
    if (args === undefined) return undefined;
    const [a, b] = args;
    if (a?.kind === 'text' && b?.kind === 'text' && (operator === 'equal' || operator === 'unequal')) return textComparison(a, b, operator === 'equal');
    const numbers = scalars(args);
    if (numbers !== undefined) return scalarOperation(operator, numbers, engine);
    return args.every((arg) => arg.kind !== 'text') ? elementOperation(operator, args, engine) : undefined;
  };

  const called = (name: string, args: readonly Compiled[] | undefined): Compiled | undefined => {
    if (args === undefined) return undefined;
    const [first] = args;
    const numbers = scalars(args);
    if (foldFunctions.has(name)) {
      const items = first?.kind === 'vector' && args.length === 1 ? first.items : numbers;
      return items === undefined || items.length === 0 ? undefined : foldFunctions.get(name)!(items);
    }
    if (numbers === undefined) return undefined;
    if (numbers.length === 2) return operation(name, numbers);
    const make = numbers.length === 1 ? scalarFunctions.get(name) : undefined;
    return make === undefined ? undefined : make(numbers[0]!, engine);
  };

  const mapped = (args: readonly FormulaTree[], names: ReadonlyMap<string, Compiled>): Compiled | undefined => {
    const [list, callback] = args;
    if (args.length !== 2 || list === undefined || callback === undefined) return undefined;
    const vector = compile(list, names);
    if (vector?.kind !== 'vector') return undefined;
    const results = compileAll(vector.items, (item, i) => {
      if (callback.kind === 'name') return called(callback.name, [item]);
      if (callback.kind !== 'function') return undefined;
      const bound = new Map(names);
      const [value, index] = callback.parameters;
      if (value !== undefined) bound.set(value, item);
      if (index !== undefined) bound.set(index, { kind: 'vector', items: [constant(i + 1)] });
      return callback.parameters.length > 2 ? undefined : compile(callback.body, bound);
    });
    const items = scalars(results);
    return items === undefined ? undefined : { kind: 'vector', items };
  };

  /** `{a: 1, b: 2}[choice]`: numbers by text. */
  const entryOf = (entries: ReadonlyMap<string, FormulaTree>, indices: readonly FormulaTree[], names: ReadonlyMap<string, Compiled>): Compiled | undefined => {
    const key = indices.length === 1 ? compile(indices[0]!, names) : undefined;
    if (key?.kind !== 'text') return undefined;
    const values = scalars(compileAll(key.texts, (text) => {
      const entry = entries.get(text);
      return entry === undefined ? undefined : compile(entry, names);
    }));
    if (values === undefined) return undefined;
    const { slot } = key;
    if (slot === null) return values[0];
    const runs = values.map(({ run }) => run);
    return { kind: 'scalar', run: (frame) => runs[frame[slot]!]!(frame), constant: null, slot: null };
  };

  const elementOf = (list: Compiled | undefined, indices: readonly FormulaTree[], names: ReadonlyMap<string, Compiled>): Compiled | undefined => {
    const [index] = indices;
    if (list?.kind !== 'vector' || indices.length !== 1 || index === undefined) return undefined;
    const { items } = list;
    const inIndex = new Map(names).set('end', constant(items.length));
    const whole = (tree: FormulaTree): number | undefined => {
      const value = compile(tree, inIndex);
      return value?.kind === 'scalar' && value.constant !== null && Number.isInteger(value.constant) ? value.constant : undefined;
    };
    if (index.kind !== 'range') {
      const at = whole(index);
      return at === undefined ? undefined : items[at - 1];
    }
    const [start, end, step] = [whole(index.start), whole(index.end), index.step === null ? 1 : whole(index.step)];
    if (start === undefined || end === undefined || step === undefined || step < 1 || start < 1 || end > items.length || start > end) return undefined;
    return { kind: 'vector', items: items.filter((_, i) => i + 1 >= start && i + 1 <= end && (i + 1 - start) % step === 0) };
  };

  return { compile };
}

/** All of them, or undefined where one is. */
function compileAll<Item, Result>(items: readonly Item[], make: (item: Item, index: number) => Result | undefined): Result[] | undefined {
  const results: Result[] = [];
  for (const [i, item] of items.entries()) {
    const result = make(item, i);
    if (result === undefined) return undefined;
    results.push(result);
  }
  return results;
}

function scalars(all: readonly Compiled[] | undefined): readonly Scalar[] | undefined {
  return all?.every((one) => one.kind === 'scalar') === true ? all : undefined;
}

function textComparison(a: TextChoice, b: TextChoice, wanted: boolean): Scalar {
  const [first, second] = [a.slot, b.slot];
  if (first === null && second === null) return constant(Number((a.texts[0] === b.texts[0]) === wanted));
  if (first !== null && second !== null) {
    return { kind: 'scalar', run: (frame) => Number((a.texts[frame[first]!] === b.texts[frame[second]!]) === wanted), constant: null, slot: null };
  }
  const [choice, text] = second === null ? [a, b.texts[0]] : [b, a.texts[0]];
  const slot = (first ?? second)!;
  const answers = choice.texts.map((one) => Number((one === text) === wanted));
  return { kind: 'scalar', run: (frame) => answers[frame[slot]!]!, constant: null, slot: null };
}
