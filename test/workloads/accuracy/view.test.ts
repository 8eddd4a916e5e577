import assert from 'node:assert/strict';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { codecNamed } from '../../../src/sim/numerics/catalogue.js';
import type { Codec } from '../../../src/sim/numerics/codec.js';
import type { FormatQuery } from '../../../src/workloads/accuracy/format-query.js';
import { publishedPerplexities, type Dataset } from '../../../src/workloads/accuracy/published.js';
import { accuracyView, type AccuracyRow } from '../../../src/workloads/accuracy/view.js';

/** The catalogue without the formats whose encoding takes long. */
const known = ['int4-asym', 'int3-asym', 'int5-asym', 'mxfp4-bitmod'];
const codecs = (name: string): Codec | undefined => (known.includes(name) ? codecNamed(name) : undefined);

function rowsOf(model: string, formats: readonly (string | FormatQuery)[], dataset: Dataset = 'wikitext2'): readonly AccuracyRow[] {
  return accuracyView({ model, formats, codecs, dataset }).rows;
}

const rowOf = (model: string, format: string | FormatQuery): AccuracyRow => rowsOf(model, [format])[0]!;

function reasonOf(model: string, format: string | FormatQuery): string {
  const { perplexity } = rowOf(model, format);
  assert.equal(perplexity.value, null);
  return perplexity.reason;
}

