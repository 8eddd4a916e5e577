import assert from 'node:assert/strict';
import { claims } from '../../../src/validation/claims/claims.js';
import { judgeSystem } from '../../../src/validation/judge.js';
import type { JudgedRow } from '../../../src/validation/system.js';
import { exampleText, referenceTable } from '../../kit/fixtures.js';

interface Row { readonly id: string; readonly system: string; readonly metric: string; readonly kind: string; readonly tolerance?: number; readonly value: unknown }
const file = 'seed-claims.json';
const { rows: given } = referenceTable(file) as { readonly rows: readonly Row[] };
const judge = (rows: readonly Row[]): readonly JudgedRow[] => judgeSystem(claims(exampleText), () => ({ rows }), 'analytic').rows;
const judged = judge(given);
const of = (id: string): readonly JudgedRow[] => judged.filter((row) => row.id === id);
const ask = (system: string, metric: string, kind: string, value: unknown, tolerance?: number): readonly JudgedRow[] => judge([{ id: 'other', system, metric, kind, value, ...(tolerance === undefined ? {} : { tolerance }) }]);

describe('headline claims', function () {
  this.timeout(20_000);

  it('that are exact or have a tolerance agree, but for the one whose rank was chosen by it', () => {
    for (const { id, kind } of given) {
      if (kind !== 'exact' && kind !== 'within') continue;
      for (const row of of(id)) assert.equal(row.verdict, id === 'claim-02' ? 'fitted' : 'agrees', `${id} ${row.metric}: ${String(row.simulated)} for ${row.reference}`);
    }
    assert.deepEqual([...new Set(given.filter(({ kind }) => kind === 'exact' || kind === 'within').map(({ id }) => id))].sort(), ['claim-01', 'claim-02', 'claim-06', 'claim-17', 'claim-18', 'claim-26', 'claim-33', 'claim-37']);
  });

  it('that are ranges or data never count as agreement', () => {
    for (const { id, kind } of given) {
      if (kind === 'range' || kind === 'data') for (const row of of(id)) assert.ok(row.verdict === 'input' || row.verdict === 'not-modelled', `${id} ${row.verdict}`);
      if (kind === 'range') for (const row of of(id)) if (row.verdict === 'input') assert.match(row.reason, /a range check, no agreement/);
    }
  });

  it('of a speed-up or a saving are on their side of nothing gained and not above, but for those whose note says why', () => {
    // Ours may be above where a kernel or a bound is faster than the software that was measured, or where the claim is "at least".
    const above = ['claim-08 value.1', 'claim-14 value.0', 'claim-14 value.1', 'claim-34 value', 'claim-36 value.0'];
    const isSaving = (reference: number): boolean => reference < 1;
    for (const { id, kind } of given) {
      if (kind !== 'range') continue;
      for (const { metric, reference, simulated } of of(id)) {
        if (simulated === null) continue;
        assert.ok(simulated >= (isSaving(reference) ? 0 : 1), `${id} ${metric}: ${simulated}`);
        const lowest = ['claim-12 value.0', 'claim-20 value.0'].includes(`${id} ${metric}`);
        if (!lowest) assert.equal(simulated > reference, above.includes(`${id} ${metric}`), `${id} ${metric}: ${simulated} for ${reference}`);
      }
    }
  });

  it('that name a least and a most have both of ours between them', () => {
    for (const id of ['claim-12', 'claim-20']) {
      const [least, most] = of(id);
      assert.ok(least!.simulated! >= least!.reference && most!.simulated! <= most!.reference, `${id}: ${least!.simulated} to ${most!.simulated}`);
    }
  });

  it('are answered without the value: other values change no figure', () => {
    const changed = given.map((row) => ({ ...row, value: Array.isArray(row.value) ? row.value.map((v: unknown) => Number(v) * 3 + 1) : typeof row.value === 'boolean' ? !row.value : Number(row.value) * 3 + 1 }));
    assert.deepEqual(judge(changed).map(({ simulated }) => simulated), judged.map(({ simulated }) => simulated));
    assert.equal(judge(changed).filter(({ id }) => id === 'claim-18')[0]!.verdict, 'differs');
  });

  it('of other sizes, bits and metrics have figures of their own', () => {
    const near = (rows: readonly JudgedRow[], i: number, expected: number, tolerance: number): void => {
      assert.ok(Math.abs(rows[i]!.simulated! / expected - 1) < tolerance, `${rows[i]!.metric}: ${String(rows[i]!.simulated)}, not ${expected}`);
    };
    // 12 bytes a parameter of 65.3 billion: the "more than 780 GB" of regular fine-tuning.
    near(ask('QLoRA', '65B 16-bit fine-tuning memory', 'range', 780), 0, 783.4, 0.001);
    near(ask('eDKM', 'model size before/after, LLaMA-13B, 4 bit/weight', 'within', [24.2, 6.2], 0.01), 0, 24.24, 0.002);
    near(ask('LLM.int8()', 'inference memory against FP16, 66B', 'within', 0.5, 0.03), 0, 0.505, 0.01);
    near(ask('LM-Infinite', 'memory saving at 32k', 'range', 7.5), 0, 8, 0.001);
    near(ask('Dynamic inference for code completion', 'speed-up, 4 of 16 layers skipped', 'within', 1.3, 0.05), 0, 4 / 3, 1e-12);
    near(ask('Spectra', 'bits(TriLM 830M) < bits(FloatLM 390M)', 'exact', true), 0, 1, 1e-12);
    near(ask('G_stack', 'token saving at equal loss 400B/250B', 'exact', 1.6), 0, 1.6, 1e-12);
    assert.ok(ask('SmoothQuant+', 'latency per token, same', 'range', 0.68)[0]!.simulated! < 1);
  });

  it('of systems that serve in their own way are between 1 and what is claimed', () => {
    for (const [system, metric, most] of [['LLMCad', 'token generation speed-up', 9.3], ['Agile-Quant', 'speed-up over FP16', 2.55], ['KV Prediction', 'first-token speed-up', 5]] as const) {
      const [row] = ask(system, metric, 'range', most);
      assert.equal(row!.verdict, 'input');
      assert.ok(row!.simulated! > 1 && row!.simulated! <= most, `${system}: ${row!.simulated}`);
      assert.equal(ask(system, 'perplexity', 'range', most)[0]!.verdict, 'not-modelled');
    }
  });

  it('that no model has are not modelled, each with a reason', () => {
    for (const [system, metric, kind] of [['AffineQuant', 'MMLU', 'data'], ['nobody', 'speed', 'exact'], ['SpQR', 'perplexity', 'range'], ['eDKM', 'size', 'exact'], ['vLLM hyperparameters', 'perplexity', 'range'], ['Spectra', 'loss', 'exact'], ['ZeRO', 'speed', 'range'], ['toString', 'x', 'exact']] as const) {
      const [row] = ask(system, metric, kind, 1);
      assert.equal(row!.verdict, 'not-modelled', system);
      assert.ok(row!.reason.length > 10, system);
    }
  });
});
