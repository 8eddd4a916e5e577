import assert from 'node:assert/strict';
import { a100Operators } from '../../src/validation/a100/a100.js';
import { fittedRows, isFitted } from '../../src/validation/a100/fitted-rows.js';
import { operatorSeconds, published, type Constants } from '../../src/validation/a100/operators.js';
import { judgeSystem } from '../../src/validation/judge.js';
import { referenceTable } from '../kit/fixtures.js';
import { fitParameters } from './coordinate-search.js';

interface Row { readonly op: string; readonly shape: readonly number[]; readonly a100_us: number; readonly id: string }
const rows = (referenceTable('llmcompass.json') as { readonly a100_measurements: readonly Row[] }).a100_measurements;
const kinds = ['matmul', 'softmax', 'layernorm', 'gelu'] as const;
type Kind = (typeof kinds)[number];
const isOfKind = (kind: Kind) => (row: Row): boolean => row.op === kind;
/** Mean errors of the peer simulator on its own table. */
const peer: Readonly<Record<Kind, number>> = { matmul: 0.093, softmax: 0.092, layernorm: 0.091, gelu: 0.055 };
const target: Readonly<Record<Kind, number>> = { matmul: 0.05, softmax: 0.09, layernorm: 0.08, gelu: 0.07 };

const error = (row: Row, constants: Constants = published): number => (operatorSeconds(row.op, row.shape, constants)! * 1e6) / row.a100_us - 1;
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length;
const isTest = (row: Row): boolean => !isFitted(row.op, row.shape);

/** The constants of one kind, fitted anew on some rows from a start that is off. */
function refitted(kind: Kind, on: readonly Row[]): Constants {
  const start = Object.fromEntries(Object.entries(published[kind]).map(([name, value], i) => [name, value * (i % 2 === 0 ? 1.2 : 0.85)]));
  const withThem = (parameters: Readonly<Record<string, number>>): Constants => ({ ...published, [kind]: parameters });
  return withThem(fitParameters(start, (p) => on.reduce((sum, row) => sum + error(row, withThem(p)) ** 2, 0)));
}

describe('measured operators of an A100', () => {
  it('were fitted on a third at most, and no kind of operator has more than four constants', () => {
    const fitted = rows.filter((row) => isFitted(row.op, row.shape));
    assert.equal(fitted.length, Object.values(fittedRows).flat().length);
    assert.ok(fitted.length <= rows.length / 3, `${fitted.length} of ${rows.length}`);
    for (const kind of kinds) assert.ok(Object.keys(published[kind]).length <= 4, kind);
  });

  for (const kind of kinds) {
    it(`are met on average on the rows of ${kind} that were not fitted, better than by the peer simulator`, () => {
      const found = mean(rows.filter(isOfKind(kind)).filter(isTest).map((row) => error(row)));
      assert.ok(found < target[kind] && found < peer[kind] * 0.5, `${kind} ${found}`);
    });

    it(`give the constants of ${kind} back when they are fitted anew from elsewhere`, () => {
      const on = rows.filter(isOfKind(kind)).filter((row) => !isTest(row));
      const constants = refitted(kind, on);
      const loss = (c: Constants): number => on.reduce((sum, row) => sum + error(row, c) ** 2, 0);
      assert.ok(loss(published) < loss(constants) + 3e-5, `${kind} ${loss(published)} ${loss(constants)}`);
      assert.ok(mean(rows.filter(isOfKind(kind)).filter(isTest).map((row) => error(row, constants))) < target[kind], JSON.stringify(constants[kind]));
    });
  }

  it('are met too when other rows of all sizes are fitted', () => {
    // Every third row of a kind, as the table has them.
    for (const kind of kinds) {
      const all = rows.filter(isOfKind(kind));
      const constants = refitted(kind, all.filter((_, i) => i % 3 === 0));
      const found = mean(all.filter((_, i) => i % 3 !== 0).map((row) => error(row, constants)));
      assert.ok(found < target[kind], `${kind} ${found} ${JSON.stringify(constants[kind])}`);
    }
  });

  it('are judged without a miss but one', () => {
    const judged = judgeSystem(a100Operators, referenceTable, 'analytic');
    assert.deepEqual([judged.agree, judged.differ, judged.fitted, judged.notModelled], [36, 1, 18, 0]);
    assert.deepEqual(judged.rows.filter((r) => r.verdict === 'differs').map((r) => r.id), ['a100/softmax/32768x4096']);
    assert.ok(judged.meanAbsoluteRelativeError! < 0.025);
  });

  it('are answered for shapes that no table has, and refused where there is no model', () => {
    const ask = (op: unknown, shape: unknown) => a100Operators.simulate('a100_measurements', { op, shape, id: 'anything' }, 'analytic');
    for (const [op, shape] of [['matmul', [3, 5, 7]], ['matmul', [1, 4096, 4096]], ['softmax', [1, 1]], ['layernorm', [7, 100_003]], ['gelu', [1]]]) {
      const outcome = ask(op, shape);
      assert.equal(outcome.kind, 'simulated');
      assert.ok(Number(outcome.kind === 'simulated' ? outcome.answers['a100_us'] : NaN) > 5);
    }
    for (const [op, shape] of [['conv', [3, 5, 7]], ['matmul', [3, 5]], ['softmax', [0, 4]], ['gelu', 'x'], [undefined, undefined]]) assert.equal(ask(op, shape).kind, 'not-modelled');
  });

  it('never take less for more', () => {
    let last = 0;
    for (const rowsOf of [1, 16, 64, 100, 128, 1000, 4096, 8192]) {
      const t = operatorSeconds('matmul', [rowsOf, 4096, 4096])!;
      assert.ok(t >= last);
      last = t;
    }
    for (const kind of ['softmax', 'layernorm'] as const) for (const columns of [64, 512, 4096, 8192, 16_384]) assert.ok(operatorSeconds(kind, [4096, 2 * columns])! >= operatorSeconds(kind, [4096, columns])!);
  });
});
