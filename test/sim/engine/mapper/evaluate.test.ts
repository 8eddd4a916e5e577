import assert from 'node:assert/strict';
import fc from 'fast-check';
import { everyMapping } from '../../../../src/sim/engine/mapper/enumerate.js';
import { evaluate, portSeconds } from '../../../../src/sim/engine/mapper/evaluate.js';
import { problemOf } from '../../../../src/sim/engine/mapper/problem.js';
import { plainRules } from '../../../../src/sim/engine/mapper/rules.js';
import { addTransfer, computeEnd, emptyTraffic } from '../../../../src/sim/engine/mapper/traffic.js';
import { walkMapping } from '../../../../src/sim/engine/mapper/walk.js';
import { bits, memory, problems, product } from './cases.js';

/** Some mappings of a space, spread over it. */
function sample<T>(all: Iterable<T>, step: number, most: number): T[] {
  const some: T[] = [];
  let i = 0;
  for (const one of all) {
    if (i++ % step === 0) some.push(one);
    if (some.length === most) break;
  }
  return some;
}

describe('evaluation of one mapping', () => {
  it('counts what a walk through every trip and copy counts', () => {
    let checked = 0;
    fc.assert(fc.property(problems(5), fc.integer({ min: 1, max: 97 }), (problem, step) => {
      for (const mapping of sample(everyMapping(problem), step, 6)) {
        const evaluation = evaluate(problem, mapping);
        if (!evaluation.feasible) continue;
        const { traffic, busySteps, operations } = walkMapping(problem, mapping);
        assert.equal(operations, problem.operations);
        assert.equal(evaluation.computeSeconds, busySteps);
        const shown = JSON.stringify({ mapping, sizes: problem.sizes, homes: problem.tensors.map((t) => t.home), rules: problem.rules, axes: problem.axes });
        assert.deepEqual(evaluation.memories.map((m) => m.readBits), traffic.reads, shown);
        assert.deepEqual(evaluation.memories.map((m) => m.writeBits), traffic.writes, shown);
        evaluation.memories.forEach(({ seconds }, m) => {
          const walked = portSeconds(problem, m, traffic.busyReads[m]!, traffic.busyWrites[m]!);
          assert.ok(Math.abs(seconds - walked) <= 1e-9 * walked, `memory ${m} takes ${seconds}, walked ${walked}: ${shown}`);
        });
        checked++;
      }
    }), { numRuns: 500 });
    assert.ok(checked > 300, `only ${checked} mappings were feasible`);
  });

  it('says which buffer is too small, and by how much', () => {
    const hierarchy = { name: 'tiny', exchange: 'Buffer', components: [memory, { ...memory, name: 'Buffer', capacityBits: 10, keeps: [], mayKeep: ['input', 'weight', 'output'] as const }, { kind: 'compute', name: 'MAC', tensors: null, energyPerOperation: 1, operationsPerSecond: 1, leakageWatts: 0 }] } as const;
    const problem = problemOf(hierarchy, { bitsPerValue: bits }, product('matmul', 4, 4, 4), { ...plainRules, buffering: 'none' })!;
    const mapping = [{ kind: 'keep', memory: 'Buffer', tensor: 'A' }, { kind: 'loop', rank: 'n', tile: 2 }, { kind: 'keep', memory: 'Buffer', tensor: 'C' }] as const;
    assert.deepEqual(evaluate(problem, mapping), { feasible: false, reasons: [{ memory: 'Buffer', neededBits: 4 * 4 * 2 + 4 * 2 * 3, availableBits: 10, tensors: ['A', 'C'] }] });
  });

  it('takes twice the room for tiles where buffers are double, and once for what operators hand on', () => {
    const hierarchy = { name: 'tiny', exchange: 'Buffer', components: [memory, { ...memory, name: 'Buffer', capacityBits: 1000 }, { kind: 'compute', name: 'MAC', tensors: null, energyPerOperation: 1, operationsPerSecond: 1, leakageWatts: 0 }] } as const;
    const mapping = [{ kind: 'keep', memory: 'Buffer', tensor: 'A' }, { kind: 'loop', rank: 'n', tile: 2 }, { kind: 'keep', memory: 'Buffer', tensor: 'B' }, { kind: 'keep', memory: 'Buffer', tensor: 'C' }] as const;
    const heldBits = (buffering: 'none' | 'double'): number => {
      const evaluation = evaluate(problemOf(hierarchy, { bitsPerValue: bits }, product('matmul', 4, 4, 4), { ...plainRules, buffering }, { homes: { A: 'whole' } })!, mapping);
      return evaluation.feasible ? evaluation.memories[1]!.heldBits : NaN;
    };
    assert.deepEqual([heldBits('none'), heldBits('double')], [32 + 8 + 24, 32 + 16 + 48]);
  });

  it('takes as long as the busiest component where they overlap perfectly, and as long as all of them where they do not', () => {
    fc.assert(fc.property(problems(5), fc.integer({ min: 1, max: 97 }), (problem, step) => {
      for (const mapping of sample(everyMapping(problem), step, 3)) {
        const [perfect, none] = (['perfect', 'none'] as const).map((overlap) => evaluate({ ...problem, rules: { ...problem.rules, overlap } }, mapping));
        if (!perfect?.feasible || !none?.feasible) continue;
        const times = [perfect.computeSeconds, ...perfect.memories.map(({ seconds }) => seconds)];
        assert.equal(perfect.seconds, Math.max(...times));
        assert.equal(none.seconds, times.reduce((sum, seconds) => sum + seconds, 0));
      }
    }), { numRuns: 60 });
  });

  it('refuses what is no nest of the operator', () => {
    const hierarchy = { name: 'tiny', exchange: 'Main', components: [memory, { kind: 'compute', name: 'MAC', tensors: null, energyPerOperation: 1, operationsPerSecond: 1, leakageWatts: 0 }] } as const;
    const problem = problemOf(hierarchy, { bitsPerValue: bits }, product('matmul', 2, 2, 2), plainRules)!;
    assert.throws(() => evaluate(problem, [{ kind: 'loop', rank: 'q', tile: 1 }]), RangeError);
    assert.throws(() => evaluate(problem, [{ kind: 'keep', memory: 'Nowhere', tensor: 'A' }]), RangeError);
  });

  it('reads every operand of every product where nothing is kept: 3 accesses a product less the first sums, and one write', () => {
    const hierarchy = { name: 'tiny', exchange: 'Main', components: [memory, { kind: 'compute', name: 'MAC', tensors: null, energyPerOperation: 1, operationsPerSecond: 1, leakageWatts: 0 }] } as const;
    const problem = problemOf(hierarchy, { bitsPerValue: { A: 8, B: 8, C: 8 } }, product('matmul', 64, 64, 64), plainRules)!;
    const evaluation = evaluate(problem, []);
    assert.ok(evaluation.feasible);
    assert.deepEqual([evaluation.memories[0]!.readBits, evaluation.memories[0]!.writeBits], [8 * (3 * 64 ** 3 - 64 ** 2), 8 * 64 ** 3]);
  });

  it('moves nothing twice that a buffer of everything holds', () => {
    const problem = problemOf({ name: 'tiny', exchange: 'Main', components: [memory, { ...memory, name: 'Big' }, { kind: 'compute', name: 'MAC', tensors: null, energyPerOperation: 1, operationsPerSecond: 1, leakageWatts: 0 }] }, { bitsPerValue: bits }, product('matmul', 3, 5, 7), plainRules)!;
    const traffic = emptyTraffic(2);
    for (let t = 0; t < 3; t++) addTransfer(problem, t, 0, 1, [[], [], []], [0, 0, 0], traffic);
    assert.deepEqual([traffic.reads[0], traffic.writes[0]], [3 * 7 * 2 + 7 * 5, 3 * 5 * 3]);
    addTransfer(problem, 2, 1, computeEnd, [[], [], []], [0, 0, 0], traffic);
    assert.equal(traffic.writes[1], 3 * 7 * 2 + 7 * 5 + 3 * 5 * 7 * 3);
  });
});
