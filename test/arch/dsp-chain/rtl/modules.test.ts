import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { dspGroupSums, requantize, type PairProduct } from '../../../../src/arch/dsp-chain/tile/functional.js';
import { createRng, type Rng } from '../../../../src/sim/core/rng.js';
import { concatenated, simulateModule } from './module-bench.js';
import { requireTool } from '../../../kit/rtl-tools.js';

/** A column of products, as the multipliers of a DSP group take them. */
type Products = readonly PairProduct[];

const products = (length: number, draw: (i: number) => PairProduct): Products => Array.from({ length }, (_, i) => draw(i));
const every = (length: number, activation0: number, activation1: number, weight: number): Products => products(length, () => ({ activations: [activation0, activation1], weight }));

/** All corners of the operands, then corners and any numbers mixed. */
function testProducts(length: number, weightMin: number, rng: Rng): readonly Products[] {
  const corners = [-128, -1, 0, 127];
  const cases = corners.flatMap((a0) => corners.flatMap((a1) => [weightMin, 127].map((w) => every(length, a0, a1, w))));
  const activation = (): number => (rng.next() < 0.5 ? rng.pick([-128, 127]) : rng.integer(-128, 127));
  const weight = (): number => (rng.next() < 0.5 ? rng.pick([weightMin, 127]) : rng.integer(weightMin, 127));
  return [...cases, ...Array.from({ length: 60 }, () => products(length, () => ({ activations: [activation(), activation()], weight: weight() })))];
}

/** The two signed sums of each case from `dsp_group`. */
async function groupSums(length: number, late: number, canaryBits: number, cases: readonly Products[]): Promise<readonly (readonly number[])[]> {
  const latency = late + length + 4;
  const bits = 18 + canaryBits;
  const operands = cases.map((group) => ({
    activations0: concatenated(group.map((p) => p.activations[0]), 8),
    activations1: concatenated(group.map((p) => p.activations[1]), 8),
    weights: concatenated(group.map((p) => p.weight), 8),
  }));
  const flush = Array.from({ length: latency - 1 }, () => ({}));
  const outputs = await simulateModule({
    name: 'dsp_group', parameters: { LENGTH: length, LATE: late, CANARY_BITS: canaryBits },
    inputs: { activations0: 8 * length, activations1: 8 * length, weights: 8 * length }, outputs: { sum0: bits, sum1: bits },
  }, [...operands, ...flush]);
  return outputs.slice(latency - 1).map(({ sum0, sum1 }) => [sum0, sum1].map((sum) => Number(BigInt.asIntN(bits, sum!))));
}

const exact = (group: Products): readonly number[] => [0, 1].map((token) => group.reduce((sum, { activations, weight }) => sum + activations[token]! * weight, 0));

