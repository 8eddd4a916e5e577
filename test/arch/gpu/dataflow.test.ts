import assert from 'node:assert/strict';
import { scoreCycles, softmaxPasses, updateShare } from '../../../src/arch/gpu/attention-update.js';
import { chipOf } from '../../../src/arch/gpu/chips.js';
import { flatIntensity, linearSeconds, paddedRows, switchPoints } from '../../../src/arch/gpu/dataflow.js';
import type { OperatorMachine } from '../../../src/arch/gpu/operators.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';

const chip = chipOf(deviceNamed('a100-sxm-80gb')!)!;
const a100: OperatorMachine = { chip, bytesPerSecond: 2039e9, macsPerSecond: 156e12, elementBytes: 2 };

describe('the kernels of a linear layer', () => {
  it('all wait for the weights of one row in FP16', () => {
    const bytes = (4096 + 4096 * 4096 + 4096) * 2;
    for (const kernel of ['gemv', 'flat', 'library'] as const) assert.ok(Math.abs(linearSeconds(a100, kernel, 1, 4096, 4096) - bytes / (2039e9 * 0.927)) < 1e-9, kernel);
  });

  it('change at two switch points: vectors one after the other lose from two rows, small tiles from some dozens', () => {
    for (const [n, k] of [[12_288, 4096], [4096, 4096], [11_008, 4096], [4096, 11_008]] as const) {
      const { flatFrom, libraryFrom } = switchPoints(a100, n, k);
      assert.equal(flatFrom, 2);
      assert.ok(libraryFrom > flatFrom && libraryFrom <= 256);
      for (const m of [1, flatFrom, flatFrom + 1]) assert.equal(linearSeconds(a100, 'flat', m, n, k) < linearSeconds(a100, 'gemv', m, n, k), m >= flatFrom);
    }
  });

  it('read weights that the cache cannot hold again for every vector, and those that it holds once', () => {
    const large = linearSeconds(a100, 'gemv', 4, 12_288, 12_288) / linearSeconds(a100, 'gemv', 1, 12_288, 12_288);
    const small = linearSeconds(a100, 'gemv', 4, 4096, 4096) / linearSeconds(a100, 'gemv', 1, 4096, 4096);
    assert.ok(large > 3.5 && large <= 4 && small < 2.5, `${large} ${small}`);
    const unknown = { ...a100, chip: { ...chip, cache: null } };
    assert.ok(Math.abs(linearSeconds(unknown, 'gemv', 3, 4096, 4096) / linearSeconds(unknown, 'gemv', 1, 4096, 4096) - 3) < 1e-9);
  });

  it('pad rows to 1, 8 or 64', () => {
    assert.deepEqual([1, 8, 9, 65].map((m) => [paddedRows(m, 'gemv'), paddedRows(m, 'flat'), paddedRows(m, 'library')]), [[1, 8, 64], [8, 8, 64], [9, 16, 64], [65, 72, 128]]);
  });

  it('have the operations a byte of equation 5', () => {
    assert.equal(flatIntensity(8, 4096, 32), (2 * 8 * 4096) / (4096 + 1024 + 8));
    assert.ok(flatIntensity(8, 4096, 128) > flatIntensity(8, 4096, 32));
  });
});

describe('the synchronised update of softmax', () => {
  it('is a comparison for each score and a rescaling for each tile', () => {
    const cycles = scoreCycles(chip, 1024, 128, 64);
    assert.deepEqual([cycles.products, cycles.softmax], [0.25, 2 / 64 + 1 / 16]);
    assert.ok(Math.abs(cycles.update - (1 / 64 + 130 / 4096 + 1 / 1024)) < 1e-15);
  });

  it('takes less of the time the more keys a tile has', () => {
    const shares = [16, 32, 64, 128, 256].map((keys) => updateShare(scoreCycles(chip, 1024, 128, keys)));
    for (let i = 1; i < shares.length; i++) assert.ok(shares[i]! < shares[i - 1]!);
    assert.ok(shares[2]! > 0.12 && shares[2]! < 0.13);
  });

  it('costs a comparison and two rescalings beside six passes', () => {
    assert.deepEqual([softmaxPasses(chip, 'unified'), softmaxPasses(chip, 'synchronised')], [6, 9]);
  });
});
