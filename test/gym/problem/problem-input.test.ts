import assert from 'node:assert/strict';
import { InputError, type Problem } from '../../../src/sim/core/diagnostics.js';
import { parseDocument } from '../../../src/sim/core/document.js';
import { isLegal } from '../../../src/gym/problem/evaluation.js';
import { problemOfDocument } from '../../../src/gym/problem/problem-input.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';

const base = {
  kind: 'problem', name: 'test',
  variables: [{ name: 'a', type: 'real', low: -1, high: 1 }, { name: 'n', type: 'integer', low: 1, high: 64, scale: 'log' }, { name: 'mode', type: 'categorical', values: ['slow', 'fast'] }],
  objectives: [{ name: 'cost', direction: 'minimise', formula: 'a^2 + n' }],
};
const read = (value: unknown): Promise<SearchProblem> => problemOfDocument(parseDocument(JSON.stringify(value, null, 1), 'p.json'));

async function problemsOf(value: unknown): Promise<readonly Problem[]> {
  try {
    await read(value);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}
const withFormula = (formula: string): unknown => ({ ...base, objectives: [{ name: 'cost', direction: 'minimise', formula }] });

describe('a problem file', () => {
  it('is a search problem: names, lists, texts, parts in their order', async () => {
    const problem = await read({
      ...base, let: { twice: '2 * a', list: 'x + n', total: 'sum(list) + twice' },
      objectives: [{ name: 'cost', direction: 'minimise', formula: 'total' }, { name: 'rate', direction: 'maximise', formula: 'mode == "fast" ? 10 : 1', unit: 'Hz' }],
      constraints: [{ name: 'size', formula: 'n', atMost: 8 }, { name: 'sum', formula: 'a', atLeast: 0 }], referencePoint: [100, 0],
    });
    assert.deepEqual(problem.objectives, [{ name: 'cost', direction: 'minimise' }, { name: 'rate', direction: 'maximise', unit: 'Hz' }]);
    assert.deepEqual(problem.constraints, [{ name: 'size', limit: 'at most 8' }, { name: 'sum', limit: 'at least 0' }]);
    const good = problem.evaluate([0.5, 4, 1]);
    assert.deepEqual(good, { objectives: [5.5, 10], violations: [0, 0], reasons: [], metrics: { twice: 1, total: 5.5, cost: 5.5, rate: 10, size: 4, sum: 0.5 } });
    assert.ok(isLegal(good));
    const bad = problem.evaluate([-0.5, 12, 0]);
    assert.deepEqual(bad.violations, [0.5, 0.5]);
    assert.deepEqual(bad.reasons, ['size is 12, at most 8 is legal', 'sum is -0.5, at least 0 is legal']);
    assert.ok(!isLegal(bad));
  });

  it('may have many variables of one kind, whose list is x, and one that is called x', async () => {
    const many = await read({ ...base, variables: [{ name: 'x', type: 'real', low: 0, high: 1, count: 3 }, { name: 'n', type: 'integer', low: 0, high: 3 }], objectives: [{ name: 'cost', direction: 'minimise', formula: 'x1 + 10 * x[2] + 100 * x3 + n' }] });
    assert.deepEqual(many.evaluate([1, 2, 3, 4]).objectives, [325]);
    const one = await read({ ...base, variables: [{ name: 'x', type: 'real', low: 0, high: 1 }], objectives: [{ name: 'cost', direction: 'minimise', formula: 'x^2' }] });
    assert.deepEqual(one.evaluate([3]).objectives, [9]);
  });

  it('takes what is no number for a failure, and never for a value', async () => {
    for (const [formula, why] of [['sqrt(a)', 'NaN'], ['1 / (a + 1)', 'Infinity'], ['log(a + 1)', '-Infinity'], ['norm([sqrt(a), 1])', 'NaN']] as const) {
      const { objectives, failure, reasons } = (await read(withFormula(formula))).evaluate([-1, 1, 0]);
      assert.equal(objectives, null);
      assert.equal(failure, `objective cost is ${why}`);
      assert.deepEqual(reasons, [failure]);
    }
    const limited = await read({ ...base, constraints: [{ name: 'c', formula: '1 / (a + 1)', atMost: 3 }] });
    assert.equal(limited.evaluate([-1, 1, 0]).failure, 'constraint c is Infinity');
    const thrown = (await read(withFormula('x[n - 5]'))).evaluate([0, 5, 0]);
    assert.match(thrown.failure!, /range/);
  });

  it('is refused with the place of everything that is wrong', async () => {
    const found = await problemsOf({
      ...base, let: { ok: 'a', worse: 'ok + unknown', best: 'worse + 1' },
      objectives: [{ name: 'cost', direction: 'minimise', formula: 'a +* 2' }, { name: 'cost2', direction: 'minimise', formula: 'best + slow(a)' }],
    });
    assert.deepEqual(found.map(({ code, file, line, pointer }) => `${file!}:${line!} ${code} ${pointer!}`), [
      'p.json:31 formula/syntax /objectives/0/formula', 'p.json:36 formula/unknown-function /objectives/1/formula', 'p.json:41 formula/unknown-name /let/worse',
    ]);
    assert.match(found[0]!.message, /at character 4/);
  });

  it('is refused for fields, ranges, names and limits that make no sense', async () => {
    const variable = (more: object): unknown => ({ ...base, variables: [...base.variables, { name: 'v', type: 'real', low: 0, high: 1, ...more }] });
    const cases: readonly (readonly [unknown, string])[] = [
      [{ ...base, variabels: [] }, 'spec/unknown-field'],
      [{ ...base, kind: 'experiment' }, 'problem/wrong-kind'],
      [{ ...base, objectives: [] }, 'spec/wrong-length'],
      [variable({ type: 'ordinal' }), 'problem/needs-values'],
      [variable({ low: undefined }), 'problem/needs-range'],
      [variable({ values: [1] }), 'problem/needs-range'],
      [variable({ low: 2 }), 'space/empty-range'],
      [variable({ scale: 'log' }), 'space/log-of-zero'],
      [variable({ name: 'a' }), 'space/name-twice'],
      [variable({ name: 'sum' }), 'problem/bad-name'],
      [variable({ name: '2b' }), 'problem/bad-name'],
      [variable({ type: 'categorical', low: undefined, high: undefined, values: ['a', 1] }), 'problem/mixed-values'],
      [variable({ type: 'ordinal', low: undefined, high: undefined, values: [3, 3] }), 'space/value-twice'],
      [{ ...base, let: { a: '1' } }, 'problem/name-twice'],
      [{ ...base, let: { x: '1' } }, 'problem/bad-name'],
      [{ ...base, constraints: [{ name: 'c', formula: 'a' }] }, 'problem/needs-limit'],
      [{ ...base, constraints: [{ name: 'c', formula: 'a', atMost: 1, atLeast: 0 }] }, 'problem/needs-limit'],
      [{ ...base, referencePoint: [1, 2] }, 'problem/reference-point'],
      [{ ...base, variables: Array.from({ length: 11 }, (_, i) => ({ name: `v${i}_`, type: 'real', low: 0, high: 1, count: 1000 })) }, 'problem/too-many-variables'],
      [withFormula('x'), 'formula/no-number'],
      [withFormula('mode'), 'formula/no-number'],
      [withFormula('mode + 1'), 'formula/fails'],
      [withFormula('x[9]'), 'formula/fails'],
    ];
    for (const [value, code] of cases) assert.deepEqual((await problemsOf(value)).map((found) => found.code), [code], JSON.stringify(value));
  });

  it('lets no formula out: nothing is assigned, made, read or drawn', async () => {
    const formulas = [
      'evaluate("1")', 'import({}, {})', 'createUnit("foo")', 'parse("1")', 'simplify("a")', 'derivative("a", "a")', 'random()', 'config({})', 'b = 2', 'a; 2', 'f(t) = t', '5 cm', 'a.constructor', 'zeros(1000)', 'sum(1:1000000000)',
      'map(x, a(t) = t)', 'x.map', 'help("sum")', 'cos.constructor("return process")()', '"a".constructor',
    ];
    for (const formula of formulas) {
      const found = await problemsOf(withFormula(formula));
      assert.ok(found.length > 0 && found.every(({ code }) => code.startsWith('formula/')), `${formula}: ${JSON.stringify(found)}`);
    }
  });

  it('has formulas of bounded size', async () => {
    assert.deepEqual((await problemsOf(withFormula(`${'('.repeat(9000)}a${')'.repeat(9000)}`))).map(({ code }) => code), ['formula/too-large']);
    assert.deepEqual((await problemsOf(withFormula(`a${'+a'.repeat(1000)}`))).map(({ code }) => code), ['formula/too-large']);
    assert.deepEqual((await problemsOf(withFormula(`a${'+a'.repeat(300)}`))).map(({ code }) => code), []);
    assert.deepEqual((await problemsOf(withFormula('a'.repeat(20_001)))).map(({ code }) => code), ['spec/wrong-length']);
  });
});
