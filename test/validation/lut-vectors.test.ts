import assert from 'node:assert/strict';
import { errorOf, judgeSystem } from '../../src/validation/judge.js';
import { drawsFrom } from '../../src/validation/lut-vectors/draws.js';
import { lutVectors, vectorFamilies } from '../../src/validation/lut-vectors.js';
import type { ReferenceRow } from '../../src/validation/system.js';
import { referenceTable } from '../kit/fixtures.js';

interface Vector extends ReferenceRow {
  readonly id: string;
  readonly family: string;
  readonly seed: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs: string | Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

const table = referenceTable('lut.json') as { readonly vectors: readonly Vector[] };

function rowOf(family: string): Vector {
  const found = table.vectors.find((row) => row.family === family);
  assert.ok(found !== undefined, family);
  return found;
}

/** The row without some of its fields. */
function without(row: Vector, ...fields: readonly string[]): ReferenceRow {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)));
}

function expected(row: ReferenceRow): unknown {
  const outcome = lutVectors.simulate('vectors', row, 'analytic');
  assert.ok(outcome.kind === 'simulated', outcome.kind === 'not-modelled' ? `${String(row['id'])}: ${outcome.reason}` : outcome.kind);
  return outcome.answers['expect'];
}

function reasonOf(row: ReferenceRow): string {
  const outcome = lutVectors.simulate('vectors', row, 'analytic');
  assert.equal(outcome.kind, 'not-modelled', JSON.stringify(row).slice(0, 200));
  return outcome.kind === 'not-modelled' ? outcome.reason : '';
}

/** Compares everything that the table holds, texts included; null stands for what the table leaves out. Returns how many leaves were compared. */
function compare(actual: unknown, reference: unknown, tolerance: number, path: string): number {
  if (reference === null) return 0;
  if (Array.isArray(reference)) {
    assert.ok(Array.isArray(actual) && actual.length === reference.length, `${path} is a list of ${reference.length}`);
    return reference.reduce((count: number, item, i) => count + compare(actual[i], item, tolerance, `${path}.${i}`), 0);
  }
  if (typeof reference === 'object') {
    assert.ok(typeof actual === 'object' && actual !== null, path);
    return Object.entries(reference).reduce((count, [key, item]) => count + compare((actual as Record<string, unknown>)[key], item, tolerance, `${path}.${key}`), 0);
  }
  if (typeof reference === 'number' && tolerance > 0) assert.ok(typeof actual === 'number' && errorOf(actual, reference) <= tolerance, `${path}: ${String(actual)} against ${reference}`);
  else assert.equal(actual, reference, path);
  return 1;
}

