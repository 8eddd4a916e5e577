import assert from 'node:assert/strict';
import { judgeSystem } from '../../src/validation/judge.js';
import type { Outcome, ReferenceRow } from '../../src/validation/system.js';
import { ternaryLutDse } from '../../src/validation/ternary-lut-dse.js';
import { elementSize } from '../../src/validation/ternary-lut-dse/axcore.js';
import { readsKept } from '../../src/validation/ternary-lut-dse/published.js';
import { referenceTable } from '../kit/fixtures.js';

const judged = judgeSystem(ternaryLutDse, referenceTable, 'analytic');
const of = (section: RegExp): typeof judged.rows => judged.rows.filter(({ id }) => section.test(id));

function answer(section: string, row: ReferenceRow): unknown {
  const outcome: Outcome = ternaryLutDse.simulate(section, row, 'analytic');
  return outcome.kind === 'not-modelled' ? outcome.reason : outcome.answers['expect'] ?? outcome.answers['value'];
}

describe('validation of ternary table-lookup cores', () => {
  it('meets every formula and every vector exactly', () => {
    const exact = judged.rows.filter(({ id }) => /^N|\//.test(id));
    assert.ok(exact.length > 900 && exact.every(({ verdict }) => verdict === 'agrees'));
  });

  it('draws the inputs of a vector from its seed as they are given', () => {
    const table = referenceTable('lut-generator.json') as { readonly vectors: readonly ReferenceRow[] };
    for (const row of table.vectors.filter(({ family }) => family === 'ternary-lut-gemv')) {
      const drawn = Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'inputs' && key !== 'expect'));
      assert.deepEqual(answer('vectors', drawn), answer('vectors', { ...drawn, inputs: row['inputs'] }), String(row['id']));
    }
  });

  it('meets every count of our own synthesis of table builds exactly', () => {
    const builds = of(/^Q0(5[5-9]|6[0-5])$/);
    assert.ok(builds.length >= 8 && builds.every(({ verdict, tolerance }) => verdict === 'agrees' && tolerance === 0));
  });

  it('answers, fits or explains each published row, with the misses that are known', () => {
    const published = of(/^Q/);
    assert.equal(published.length, 87);
    for (const row of published) assert.ok(row.verdict !== 'not-modelled' || row.reason.length > 40, row.id);
    assert.deepEqual(published.filter(({ verdict }) => verdict === 'differs').map(({ id }) => id), ['Q003', 'Q081', 'Q087', 'Q095', 'Q097', 'Q125']);
    assert.deepEqual([judged.differ, judged.fitted, judged.input, judged.notModelled], [6, 6, 1, 38]);
  });

  it('meets the published FP16 core with tables within 16 %, and makes the one of multipliers a third too large', () => {
    const percent = (id: string): number => {
      const { simulated, reference } = judged.rows.find((row) => row.id === id)!;
      return Math.round(100 * (Number(simulated) / reference - 1));
    };
    assert.deepEqual([percent('Q001'), percent('Q003')], [-16, 34]);
  });

  it('gives rows of the same system reasons of their own', () => {
    const reasons = of(/^Q/).filter(({ verdict }) => verdict === 'not-modelled').map(({ reason }) => reason);
    assert.ok(new Set(reasons).size >= 30, String(new Set(reasons).size));
  });

  it('depends on the inputs of a row and not on its id', () => {
    const row = { system: 'ternary table build', config: { mu: 2, activationBits: 8, rtl: 'shared tree (minimal adders)' }, metric: 'LUT', basis: 'recomputed' };
    assert.equal(answer('published', row), 16);
    assert.equal(answer('published', { ...row, id: 'Q001', config: { ...row.config, activationBits: 16 } }), 32);
    assert.equal(answer('formulaChecks', { id: 'x', name: 'minimalAdders', inputs: { mu: 6 } }), 358);
    const area = (design: string): unknown => answer('published', { system: 'ternary-lut-dse', metric: 'core area', config: { tile: '64x64', activation: 'FP16', node: 'TSMC 16 nm', design } });
    assert.ok(Number(area('LUT')) < Number(area('sign flip')) && Number(area('sign flip')) < Number(area('full-width multiplier')));
  });

  it('answers a longer prompt of VitaLLM in more time', () => {
    const seconds = (promptTokens: number): number => Number(answer('published', { system: 'VitaLLM (first version)', metric: 'prefill latency', config: { promptTokens } }));
    assert.ok(seconds(128) > 1.9 * seconds(64) && seconds(128) < 2.2 * seconds(64));
  });

  it('says in words why rows that make no sense have no answer', () => {
    assert.match(String(answer('formulaChecks', { name: 'tableEntries', inputs: { mu: 0 } })), /whole number/);
    assert.match(String(answer('formulaChecks', { name: 'toString', inputs: {} })), /no formula/);
    assert.match(String(answer('vectors', { family: 'pack5-base3', inputs: { weights: [2] } })), /-1, 0 or 1/);
    assert.match(String(answer('vectors', { family: 'none' })), /no family/);
    assert.match(String(answer('published', { system: 'Somebody', metric: 'x' })), /no model/);
    assert.match(String(answer('published', { system: 'AxCore artifact', metric: 'PE leakage power', config: { pe: 'axcore', weights: 'W4', activation: 'FP8' } })), /FP8/);
    assert.match(String(answer('published', { system: 'ternary-lut-dse', metric: 'core area', config: { tile: '0x4', activation: 'INT8', node: '16 nm', design: 'LUT' } })), /at least one/);
  });
});

describe('structures behind published figures', () => {
  it('order the elements of AxCore\'s comparison as their structure says', () => {
    for (const format of [{ exponent: 5, mantissa: 11 }, { exponent: 8, mantissa: 24 }]) {
      const size = (element: string): number => elementSize(element, 4, format)!;
      assert.ok(size('axcore') < size('fpma') && size('figna') < size('fpma') && size('fpma') < size('fpe'));
      assert.ok(elementSize('figna', 8, format)! > size('figna'));
    }
    assert.equal(elementSize('other', 4, { exponent: 5, mantissa: 11 }), null);
  });

  it('count the cache reads that stay on a chip as a loop over contexts does', () => {
    for (const [kept, length] of [[32, 128], [1, 5], [7, 7]] as const) {
      let [held, all] = [0, 0];
      for (let t = 1; t <= length; t++) {
        all += t;
        held += Math.min(t, kept);
      }
      assert.ok(Math.abs(readsKept(kept, length) - held / all) < 1e-12);
    }
  });
});
