import assert from 'node:assert/strict';
import { modelProblem, modelProblems } from '../../../src/gym/problem/bundled/model-problems.js';
import { quantAllocationProblem } from '../../../src/gym/problem/bundled/quant-allocation.js';
import { memoryControllerProblem } from '../../../src/gym/problem/bundled/memory-controller.js';
import { functionUnitProblem } from '../../../src/gym/problem/bundled/function-unit.js';
import { isLegal } from '../../../src/gym/problem/evaluation.js';
import { agentNamed } from '../../../src/gym/agents/registry.js';
import { search } from '../../../src/gym/search.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { designFrom, enumerate, sampleDesign } from '../../../src/sim/model/design-space.js';
import { searchFunctionUnit } from '../../../src/sim/numerics/function-units/index.js';
import { peakBytesPerSecond } from '../../../src/sim/memory/part.js';
import { dramPart } from '../../../src/sim/memory/parts.js';

describe('search problems of our models', () => {
  it('give the same for the same design, finite numbers, and a reason for what is not legal', () => {
    for (const { name, create } of modelProblems) {
      const [problem, again] = [create(), create()];
      const rng = createRng(5);
      for (let i = 0; i < 12; i++) {
        const design = sampleDesign(problem.space, rng);
        const found = problem.evaluate(design, 0);
        assert.deepEqual(again.evaluate(design, 0), found, name);
        assert.equal(found.violations.length, problem.constraints.length);
        assert.equal(found.reasons.length > 0, !isLegal(found), name);
        for (const value of [...found.objectives ?? [], ...found.violations]) assert.ok(Number.isFinite(value));
      }
    }
    assert.equal(modelProblem('nothing'), undefined);
  });

  it('the cheapest function unit of its space is the one that the search of function units finds', () => {
    const request = { function: 'sigmoid', inputBits: 6, outputBits: 6 } as const;
    const problem = functionUnitProblem({ ...request, maximumError: 1 });
    let cheapest = Infinity;
    for (const design of enumerate(problem.space)) {
      const found = problem.evaluate(design);
      if (isLegal(found)) cheapest = Math.min(cheapest, found.objectives![0]!);
    }
    assert.equal(cheapest, searchFunctionUnit({ ...request, maximumError: 1 }).cost.total);
  });

  it('a memory controller never beats the pins, and more under way gives more and takes longer', () => {
    const problem = memoryControllerProblem({ traffic: 'stream' });
    const peak = peakBytesPerSecond(dramPart('ddr4-3200')!);
    const [narrow, wide] = [8, 64].map((window) => problem.evaluate(designFrom(problem.space, {
      scheduling: 'first-ready', page: 'open', refresh: 'together', mapping: 'RoBaRaCoCh', window, readQueue: 32, writeQueue: 32, drainFrom: 0.75, drainTo: 0.25, bankQueue: 2, rowHitCap: 4,
    }), 0).objectives!);
    assert.ok(narrow![0]! < wide![0]! && wide![0]! < peak);
    assert.ok(narrow![1]! < wide![1]!);
    assert.ok(wide![0]! > 0.6 * peak);
  });

  it('a memory controller ends for every combination of scheduler, page policy, mapping and drain levels', () => {
    const problem = memoryControllerProblem();
    const rng = createRng(11);
    for (let i = 0; i < 40; i++) {
      const found = problem.evaluate(sampleDesign(problem.space, rng), 0);
      assert.equal(found.objectives === null, found.violations[1]! > 0);
    }
  });

  it('wider formats everywhere lose less and take more, and the least legal bits lie between', async () => {
    const formats = ['int3-asym', 'int4-asym', 'int6-sym'];
    const problem = quantAllocationProblem({ formats, sections: 2, perplexityIncrease: 0.08 });
    const uniform = formats.map((_, code) => problem.evaluate(problem.space.parameters.map(() => code)));
    const bits = uniform.map(({ objectives }) => objectives![0]!);
    assert.ok(bits[0]! < bits[1]! && bits[1]! < bits[2]!);
    // Wider by their scales and zero points than their codes.
    bits.forEach((found, i) => { assert.ok(found > [3, 4, 6][i]! && found < [3, 4, 6][i]! + 0.5); });
    assert.deepEqual(uniform.map(isLegal), [false, true, true]);
    const best = search(problem, await agentNamed('genetic'), { budget: 1500, seed: 1 }).front[0]!.evaluation;
    assert.ok(best.objectives![0]! < bits[1]! && best.metrics['perplexity']! <= 1.08 * 5.48);
  });
});
