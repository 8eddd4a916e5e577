import assert from 'node:assert/strict';
import { createRng, type Rng } from '../../../src/sim/core/rng.js';
import { distinctChances, fullestExperts } from '../../../src/serving/platform/expert-balance.js';

/** K different experts of E. */
function choice(count: number, active: number, rng: Rng): readonly number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < active; i++) {
    const j = rng.integer(i, count - 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, active);
}

/** Distinct experts on the fullest device. */
function fullestOf(taken: Iterable<number>, count: number, devices: number): number {
  const on = new Array<number>(devices).fill(0);
  const each = Math.ceil(count / devices);
  for (const expert of taken) on[Math.floor(expert / each)]!++;
  return Math.max(...on);
}

describe('serving/platform/expert-balance', () => {
  it('is the mean of many draws within four standard errors', () => {
    const rng = createRng(11);
    for (const [count, active, devices, tokens] of [[8, 2, 4, 1], [8, 2, 8, 3], [16, 4, 4, 5], [60, 4, 8, 16], [64, 6, 7, 10], [10, 3, 4, 2]] as const) {
      let [sum, squares] = [0, 0];
      const draws = 4000;
      for (let i = 0; i < draws; i++) {
        const taken = new Set<number>();
        for (let t = 0; t < tokens; t++) for (const expert of choice(count, active, rng)) taken.add(expert);
        const most = fullestOf(taken, count, devices);
        sum += most;
        squares += most * most;
      }
      const mean = sum / draws;
      const error = Math.sqrt(Math.max(0, squares / draws - mean * mean) / draws);
      assert.ok(Math.abs(fullestExperts(count, active, devices, tokens) - mean) <= 4 * error + 1e-9, `${count} ${active} ${devices} ${tokens}: ${fullestExperts(count, active, devices, tokens)} ${mean} ${error}`);
    }
  });

  it('is the mean over all choices of two tokens, one by one', () => {
    const [count, active, devices] = [6, 2, 3];
    const choices: (readonly number[])[] = [];
    for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) choices.push([a, b]);
    let sum = 0;
    for (const first of choices) for (const second of choices) sum += fullestOf(new Set([...first, ...second]), count, devices);
    assert.ok(Math.abs(fullestExperts(count, active, devices, 2) - sum / choices.length ** 2) < 1e-12);
  });

  it('lies between the mean device and all of a device, grows with tokens, and is the mean on one device', () => {
    for (const [count, active, devices] of [[8, 2, 4], [128, 8, 16], [256, 8, 32], [60, 4, 7]] as const) {
      let before = 0;
      for (let tokens = 1; tokens <= 200; tokens++) {
        const most = fullestExperts(count, active, devices, tokens);
        const mean = (count * (1 - (1 - active / count) ** tokens)) / devices;
        assert.ok(most >= mean - 1e-9 && most >= 1 - 1e-9 && most <= Math.ceil(count / devices) + 1e-9, `${most} ${mean}`);
        assert.ok(most >= before - 1e-9);
        before = most;
      }
      assert.ok(Math.abs(fullestExperts(count, active, devices, 1e6) - Math.ceil(count / devices)) < 1e-9);
      assert.ok(Math.abs(fullestExperts(count, active, 1, 3) - count * (1 - (1 - active / count) ** 3)) < 1e-9);
    }
  });

  it('has chances that add up to one, with the mean of the closed form', () => {
    const chances = distinctChances(32, 4, 9);
    assert.ok(Math.abs(chances.reduce((a, b) => a + b, 0) - 1) < 1e-12);
    assert.ok(Math.abs(chances.reduce((sum, chance, d) => sum + d * chance, 0) - 32 * (1 - (28 / 32) ** 9)) < 1e-10);
  });
});