describe('validation/lut-vectors', () => {
  it('gives every field of every vector exactly, texts included, and softmax within 1e-12', () => {
    let leaves = 0;
    for (const row of table.vectors) {
      const tolerance = row.family === 'fdpp-unified-softmax' ? 1e-12 : 0;
      leaves += compare(expected(without(row, 'expect')), row.expect, tolerance, row.id);
    }
    assert.equal(table.vectors.length, 26);
    assert.ok(leaves > 3500, `${leaves} leaves`);
  });

  it('gives no field that the table does not have', () => {
    for (const row of table.vectors) assert.deepEqual(Object.keys(expected(without(row, 'expect')) as object).sort(), Object.keys(row.expect).sort(), row.id);
  });

  it('draws from the seed the inputs that rows give', () => {
    let compared = 0;
    for (const row of table.vectors) {
      if (typeof row.inputs === 'string') continue;
      const family = vectorFamilies.find(({ name }) => name === row.family);
      const drawn = family?.inputs(without(row, 'inputs')) ?? {};
      for (const [name, values] of Object.entries(row.inputs)) {
        assert.deepEqual([...(drawn[name] ?? [])], (values as unknown[]).flat(4), `${row.id} ${name}`);
        compared++;
      }
    }
    assert.equal(compared, 62);
  });

  it('gives the same whether inputs are given, described by a text or absent', () => {
    for (const row of table.vectors) {
      const given = expected(row);
      assert.deepEqual(expected(without(row, 'inputs')), given, row.id);
      assert.deepEqual(expected({ ...row, inputs: 'draw them as defined' }), given, row.id);
    }
  });

  it('agrees in every leaf that the judge compares', () => {
    const judged = judgeSystem(lutVectors, () => table, 'analytic');
    assert.equal(judged.agree, judged.rows.length);
    assert.ok(judged.agree > 3500);
  });

  it('follows the inputs and never looks at the answers', () => {
    const row = rowOf('fdb');
    assert.deepEqual(expected({ ...row, expect: 'made up' }), expected(row));
    const x = (row.inputs as { readonly x: readonly number[] }).x.map((value) => 2 * value);
    const { y } = expected({ ...row, inputs: { x } }) as { readonly y: readonly number[] };
    assert.deepEqual(y, (row.expect['y'] as readonly number[]).map((value) => 2 * value));
  });

  it('answers sizes that the table does not have', () => {
    for (const [family, params, field, length] of [
      ['lut-mpgemm-int8', { M: 5, N: 66, K: 30, wBits: 3, group: 5 }, 'yUnsigned', 5],
      ['tmac-table-quant', { bits: 3, M: 7, K: 200, g: 4, actGroup: 64 }, 'yExact', 7],
      ['tmac-weight-packing', { bits: 3, M: 64, K: 128, bm: 96, kfactor: 8, simdIn: 16, simdOut: 8 }, 'bytes', 64 * 128 * 3 / 8],
      ['bipolar-int', { xBits: 5, wBits: 1, M: 3, N: 2, K: 70 }, 'Y', 3],
      ['abq-btc', { xBits: 3, wBits: 6, signed: false, M: 3, N: 2, K: 200 }, 'Y', 3],
      ['bcq-shiftadd', { qBits: 1, M: 24, K: 24, group: 8, apotTerms: 2, rowGroups: 4 }, 'y', 24],
      ['fdb', { M: 5, K: 33, alpha1: 3, alpha2: -2 }, 'y', 5],
      ['ternary-tl1-tl2', { M: 4, K: 36 }, 'y', 4],
      ['vq-gemv', { inF: 5, outF: 12, vectorLen: 2, centroids: 8, resCentroids: 0 }, 'y', 12],
      ['mixpe-group-dequant', { M: 2, N: 3, K: 40, group: 16, scaleDenominator: 4 }, 'yTimesScaleDen', 2],
      ['fdpp-unified-softmax', { d: 24, partials: 3, phi: 1, a: -4, b: 4 }, 'partials', 3],
    ] as const) {
      const answers = expected({ family, seed: 77, params }) as Readonly<Record<string, readonly unknown[]>>;
      assert.equal(answers[field]?.length, length, family);
    }
  });

  it('says why a row is not modelled, and never throws', () => {
    assert.match(reasonOf({}), /no family of vectors undefined/);
    assert.match(reasonOf({ family: 'spline' }), /no family of vectors "spline"/);
    assert.match(reasonOf({ family: 'fdb' }), /no params/);
    assert.match(reasonOf({ family: 'fdb', params: { M: 2, K: 2, alpha1: 1, alpha2: 1 } }), /no seed/);
    for (const row of table.vectors) {
      reasonOf({ ...row, params: null });
      for (const name of Object.keys(row.params)) {
        if (name === 'scaleDenominator') continue;
        for (const wrong of ['two', null, -1.5, 2 ** 40, [], {}]) {
          const outcome = lutVectors.simulate('vectors', { ...without(row, 'expect'), params: { ...row.params, [name]: wrong } }, 'analytic');
          if (typeof wrong === 'number' && ['alpha1', 'alpha2', 'phi', 'a', 'b'].includes(name)) assert.equal(outcome.kind, 'simulated', name);
          else assert.equal(outcome.kind, 'not-modelled', `${row.id} ${name}`);
        }
      }
      if (typeof row.inputs === 'string') continue;
      for (const name of Object.keys(row.inputs)) {
        for (const wrong of ['text', [], [1, 2, 'x'], 3, [[[[1e9]]]]]) reasonOf({ ...row, inputs: { ...row.inputs, [name]: wrong } });
      }
    }
    const lut = rowOf('lut-mpgemm-int8');
    const { A, Q } = lut.inputs as { readonly A: readonly (readonly number[])[]; readonly Q: readonly (readonly number[])[] };
    assert.match(reasonOf({ ...lut, inputs: { A, Q: Q.map((row) => row.map((q) => q + 1)) } }), /patterns of 1 bits/);
    assert.match(reasonOf({ ...lut, inputs: { A: A.map((row) => row.map((a) => a / 2)), Q } }), /whole numbers/);
    assert.match(reasonOf({ ...rowOf('tmac-weight-packing'), params: { bits: 2, M: 24, K: 64, bm: 32, kfactor: 16 } }), /no multiple/);
  });

  it('draws as the generator of the table is defined', () => {
    const draws = drawsFrom(1);
    // (1664525 + 1013904223) mod 2^32 = 1015568748, whose bits above the lowest 8 are 3967065.
    assert.equal(draws.whole(0, 999), 65);
    assert.deepEqual(drawsFrom(1).list(1, -5, 994), [60]);
  });
});
