import assert from 'node:assert/strict';
import { codebookSystems } from '../../src/validation/codebook.js';
import { aqlmCodebooks, aqlmScales, closestVptq, graphNamed, modelBytes, vptqScales } from '../../src/validation/codebook/formats.js';
import { hostBoundTokensPerSecond, linearSpeedup } from '../../src/validation/codebook/rates.js';
import { judgeSystem } from '../../src/validation/judge.js';
import { referenceTable } from '../kit/fixtures.js';

const judged = judgeSystem(codebookSystems, referenceTable, 'analytic');
const ask = (row: object): unknown => {
  const outcome = codebookSystems.simulate('published', { system: 'AQLM', config: {}, ...row }, 'analytic');
  return outcome.kind === 'not-modelled' ? outcome.reason : outcome.answers['value'];
};

describe('validation of VPTQ and AQLM', () => {
  it('agrees in all sizes and in four rates, with the one miss that is known', () => {
    assert.deepEqual([judged.agree, judged.differ, judged.fitted, judged.input, judged.notModelled], [14, 1, 1, 0, 6]);
    assert.deepEqual(judged.rows.filter(({ verdict }) => verdict === 'differs').map(({ id }) => id), ['P310']);
    assert.ok(judged.rows.filter(({ reason }) => /10\^9 bytes/.test(reason)).every(({ relativeError }) => relativeError! < 0.07));
    const reasons = judged.rows.filter(({ verdict }) => verdict === 'not-modelled').map(({ reason }) => reason);
    assert.ok(reasons.every((reason) => reason.length > 30) && new Set(reasons).size === reasons.length);
  });

  it('fits the host time on one row, and to it', () => {
    const fitted = judged.rows.filter(({ verdict }) => verdict === 'fitted');
    assert.equal(fitted.length, 1);
    assert.ok(fitted[0]!.relativeError! < 0.001);
  });

  it('finds the codebooks that give the bits of a row: 48 KiB for 7B and 13B at 2.02 bits, 1 MiB for the others', () => {
    for (const [name, bits, vectorLength, entries] of [['LLaMA-2 7B', 2.02, 6, [4096]], ['LLaMA-2 13B', 2.02, 6, [4096]], ['LLaMA-2 7B', 2.26, 8, [65536]], ['LLaMA-2 13B', 2.18, 8, [65536]], ['LLaMA-2 70B', 2.07, 8, [65536]], ['LLaMA-2 70B', 3.07, 8, [65536, 256]]] as const) {
      assert.deepEqual(closestVptq(graphNamed(name)!, bits), { vectorLength, entries });
    }
    assert.ok(Math.abs(modelBytes(graphNamed('LLaMA-2 70B')!, { vectorLength: 8, entries: [65536] }, vptqScales).bitsPerWeight - 2.07) < 0.005);
  });

  it('counts 1 MiB of codebook for each of the 224 matrices of Llama-2-7B, and none for its output layer', () => {
    const { codebooks, total, linear } = modelBytes(graphNamed('Llama-2-7b')!, aqlmCodebooks('1x16')!, aqlmScales);
    assert.equal(codebooks, 224 * 2 ** 20);
    assert.equal(total - linear, 2 * (2 * 32000 * 4096 + 65 * 4096));
  });

  it('reads schemes of AQLM', () => {
    assert.deepEqual(aqlmCodebooks('2x8'), { vectorLength: 8, entries: [256, 256] });
    assert.deepEqual(aqlmCodebooks('CUDA 1x16'), { vectorLength: 8, entries: [65536] });
    assert.deepEqual(aqlmCodebooks('1x16g16'), { vectorLength: 16, entries: [65536] });
    assert.equal(aqlmCodebooks('Triton KxN'), null);
    assert.equal(aqlmCodebooks('1x17'), null);
  });

  it('has two codebooks of 256 beat one of 65536, in kernels as in token rates', () => {
    const [small, large] = [aqlmCodebooks('2x8')!, aqlmCodebooks('1x16')!];
    assert.ok(linearSpeedup(small) > 2 * linearSpeedup(large) && linearSpeedup(large) > 1 && linearSpeedup(small) < 8);
    const graph = graphNamed('Llama-2-13b')!;
    assert.ok(hostBoundTokensPerSecond(graph, small) > hostBoundTokensPerSecond(graph, large));
  });

  it('never passes the bound by bytes', () => {
    for (const row of judged.rows) {
      const [, bound] = /bound by bytes is (\d+)/.exec(row.reason) ?? [];
      if (bound !== undefined) assert.ok(row.simulated! <= Number(bound) && row.reference <= Number(bound));
    }
  });

  it('answers other rows by their inputs', () => {
    const size = (model: string, scheme: string): number => Number(ask({ metric: 'model size', config: { model, scheme } }));
    assert.ok(size('Llama-2-70b', '2x8') < size('Llama-2-70b', '1x16') && Math.abs(size('Llama-2-70b', '2x8') - 18.2) < 0.2);
    assert.ok(Number(ask({ metric: 'speedup up to', config: { kernel: 'CUDA 2x8' } })) > 2);
    assert.equal(typeof ask({ metric: 'model size', config: { model: 'Llama-9', scheme: '1x16' } }), 'string');
    assert.equal(typeof ask({ system: 'VPTQ', metric: 'throughput', config: { model: 'LLaMA-2 7B' } }), 'string');
    assert.equal(typeof ask({ system: 'VPTQ', metric: 'cost', config: { model: 'LLaMA-2 7B', bits: 2 } }), 'string');
    assert.ok(Number(ask({ system: 'VPTQ', metric: 'throughput', config: { model: 'Llama-3-8B', bits: 3 } })) > 10);
  });
});
