import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { clearCost, emptyCost, type Cost } from '../../../src/sim/engine/cost.js';
import { modeOf, taskGrows } from '../../../src/sim/engine/phase.js';
import { addEachStep, addSteps } from '../../../src/sim/engine/steps.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { addRooflineCost } from '../../../src/sim/engine/roofline.js';
import type { Mask } from '../../../src/sim/model/op-graph.js';
import type { Pass } from '../../../src/sim/model/scenario.js';
import { buildDspChain } from '../../../src/arch/dsp-chain/machine.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { designPool } from '../../bench/design-pool.js';
import { randomDesign } from '../../bench/random-designs.js';

const pool = designPool();

function close(a: number, b: number, what: string): void {
  assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)), `${what}: ${a} against ${b}`);
}

const fields = ['latency', 'compute', 'memory', 'vector', 'overhead', 'busyArray0', 'busyArray1', 'busyVector', 'busyLoad', 'busyStore', 'macs', 'vectorElements', 'weightBytes', 'activationBytes', 'kvCacheBytes', 'dramBytes'] as const;

/** A random design with a random mask, and the decode passes from one context to another. */
const cases = fc.record({
  seed: fc.integer({ min: 0, max: 1e9 }),
  first: fc.integer({ min: 1, max: 3000 }),
  steps: fc.integer({ min: 2, max: 400 }),
  batch: fc.integer({ min: 1, max: 9 }),
  concatenates: fc.boolean(),
  mask: fc.oneof(fc.constant<Mask>({ kind: 'causal' }), fc.integer({ min: 1, max: 1500 }).map((window): Mask => ({ kind: 'sliding-window', window })), fc.integer({ min: 1, max: 900 }).map((window): Mask => ({ kind: 'lambda', sinks: 4, window }))),
});

/** Its matrix array has 3 columns and tiles of 64: the cycles of the second tile jump at 67, 70, ... */
const columnsThatDoNotDivideTiles = { seed: 792295821, first: 1, steps: 69, batch: 1, concatenates: false, mask: { kind: 'sliding-window', window: 69 } as Mask };

describe('the sum over decode steps', () => {
  it('is the same from run to run of affine cost as step by step, for every growing task of random designs', () => {
    fc.assert(fc.property(cases, ({ seed, first, steps, batch, mask, concatenates }) => {
      const drawn = randomDesign(createRng(seed), pool);
      const machine = buildDspChain({ ...drawn.parameters, options: { ...drawn.parameters.options, concatenateCache: concatenates } }, drawn.device, {});
      const pass: Pass = { phase: 'decode', batch, queryTokens: 1, firstContext: first, lastContext: first + steps - 1, logits: 'last' };
      const at = { machine, tiled: machine.tiled!, scheme: drawn.scheme, pass };
      for (const task of tasksOf(decoderGraph({ ...drawn.model, masks: [mask] }), drawn.scheme)) {
        if (!taskGrows(at, task)) continue;
        const fast = Array.from({ length: task.epilogues.length + 1 }, emptyCost);
        const slow = Array.from({ length: task.epilogues.length + 1 }, emptyCost);
        addSteps(at, task, modeOf(at, task), fast);
        addEachStep(at, task, modeOf(at, task), pass.firstContext, pass.lastContext, slow);
        for (let i = 0; i < fast.length; i++) for (const field of fields) close(fast[i]![field], slow[i]![field], `${task.op.name} ${i} ${field}`);
      }
    }), { numRuns: 150, examples: [[columnsThatDoNotDivideTiles]] });
  });

  it('has the same roofline in closed form as step by step, windows included', () => {
    fc.assert(fc.property(cases, ({ seed, first, steps, batch, mask }) => {
      const drawn = randomDesign(createRng(seed), pool);
      const machine = buildDspChain(drawn.parameters, drawn.device, {});
      const pass: Pass = { phase: 'decode', batch, queryTokens: 1, firstContext: first, lastContext: first + steps - 1, logits: 'last' };
      for (const task of tasksOf(decoderGraph({ ...drawn.model, masks: [mask] }), drawn.scheme)) {
        for (const op of [task.op, ...task.epilogues]) {
          const whole: Cost = emptyCost();
          const single: Cost = emptyCost();
          clearCost(whole);
          addRooflineCost(machine, task.group, op, task.format, drawn.scheme, pass, whole);
          for (let context = pass.firstContext; context <= pass.lastContext; context++) addRooflineCost(machine, task.group, op, task.format, drawn.scheme, { ...pass, firstContext: context, lastContext: context }, single);
          for (const field of fields) close(whole[field], single[field], `${op.name} ${field}`);
        }
      }
    }), { numRuns: 60 });
  });
});