describe('modules of the dsp-chain tile', function () {
  this.timeout(30_000);
  before(async function () { await requireTool(this, 'iverilog'); });

  it('add up both tokens exactly in a DSP group as long as its lanes allow', async () => {
    const rng = createRng(3);
    for (const [length, late, canaryBits, weightMin] of [[1, 0, 0, -128], [2, 3, 0, -128], [7, 0, 0, -128], [8, 0, 0, -127], [8, 0, 1, -128], [9, 1, 1, -128], [15, 0, 1, -128], [16, 0, 2, -128]] as const) {
      const cases = testProducts(length, weightMin, rng);
      assert.deepEqual(await groupSums(length, late, canaryBits, cases), cases.map(exact), `${length} products, ${canaryBits} canary bits`);
    }
  });

  it('overflow a lane of 18 bits by one with eight full-range products, which the overflow adjust unit sets right', async () => {
    const eight = [every(8, -128, -128, -128)];
    assert.deepEqual(eight.map(exact), [[131072, 131072]], '2^17, where 18 bits hold 2^17 - 1');
    const wrong = await groupSums(8, 0, 0, eight);
    assert.deepEqual(wrong, [[-131072, -131071]], 'token 0 wraps, and token 1 gets a borrow back that there was not, and wraps too');
    assert.deepEqual(wrong, eight.map((group) => dspGroupSums(group, 0)), 'the model overflows in the same way');
    assert.deepEqual(await groupSums(8, 0, 1, eight), [[131072, 131072]]);
  });

  it('overflow lanes as the model does where a group is longer than its lanes allow', async () => {
    const rng = createRng(4);
    for (const [length, canaryBits] of [[8, 0], [9, 0], [16, 0], [16, 1]] as const) {
      const cases = testProducts(length, -128, rng);
      const sums = await groupSums(length, 0, canaryBits, cases);
      assert.deepEqual(sums, cases.map((group) => dspGroupSums(group, canaryBits)));
      assert.notDeepEqual(sums, cases.map(exact));
    }
  });

  it('add up any count of numbers in the reduction tree', async () => {
    const rng = createRng(5);
    for (const [count, levels] of [[1, 0], [2, 1], [3, 2], [5, 3], [8, 3], [9, 4]] as const) {
      const cases = [Array<number>(count).fill(-131072), Array<number>(count).fill(131071), ...Array.from({ length: 20 }, () => Array.from({ length: count }, () => rng.integer(-131072, 131071)))];
      const outputs = await simulateModule({ name: 'reduction_tree', parameters: { COUNT: count, BITS: 18, LEVELS: levels }, inputs: { numbers: 18 * count }, outputs: { sum: 18 + levels } },
        [...cases.map((numbers) => ({ numbers: concatenated(numbers, 18) })), ...Array.from({ length: levels }, () => ({}))]);
      // Without a level there is no register either: the sum is there before the edge as well as after it.
      const sums = outputs.slice(Math.max(0, levels - 1)).map(({ sum }) => Number(BigInt.asIntN(18 + levels, sum!)));
      assert.deepEqual(sums.slice(0, cases.length), cases.map((numbers) => numbers.reduce((sum, x) => sum + x, 0)), `${count} numbers`);
    }
  });

  it('scale groups of 27 bits by 16 bits unsigned and wrap at 48 bits', async () => {
    const rng = createRng(6);
    const ends = [-(2 ** 26), 2 ** 26 - 1];
    const groups = Array.from({ length: 300 }, (_, i) => ({
      sum: i < 150 ? ends[Math.floor(i / 75)]! : rng.next() < 0.3 ? rng.pick(ends) : rng.integer(-(2 ** 26), 2 ** 26 - 1),
      scale: i < 150 ? 65535 : rng.integer(0, 65535), add: i < 150 || rng.next() < 0.8, restart: i % 75 === 0 || (i > 150 && rng.next() < 0.1),
    }));
    const outputs = await simulateModule({ name: 'group_scale', parameters: { GROUP_BITS: 27 }, inputs: { group_sum: 27, scale: 16, add: 1, restart: 1 }, outputs: { total: 48 } },
      Array.from({ length: groups.length + 2 }, (_, i) => ({
        group_sum: BigInt(groups[i]?.sum ?? 0), scale: BigInt(groups[i]?.scale ?? 0), add: BigInt(groups[i - 2]?.add ?? false), restart: BigInt(groups[i - 2]?.restart ?? false),
      })));
    let total = 0n;
    let wrapped = false;
    const expected = groups.map(({ sum, scale, add, restart }) => {
      if (add) total = (restart ? 0n : total) + BigInt(sum) * BigInt(scale);
      wrapped ||= total !== BigInt.asIntN(48, total);
      return total = BigInt.asIntN(48, total);
    });
    assert.deepEqual(outputs.slice(2).map((o) => BigInt.asIntN(48, o['total']!)), expected);
    assert.ok(wrapped);
  });

  it('requantise to the nearest whole number, ties to the even one, and saturate', async () => {
    const rng = createRng(8);
    for (const shift of [0, 1, 2, 24, 40, 47]) {
      const unit = 2 ** shift;
      const nearTies = Array.from({ length: 120 }, () => rng.integer(-131, 131) * unit + rng.pick([0, 1, -1, unit / 2, unit / 2 + 1, unit / 2 - 1]));
      const totals = [-(2 ** 47), 2 ** 47 - 1, ...nearTies, ...Array.from({ length: 60 }, () => rng.integer(-(2 ** 47), 2 ** 47 - 1) / 2 ** rng.integer(0, 40))]
        .map((x) => Math.min(2 ** 47 - 1, Math.max(-(2 ** 47), Math.floor(x))));
      const outputs = await simulateModule({ name: 'requantizer', parameters: { SHIFT: shift }, inputs: { total: 48 }, outputs: { result: 8 } },
        [...totals, 0].map((total) => ({ total: BigInt(total) })));
      const results = outputs.slice(1).map(({ result }) => Number(BigInt.asIntN(8, result!)));
      assert.deepEqual(results, totals.map((total) => requantize(total, shift)), `shift ${shift}`);
      assert.deepEqual(results, totals.map((total) => nearestEven(BigInt(total), BigInt(shift))), `shift ${shift}`);
    }
  });
});

/** The candidate of -128..127 that is nearest to total / 2^shift, the even one of two. */
function nearestEven(total: bigint, shift: bigint): number {
  let best = -128;
  for (let candidate = -127; candidate <= 127; candidate++) {
    const [old, now] = [distance(total, shift, best), distance(total, shift, candidate)];
    if (now < old || (now === old && candidate % 2 === 0)) best = candidate;
  }
  return best;
}

function distance(total: bigint, shift: bigint, candidate: number): bigint {
  const difference = total - (BigInt(candidate) << shift);
  return difference < 0n ? -difference : difference;
}
