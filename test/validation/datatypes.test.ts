import assert from 'node:assert/strict';
import { judgeSystem } from '../../src/validation/judge.js';
import { datatypes } from '../../src/validation/datatypes.js';
import { decodeFloat, encodeFloat, fp16 } from '../../src/sim/numerics/formats/float-format.js';
import { referenceTable } from '../kit/fixtures.js';

type Result = Readonly<Record<string, unknown>>;
interface Group { readonly id: number; readonly kind: string; readonly seed: number; readonly n: number; readonly weights: readonly number[]; readonly activation_seed: number; readonly activations_fp16_bits: readonly number[]; readonly results: Readonly<Record<string, Result>> }
const table = referenceTable('datatypes.json') as { groups: Group[] };

/** The table's generator: a linear congruential sequence and Box-Muller pairs. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => { state = (Math.imul(1664525, state) + 1013904223) >>> 0; return (state + 0.5) / 2 ** 32; };
}

function normals(seed: number, n: number): number[] {
  const next = uniforms(seed);
  return Array.from({ length: n / 2 }, () => { const r = Math.sqrt(-2 * Math.log(next())); const t = 2 * Math.PI * next(); return [r * Math.cos(t), r * Math.sin(t)]; }).flat();
}

describe('validation of data types', () => {
  it('agrees with every row: codes exactly, errors and sums to 1e-9', () => {
    const judged = judgeSystem(datatypes, () => table, 'analytic');
    assert.ok(judged.rows.length > 30_000);
    assert.deepEqual([judged.agree, judged.differ, judged.notModelled], [judged.rows.length, 0, 0]);
    assert.deepEqual(judged.rows.filter((r) => r.metric.includes('.codes.') && r.simulated !== r.reference), []);
  });

  it('agrees in words and in the length of every list too', () => {
    for (const { results, ...row } of table.groups) {
      const outcome = datatypes.simulate('groups', row, 'analytic');
      assert.ok(outcome.kind === 'simulated');
      const ours = outcome.answers['results'] as Readonly<Record<string, Result>>;
      for (const [name, result] of Object.entries(results)) {
        for (const [key, value] of Object.entries(result)) {
          if (typeof value === 'string') assert.equal(ours[name]![key], value, `${row.id} ${name} ${key}`);
          if (Array.isArray(value)) assert.equal((ours[name]![key] as unknown[]).length, value.length, `${row.id} ${name} ${key}`);
        }
      }
    }
  });

  it('draws the weights and activations of the table from their seeds', () => {
    for (const group of table.groups.filter((g) => g.kind === 'gauss')) {
      assert.deepEqual(normals(group.seed, group.n).map((z) => Math.floor(0.02 * z * 1e7 + 0.5) / 1e7), group.weights);
    }
    for (const group of table.groups) assert.deepEqual(normals(group.activation_seed, group.n).map((z) => encodeFloat(fp16, z)), group.activations_fp16_bits);
  });

  it('sums activations and codes exactly: BigInt arithmetic gives the same', () => {
    const outcome = datatypes.simulate('groups', { ...table.groups[0]! }, 'analytic');
    assert.ok(outcome.kind === 'simulated');
    const sums = outcome.answers['exact_group_partial_sum'] as Readonly<Record<string, number>>;
    for (const [name, sum] of Object.entries(sums)) {
      const codes = table.groups[0]!.results[name]!['codes'] as readonly number[];
      const exact = codes.reduce((total, code, i) => total + BigInt(code * 2) * BigInt(decodeFloat(fp16, table.groups[0]!.activations_fp16_bits[i]!) * 2 ** 24), 0n);
      assert.equal(BigInt(sum * 2 ** 25), exact, name);
    }
  });

  it('judges groups of other lengths, and says why a row without weights has no answer', () => {
    const outcome = datatypes.simulate('groups', { weights: table.groups[0]!.weights.slice(0, 48) }, 'analytic');
    assert.ok(outcome.kind === 'simulated');
    const results = outcome.answers['results'] as Readonly<Record<string, Result>>;
    assert.equal((results['int4_sym']!['codes'] as unknown[]).length, 48);
    assert.equal(results['mxfp4_ocp'], undefined);
    for (const weights of [undefined, [], 'x', [1, null], [NaN]]) assert.equal(datatypes.simulate('groups', { weights }, 'analytic').kind, 'not-modelled');
  });
});
