import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitIssue, fitLookUp, type Measured } from '../../../src/arch/lut-cpu/calibrate.js';
import { ggmlKernel } from '../../../src/arch/lut-cpu/ggml.js';
import { hostNamed, hosts, type FittedRow } from '../../../src/arch/lut-cpu/hosts.js';
import type { Kernel } from '../../../src/arch/lut-cpu/kernel.js';
import { tmacKernel } from '../../../src/arch/lut-cpu/tmac.js';
import { tokenOperations, tokenSeconds, weightsOf, type LinearShape, type TokenMachine } from '../../../src/arch/lut-cpu/token.js';
import { layersOf } from '../../../src/validation/t-mac/tokens.js';
import { referenceTable } from '../../kit/fixtures.js';

const layers = layersOf('llama-2-7b');
const bitnet = layersOf('bitnet-b1.58-3b');
const machine: TokenMachine = { clockHz: 2e9, issue: 3, threads: 1, serialSecondsPerWeight: 5e-12, bytesPerSecond: 1e12 };

describe('the time of a token', () => {
  it('counts the linear weights without lm_head', () => {
    assert.equal(weightsOf(layers), 6_476_005_376);
    assert.equal(weightsOf(bitnet), 26 * (4 * 3200 * 3200 + 3 * 3200 * 8640));
  });

  it('is operations over issue, clock and threads, and a serial part', () => {
    const shapes: readonly LinearShape[] = [{ inputs: 4096, outputs: 4096, count: 2 }];
    const kernel = tmacKernel('neon', 2);
    const operations = 2 * (4096 * 4096 * (164 / 1024) + 1024 * (225 / 8));
    assert.ok(Math.abs(tokenOperations(kernel, shapes) - operations) < 1e-3);
    const seconds = tokenSeconds(kernel, shapes, { ...machine, threads: 4 });
    assert.ok(Math.abs(seconds - (operations / (3 * 2e9 * 4) + 5e-12 * 2 * 4096 * 4096)) < 1e-12);
  });

  it('is not below its bytes at 0.7 of the memory peak, and never longer on more threads', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 64 }), fc.double({ min: 1e9, max: 1e12, noNaN: true }), (bits, threads, bytesPerSecond) => {
      const at = (n: number): number => tokenSeconds(tmacKernel('avx2', bits), layers, { ...machine, threads: n, bytesPerSecond });
      assert.ok(at(threads) >= (weightsOf(layers) * bits) / 8 / (0.7 * bytesPerSecond) * (1 - 1e-12));
      assert.ok(at(threads + 1) <= at(threads));
    }));
  });

  it('waits for its sums in FP16 where the core issues faster', () => {
    const seconds = (issue: number): number => tokenSeconds(ggmlKernel('neon', 'F16'), layers, { ...machine, issue, serialSecondsPerWeight: 0 });
    assert.ok(Math.abs(seconds(100) - (weightsOf(layers) * 0.125) / 2e9) < 1e-9);
    assert.ok(Math.abs(seconds(1) - (weightsOf(layers) * 0.375) / 2e9) < 1e-9);
  });

  it('gives its constants back when it is fitted', () => {
    const [issues, serials] = [fc.double({ min: 0.5, max: 6, noNaN: true }), fc.double({ min: 0, max: 2e-11, noNaN: true })];
    fc.assert(fc.property(issues, serials, fc.integer({ min: 2, max: 32 }), (issue, serialSecondsPerWeight, threads) => {
      const kernel = tmacKernel('neon', 2);
      const at = (n: number): number => tokenSeconds(kernel, bitnet, { ...machine, issue, serialSecondsPerWeight, threads: n, bytesPerSecond: 1e15 });
      const measured = { kernel, shapes: bitnet, clockHz: machine.clockHz, oneThreadSeconds: at(1) };
      const fit = fitLookUp(measured, threads, at(threads));
      assert.ok(Math.abs(fit.issue / issue - 1) < 1e-9 && Math.abs(fit.serialSecondsPerWeight - serialSecondsPerWeight) < 1e-19 + 1e-9 * serialSecondsPerWeight);
      assert.ok(Math.abs(fitIssue(measured, fit.serialSecondsPerWeight) / issue - 1) < 1e-9);
    }));
    const measured = { kernel: tmacKernel('neon', 2), shapes: [{ inputs: 1, outputs: 1, count: 1 }], clockHz: 1, oneThreadSeconds: 1 };
    assert.throws(() => fitLookUp(measured, 2, 1.1), RangeError);
    assert.throws(() => fitLookUp(measured, 2, 0.4), RangeError);
    assert.throws(() => fitIssue(measured, 2), RangeError);
  });
});

describe('the machines', () => {
  const rows = (referenceTable('lut.json') as { readonly published: readonly { readonly id: string; readonly value: number; readonly config: Readonly<Record<string, unknown>> }[] }).published;
  const rate = (id: string, threads: number): number => {
    const row = rows.find((r) => r.id === id);
    assert.equal(row?.config['model'], 'BitNet-3B');
    assert.equal(row.config['threads'], threads);
    return row.value;
  };

  for (const host of hosts) {
    it(`have the constants that their rows of BitNet 3B give: ${host.title}`, () => {
      const [one, many] = host.lookUpRows;
      const measured = (kernel: Kernel, { id, threads }: FittedRow): Measured => ({ kernel, shapes: bitnet, clockHz: host.clockHz, oneThreadSeconds: 1 / rate(id, threads) });
      const fit = fitLookUp(measured(tmacKernel(host.vector, 2), one), many.threads, 1 / rate(many.id, many.threads));
      assert.ok(Math.abs(fit.issue / host.lookUpIssue - 1) < 1e-3, `${fit.issue}`);
      assert.ok(Math.abs(fit.serialSecondsPerWeight / host.serialSecondsPerWeight - 1) < 1e-3, `${fit.serialSecondsPerWeight}`);
      const multiply = fitIssue(measured(ggmlKernel(host.vector, 'Q2_K'), host.multiplyRow), fit.serialSecondsPerWeight);
      assert.ok(Math.abs(multiply / host.multiplyIssue - 1) < 1e-3, `${multiply}`);
    });
  }

  it('are found by their names however they are written', () => {
    assert.equal(hostNamed('M2-Ultra')?.name, 'm2-ultra');
    assert.equal(hostNamed('NVIDIA Jetson AGX Orin 64GB')?.name, 'agx-orin');
    assert.equal(hostNamed('raspberry pi 5')?.name, 'raspberry-pi-5');
    assert.equal(hostNamed('Jetson Orin NX'), undefined);
    for (const host of hosts) assert.ok(host.clock.source.length > 20 && host.bandwidth.source.length > 20 && host.threads <= host.cores);
  });
});
