import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { sampleDesign, type Parameter } from '../../../src/sim/model/design-space.js';
import { loadFormulaEngine, type FormulaEngine } from '../../../src/gym/problem/formula-engine.js';
import { readFormula } from '../../../src/gym/problem/formula-tree.js';
import { compiledValues, interpretedValues, type FormulaSet } from '../../../src/gym/problem/formula-values.js';

const parameters: readonly Parameter[] = [
  { type: 'real', name: 'a', low: -3, high: 3, scale: 'linear' },
  { type: 'integer', name: 'n', low: -4, high: 9, scale: 'linear' },
  { type: 'real', name: 'b', low: 0.01, high: 5, scale: 'log' },
  { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] },
  { type: 'ordinal', name: 'bits', values: [2, 3, 4, 8] },
  { type: 'real', name: 'c', low: 0, high: 1, scale: 'linear' },
  { type: 'real', name: 'd', low: 0, high: 2, scale: 'linear' },
];

const leaf = fc.oneof(fc.constantFrom('a', 'b', 'c', 'n', 'bits', 'pi', 'x[1]', 'x[end]', 'x[2]', '2', '0.5', '3', '1e-3', 'part', 'parts[2]'), fc.integer({ min: -5, max: 12 }).map((value) => `(${value})`), fc.double({ min: -4, max: 4, noNaN: true }).map((value) => `(${value})`));
const expression = fc.letrec<{ number: string; list: string; test: string }>((tie) => ({
  number: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, leaf,
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '^'), tie('number')).map(([l, op, r]) => `(${l} ${op} ${r})`),
    fc.tuple(fc.constantFrom('-', '+', 'abs', 'sqrt', 'exp', 'log', 'log2', 'log10', 'sin', 'cos', 'tan', 'ceil', 'floor', 'round', 'sign', 'square', 'cube', 'atan', 'asin'), tie('number')).map(([f, v]) => `${f}(${v})`),
    fc.tuple(fc.constantFrom('min', 'max'), tie('number'), tie('number'), tie('number')).map(([f, p, q, r]) => `${f}(${p}, ${q}, ${r})`),
    fc.tuple(tie('test'), tie('number'), tie('number')).map(([t, y, n]) => `(${t} ? ${y} : ${n})`),
    fc.tuple(fc.constantFrom('sum', 'prod', 'mean', 'min', 'max'), tie('list')).map(([f, v]) => `${f}(${v})`),
    fc.tuple(tie('number'), tie('number'), tie('number')).map((values) => `{WS: ${values[0]}, OS: ${values[1]}, IS: ${values[2]}}[flow]`)),
  list: fc.oneof({ depthSize: 'small' }, fc.constantFrom('x', 'x[2:end]', 'x[1:2:4]', 'parts', 'x[2:3]'),
    fc.tuple(tie('list'), fc.constantFrom('.^ 2', '- 0.5', '* 3', '/ 4', '+ b')).map(([v, op]) => `(${v} ${op})`),
    tie('number').map((value) => `[${value}, a, 2]`),
    fc.tuple(tie('list'), fc.constantFrom('t^2 - cos(4 * pi * t)', 't * k[1] + b', 'exp(-t * t)')).map(([v, body]) => `map(${v}, each(t, k) = ${body})`),
    tie('list').map((v) => `map(${v}, sin)`)),
  test: fc.oneof({ depthSize: 'small' }, fc.constantFrom('flow == "OS"', '"WS" != flow', 'bits > 3', 'n', 'true', '0 < c < 1'),
    fc.tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number')).map(([l, op, r]) => `(${l} ${op} ${r})`),
    fc.tuple(tie('test'), fc.constantFrom('and', 'or'), tie('test')).map(([l, op, r]) => `(${l} ${op} ${r})`),
    tie('test').map((value) => `not (${value})`)),
}));

describe('formulas that were compiled', () => {
  let engine: FormulaEngine;
  before(async () => { engine = await loadFormulaEngine(); });
  const setOf = (texts: readonly string[]): FormulaSet => ({
    parameters, parts: [['part', 'a * b + n'], ['parts', '2 * x[2:end] + c']].map(([name, text]) => ({ name: name!, formula: readFormula(engine, text!, '') })),
    outputs: texts.map((text) => readFormula(engine, text, '')),
  });

  it('give what mathjs gives, on random formulas and designs', () => {
    let compiledCount = 0;
    let numbers = 0;
    fc.assert(fc.property(fc.array(expression.number, { minLength: 1, maxLength: 3 }), fc.nat(), (texts, seed) => {
      const set = setOf(texts);
      const compiled = compiledValues(set, engine);
      if (compiled === undefined) return;
      compiledCount++;
      const interpreted = interpretedValues(set);
      const rng = createRng(seed);
      for (let i = 0; i < 3; i++) {
        const design = sampleDesign({ parameters }, rng);
        compiled.evaluate(design);
        interpreted.evaluate(design);
        assert.deepEqual(compiled.parts, interpreted.parts);
        compiled.outputs.forEach((value, k) => {
          const wanted = interpreted.outputs[k]!;
          if (Number.isFinite(wanted)) numbers++;
          const isSame = Object.is(value, wanted) || value === wanted || Math.abs(value - wanted) <= 1e-12 * Math.abs(wanted);
          assert.ok(isSame, `${texts[k]!} is ${value}, mathjs says ${wanted}`);
        });
      }
    }), { numRuns: 100 });
    assert.ok(compiledCount > 90, `${compiledCount} compiled`);
    assert.ok(numbers > 200, `${numbers} numbers`);
  });

  it('round near-integers and compare near-equals as mathjs does', () => {
    const texts = ['ceil(b)', 'floor(b)', 'round(b)', 'b == 3', 'b < 3', 'b >= 3', 'max(b, 3)', 'round(-b)', 'ceil(-b)', '(-b)^(1/3)', '(-b)^n'];
    const set = setOf(texts);
    const [compiled, interpreted] = [compiledValues(set, engine)!, interpretedValues(set)];
    for (const base of [3, 2.5, 0.5, 1e6 + 0.5, 123456.5, 3e11 + 0.4, 1e-15, 4503599627370497.5]) {
      for (const off of [0, 1e-16, 3e-16, 1e-15, 1e-13, 5e-13, 1e-12, 2e-12, 1e-9, -1e-13, -1e-12, -2e-12]) {
        const design = [0, 3, base * (1 + off), 0, 0, 0, 0];
        compiled.evaluate(design);
        interpreted.evaluate(design);
        assert.deepEqual(compiled.outputs.map((value) => value + 0), interpreted.outputs.map((value) => value + 0), `b = ${design[2]!}`);
      }
    }
  });

  it('are left to mathjs where only mathjs knows them, and give numbers all the same', () => {
    const texts = ['norm(x)', 'std(x)', 'x * x', 'mod(n, 3)', 'gamma(b)', 'median(x)', 'log(b, 3)', 'x[n < 0 ? 1 : 2]', 'hypot(a, b)'];
    for (const text of texts) {
      const set = setOf([text]);
      assert.equal(compiledValues(set, engine), undefined, text);
      const values = interpretedValues(set);
      values.evaluate([1, 2, 3, 0, 0, 0.5, 0.25]);
      assert.ok(Number.isFinite(values.outputs[0]!), text);
    }
  });
});
