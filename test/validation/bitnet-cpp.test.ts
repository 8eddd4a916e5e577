import assert from 'node:assert/strict';
import { i2sKernel } from '../../src/arch/lut-cpu/bitnet.js';
import { operationsPerWeight } from '../../src/arch/lut-cpu/kernel.js';
import { bitnetCpp } from '../../src/validation/bitnet-cpp.js';
import { epyc7v13, fittedProducts } from '../../src/validation/bitnet-cpp/epyc.js';
import { fittedRow, gemvBytes, launchSeconds, memoryRate } from '../../src/validation/bitnet-cpp/gpu.js';
import { judgeSystem } from '../../src/validation/judge.js';
import type { Outcome } from '../../src/validation/system.js';
import { referenceTable } from '../kit/fixtures.js';

const judged = judgeSystem(bitnetCpp, referenceTable, 'analytic');
const ask = (metric: string, config: Readonly<Record<string, unknown>>): Outcome => bitnetCpp.simulate('published', { id: 'any', system: 'bitnet.cpp', metric, config }, 'analytic');
const value = (outcome: Outcome): number => (outcome.kind === 'not-modelled' ? NaN : Number(outcome.answers['value']));
const measured = (id: string): number => (referenceTable('lut.json') as { readonly published: readonly { readonly id: string; readonly value: number }[] }).published.find((row) => row.id === id)!.value;

const epyc = { device: 'AMD EPYC 7V13', threads: 1, fmt: 'I2_S W2A8', parallel: 'none', m: 64, k: 4096, n: 4096 };
const a100 = { device: 'A100 40GB', batch: 1, fmt: 'W2A8', n: 4096, k: 4096 };

describe('validation of bitnet.cpp', () => {
  it('answers or explains each row, without a miss', () => {
    assert.equal(judged.rows.length, 31);
    assert.deepEqual([judged.agree, judged.differ, judged.fitted, judged.input, judged.notModelled], [21, 0, 4, 0, 6]);
    const reasons = judged.rows.filter(({ verdict }) => verdict === 'not-modelled').map(({ reason }) => reason);
    assert.ok(reasons.every((reason) => reason.length > 30) && new Set(reasons).size === reasons.length);
    for (const row of judged.rows.filter(({ verdict }) => verdict === 'fitted')) assert.ok(row.relativeError! < 2e-3, row.id);
    assert.ok(judged.meanAbsoluteRelativeError! < 0.12);
  });

  it('has the constants that its fitted rows give', () => {
    const seconds = fittedProducts.map(({ id, m, n }) => (measured(id) * 1e-3) / (m * n));
    const [short, long, four] = seconds as [number, number, number];
    const slope = (long - short) / (fittedProducts[1]!.k - fittedProducts[0]!.k);
    const call = short - slope * fittedProducts[0]!.k;
    assert.ok(Math.abs(operationsPerWeight(i2sKernel('avx2', 'none')) / slope / epyc7v13.alone.operationsPerSecond - 1) < 1e-3);
    assert.ok(Math.abs(call / epyc7v13.alone.callSeconds - 1) < 2e-3, `${call}`);
    const shared = ((four - call / 4) / fittedProducts[2]!.k);
    assert.ok(Math.abs(operationsPerWeight(i2sKernel('avx2', 'rows')) / shared / epyc7v13.sharing.operationsPerSecond - 1) < 1e-3);
    assert.ok(Math.abs((measured(fittedRow.id) * 1e-6 - gemvBytes(fittedRow.gemv) / memoryRate()) / launchSeconds - 1) < 1e-3);
  });

  it('answers other shapes, and what shares', () => {
    const ms = (changes: Readonly<Record<string, unknown>>): number => value(ask('GEMM latency', { ...epyc, ...changes }));
    assert.ok(Math.abs(ms({ m: 128 }) / ms({}) - 2) < 1e-9);
    assert.ok(ms({ parallel: 'weight' }) < ms({}) && ms({ parallel: 'activation' }) < ms({ parallel: 'weight' }));
    assert.equal(ms({ m: 1, parallel: 'activation' }), ms({ m: 1 }));
    const us = (changes: Readonly<Record<string, unknown>>): number => value(ask('GEMV latency', { ...a100, ...changes }));
    assert.ok(us({ fmt: 'BF16' }) > us({}) && us({ n: 1 }) > launchSeconds * 1e6 && us({ fmt: 'W4A8' }) > us({}));
  });

  it('says what it does not know', () => {
    for (const [metric, config] of [
      ['GEMM latency', { ...epyc, device: 'another' }], ['GEMM latency', { ...epyc, fmt: 'TL2' }], ['GEMM latency', { ...epyc, threads: 8 }], ['GEMM latency', { ...epyc, m: 0.5 }], ['GEMM latency', { ...epyc, parallel: 'both' }],
      ['GEMV latency', { ...a100, device: 'H100' }], ['GEMV latency', { ...a100, fmt: 'X' }], ['GEMV latency', { ...a100, batch: 4 }], ['max speedup', { arch: 'ARM' }], ['else', {}],
    ] as const) {
      const outcome = ask(metric, config);
      assert.ok(outcome.kind === 'not-modelled' && outcome.reason.length > 20, metric);
    }
  });
});