describe('the accuracy view', () => {
  it('shows what is published wherever it is published, and never a fitted value there', () => {
    const all = publishedPerplexities;
    for (const key of new Set(all.map((p) => `${p.model} ${p.dataset}`))) {
      const own = all.filter((p) => `${p.model} ${p.dataset}` === key);
      const queries = own.map((p): FormatQuery => ({ format: p.format, activations: p.activations, method: p.method, ...(p.group === null ? {} : { groupSize: p.group }), ...(p.scales === null ? {} : { scales: p.scales }) }));
      rowsOf(own[0]!.model, queries, own[0]!.dataset).forEach(({ perplexity, notes }, i) => {
        const p = own[i]!;
        assert.ok(perplexity.value !== null && perplexity.quality === 'published', `${key} ${p.format} ${p.table}`);
        assert.ok(perplexity.value === p.perplexity || notes.includes(`${p.source} has ${p.perplexity}`), `${key} ${p.format}: ${p.table} has ${p.perplexity}`);
      });
    }
  });

  it('takes the value of the main table and tells of the others', () => {
    const row = rowOf('llama-3-8b', 'bitmod3');
    assert.equal(row.perplexity.value, 8.96);
    assert.deepEqual(row.notes, ['BitMoD, HPCA 2025 (arXiv 2411.11745v2), Table XII has 9.09']);
    assert.equal(rowOf('llama-3-8b', 'fp16').notes.length, 1);
    assert.match(rowOf('llama-2-7b', 'mxfp4-bitmod').notes[0]!, /not the MXFP4 of the OCP/);
  });

  it('fits what is not published, with its error', () => {
    const { perplexity, bitsPerWeight, nmse, sqnrDb } = rowOf('llama-2-7b', { format: 'int4-asym', groupSize: 64 });
    assert.ok(perplexity.value !== null && perplexity.quality === 'fitted' && 'error' in perplexity);
    assert.ok(perplexity.value > 5.6 && perplexity.value < 5.77);
    assert.ok(perplexity.error.ofModel.predicted > 0 && perplexity.error.ofAllModels.worstPerplexityError! > 0);
    assert.match(perplexity.source, /regression.*Gaussian/);
    assert.equal(bitsPerWeight, 4 + (16 + 4) / 64);
    assert.ok(Math.abs(sqnrDb! + 10 * Math.log10(nmse!)) < 1e-9);
  });

  it('says where an increase is too small to believe', () => {
    const row = rowOf('llama-2-13b', { format: 'int5-asym' });
    assert.ok(row.perplexity.value !== null && row.perplexity.value - 4.88 < 0.1);
    assert.match(row.notes[0]!, /less than published values resolve/);
  });

  it('knows no number for a model or a format of which nothing is published', () => {
    assert.match(reasonOf('llama-3.1-8b', 'int4-asym'), /no perplexity of llama-3\.1-8b is published/);
    assert.match(reasonOf('no such model', 'int4-asym'), /never borrowed/);
    assert.match(reasonOf('llama-2-70b', 'int4-asym'), /never borrowed/);
    assert.match(reasonOf('llama-2-7b', 'no such format'), /no codec is named "no such format"/);
    assert.equal(accuracyView({ model: 'gpt2', formats: [], codecs }).baseline.value, null);
  });

  it('never lets pruning borrow a quantisation regression', () => {
    const row = rowOf('llama-2-7b', { format: 'int4-asym', sparsity: '2:4' });
    assert.ok(row.perplexity.value === null && row.perplexity.reason.includes('pruning never borrows'));
    assert.deepEqual([row.nmse, row.bitsPerWeight, row.zeroShot], [null, null, []]);
    assert.match(reasonOf('llama-2-7b', { format: 'fp16', sparsity: '50 %' }), /pruning never borrows/);
  });

  it('predicts no activations, no KV cache, no quantised scales and no calibration, and shows those that are published', () => {
    assert.match(reasonOf('llama-2-7b', { format: 'int4-asym', activations: 'int4' }), /activations in int4/);
    assert.match(reasonOf('llama-2-7b', { format: 'int4-asym', kvCache: 'int8' }), /KV cache in int8/);
    assert.match(reasonOf('llama-2-7b', { format: 'int4-asym', scales: 'int3' }), /group scales in int3/);
    assert.match(reasonOf('llama-2-7b', { format: 'int4-asym', method: 'gptq' }), /calibrated by gptq/);
    const rows = rowsOf('llama-2-7b', [{ format: 'int4-asym', activations: 'int8' }, { format: 'int4-asym', scales: 'int2' }, { format: 'bitmod4', method: 'awq' }]);
    assert.deepEqual(rows.map((row) => [row.method, row.perplexity.value]), [['smoothquant', 5.83], ['rtn', 8.41], ['awq', 5.59]]);
  });

  it('does not carry the law to scales of whole channels, nor to groups that a format does not have', () => {
    assert.match(reasonOf('yi-6b', { format: 'int4-asym', groupSize: 'channel' }), /outliers/);
    assert.match(reasonOf('yi-6b', { format: 'int4-asym', groupSize: 0 }), /outliers/);
    assert.match(reasonOf('yi-6b', { format: 'int4-asym', groupSize: 256 }), /outliers/);
    assert.match(reasonOf('yi-6b', { format: 'mxfp4-bitmod', groupSize: 16 }), /groups of 32/);
    assert.equal(rowOf('llama-2-7b', { format: 'int4-asym', groupSize: 'channel' }).perplexity.value, 8.89);
    assert.throws(() => rowOf('yi-6b', { format: 'int4-asym', groupSize: -128 }), InputError);
  });

  it('predicts blocks of 256 whose parts have scales of their own, and no format that learns a codebook from the tensor', () => {
    const int4 = codecNamed('int4-asym')!;
    const [scale, zero] = int4.fields;
    const group = { usual: 256, fixed: true };
    const inParts: Codec = { ...int4, name: 'in-parts', group, fields: [{ ...scale!, count: 8 }, zero!], layout: { bytesPerGroup: 1, pack: () => new Uint8Array(), unpack: (_bytes, length) => int4.encode(new Float64Array(length), 256) } };
    const inOne: Codec = { ...int4, name: 'in-one', group };
    const learnt: Codec = { ...int4, name: 'learnt', fields: [{ ...scale!, per: 'tensor', count: 2048 }] };
    const all = [int4, codecNamed('int3-asym')!, inParts, inOne, learnt];
    const rows = accuracyView({ model: 'llama-2-7b', formats: ['in-parts', 'in-one', 'learnt'], codecs: (name) => all.find((codec) => codec.name === name) }).rows;
    assert.ok(rows[0]!.perplexity.value !== null && rows[0]!.perplexity.quality === 'fitted');
    assert.ok(rows[1]!.perplexity.value === null && rows[1]!.perplexity.reason.includes('outliers'));
    assert.ok(rows[2]!.perplexity.value === null && rows[2]!.perplexity.reason.includes('codebook'));
    assert.equal(rows[2]!.nmse, null);
  });

  it('takes the names that codecs take: with real codecs every published format stays published', () => {
    const view = accuracyView({ model: 'meta-llama/Llama-2-7b-hf', formats: ['FP16', 'INT4_ASYM', 'fp4', 'int4', 'nf4', 'mxfp4'], codecs: codecNamed });
    assert.deepEqual(view.rows.map((r) => [r.format, r.perplexity.value === null ? null : r.perplexity.quality]), [
      ['fp16', 'published'], ['int4-asym', 'published'], ['fp4-e2m1', 'published'], ['int4-sym', 'published'], ['nf4', 'fitted'], ['mxfp4', 'fitted'],
    ]);
    assert.equal(view.model, 'llama-2-7b');
    assert.equal(view.rows[1]!.zeroShot.length, 3);
    assert.ok(Math.abs(view.regression.exponentIfFreed! - 1) < 0.05);
    assert.equal(view.regression.pairs, 61);
    assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
  });

  it('says what speaks against its numbers', () => {
    const { caveats } = accuracyView({ model: 'llama-2-7b', formats: [], codecs });
    for (const word of [/disputed proxy/, /do not simply add/, /Pruning never borrows/, /not of the model/]) assert.ok(caveats.some((text) => word.test(text)), String(word));
  });
});
