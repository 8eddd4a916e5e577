import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeSystem } from '../../src/validation/judge.js';
import { bitmod } from '../../src/validation/bitmod/bitmod.js';
import { referenceTable } from '../kit/fixtures.js';

type Row = Readonly<Record<string, unknown>>;
const table = referenceTable('bitmod.json') as { readonly rows: readonly Row[]; readonly layers: readonly Row[] };

/** The simulated answers of a row that is in no table. */
function answers(section: string, row: Row): Readonly<Record<string, number>> {
  const outcome = bitmod.simulate(section, row, 'analytic');
  assert.equal(outcome.kind, 'simulated', JSON.stringify(outcome));
  return (outcome as { readonly answers: Readonly<Record<string, number>> }).answers;
}

function reason(section: string, row: Row): string {
  const outcome = bitmod.simulate(section, row, 'analytic');
  assert.equal(outcome.kind, 'not-modelled');
  return (outcome as { readonly reason: string }).reason;
}

const decode: Row = { series: 'head', accelerator: 'bitmod-lossy', model: 'llama-2-7b', phase: 'decode', context: 256, batch: 1, w_bits: 3.0625, kv_bits: 8 };

describe('validation of BitMoD\'s simulator', () => {
  const judged = judgeSystem(bitmod, () => table, 'analytic');

  it('agrees with every row and every layer of both versions: counts exactly, energies to 1e-6', () => {
    assert.equal(judged.rows.length, table.rows.length * 13 + table.layers.length * 8);
    assert.deepEqual([judged.agree, judged.differ, judged.notModelled], [judged.rows.length, 0, 0]);
    assert.deepEqual(judged.rows.filter((r) => !r.metric.startsWith('energy') && r.simulated !== r.reference), []);
    assert.ok(judged.worst!.relativeError < 1e-6);
  });

  it('rests on the inputs of a row alone: ids, bus widths and counts of layers change nothing', () => {
    for (const [section, rows] of [['rows', table.rows.slice(0, 12)], ['layers', table.layers.slice(0, 12)]] as const) {
      for (const row of rows) {
        const bare = Object.fromEntries(['series', 'accelerator', 'model', 'phase', 'context', 'batch', 'w_bits', 'kv_bits', 'first_layer'].filter((key) => Object.hasOwn(row, key)).map((key) => [key, row[key]]));
        assert.deepEqual(answers(section, bare), answers(section, row));
      }
    }
  });

  it('answers rows of other models, contexts, batches, bits and arrays', () => {
    const base = answers('rows', decode);
    assert.ok(answers('rows', { ...decode, model: 'llama-2-70b' })['cycles_total']! > base['cycles_total']!);
    assert.ok(answers('rows', { ...decode, context: 2048 })['dram_bytes_weight']! > base['dram_bytes_weight']!);
    // Sixteen sequences share the weights: they fill the sixteen columns, and only the cache is read sixteen times.
    const batched = answers('rows', { ...decode, batch: 16 });
    assert.ok(batched['cycles_total']! < 4 * base['cycles_total']!);
    assert.ok(answers('rows', { ...decode, w_bits: 8.0625 })['cycles_compute']! > base['cycles_compute']!);
    const small = answers('rows', { ...decode, pe_rows: 1, pe_cols: 1, dp: 4 });
    assert.ok(small['tiles']! > base['tiles']!);
    // No CACTI point for a bus of 8 bits: no energy of buffers, but one of PEs and DRAM.
    assert.deepEqual(Object.entries(small['energy_uJ']!).map(([name, value]) => [name, value !== null]), [['pe', true], ['sram_read', false], ['sram_write', false], ['onchip', false], ['dram', true], ['total', false]]);
  });

  it('takes the bits of the figures for layers of ANT and OliVe, whose rows give none', () => {
    const layer = { series: 'published', accelerator: 'olive', model: 'phi-2', phase: 'decode', first_layer: 'model.layers.0.self_attn.dense' };
    assert.equal(answers('layers', layer)['bytes_w'], (2560 * 4 * 2560) / 8);
    assert.equal(answers('layers', { ...layer, accelerator: 'ant' })['bytes_w'], (2560 * 5 * 2560) / 8);
  });

  it('takes no less for more of anything', () => {
    fc.assert(fc.property(fc.constantFrom('opt-1.3b', 'llama-3-8b', 'yi-6b'), fc.constantFrom('prefill', 'decode'), fc.constantFrom('fp16', 'ant', 'olive', 'bitmod'), fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 8 }), (model, phase, accelerator, context, more, batch) => {
      const cycles = (c: number, b: number): number => answers('rows', { ...decode, model, phase, accelerator, context: c, batch: b, w_bits: 6, kv_bits: 8 })['cycles_total']!;
      assert.ok(cycles(context + more, batch) >= cycles(context, batch) && cycles(context, batch + 1) >= cycles(context, batch));
    }), { numRuns: 25 });
  });

  it('says why a row has no answer', () => {
    const cases: readonly (readonly [Row, RegExp])[] = [
      [{ series: 'x' }, /series/], [{ phase: 'train' }, /phase/], [{ model: 'nobody' }, /unknown model "nobody"/], [{ accelerator: 'tpu' }, /unknown accelerator "tpu"/],
      [{ context: 0 }, /context/], [{ batch: 1.5 }, /batch/], [{ w_bits: 'x' }, /w_bits/], [{ kv_bits: 0 }, /kv_bits/], [{ a_bits: 8 }, /activations have 16 bits/], [{ pe_rows: -1 }, /pe_rows/], [{ pe_cols: 'x' }, /pe_cols/], [{ dp: 0 }, /dp/],
      [{ series: 'published', batch: 4 }, /no batch/],
    ];
    for (const [change, expected] of cases) assert.match(reason('rows', { ...decode, ...change }), expected);
    const bare = Object.fromEntries(Object.entries(decode).filter(([field]) => field !== 'w_bits'));
    assert.match(reason('rows', { ...bare, accelerator: 'bitmod' }), /w_bits is missing/);
    assert.match(reason('rows', { ...bare, accelerator: 'ant', model: 'opt-6.7b' }), /nobody profiled/);
    assert.match(reason('layers', { ...decode, first_layer: 'model.norm' }), /unknown layer "model.norm"/);
    assert.match(reason('layers', { ...decode, model: 'opt-1.3b', first_layer: 'x.gate_proj' }), /no layer gate_proj/);
    assert.match(reason('elsewhere', decode), /no section/);
  });

  it('gives each choice of the published version its size', () => {
    assert.ok(judged.differences.length > 15);
    for (const { what, size } of judged.differences) assert.match(`${what}: ${size}`, /\d\.\d\dx over ANT .*over OliVe .*over FP16; energy 0\.\d+ \/ 0\.\d+/);
  });
});
