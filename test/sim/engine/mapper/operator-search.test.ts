import assert from 'node:assert/strict';
import fc from 'fast-check';
import { earlyFloor } from '../../../../src/sim/engine/mapper/early-floor.js';
import { everyMapping } from '../../../../src/sim/engine/mapper/enumerate.js';
import { evaluate } from '../../../../src/sim/engine/mapper/evaluate.js';
import { floorTable } from '../../../../src/sim/engine/mapper/floor-table.js';
import { everyHome, homeAt, withHome } from '../../../../src/sim/engine/mapper/home-codes.js';
import { valueOf, type Objective } from '../../../../src/sim/engine/mapper/objective.js';
import { floorOf, searchOperator } from '../../../../src/sim/engine/mapper/operator-search.js';
import { problems } from './cases.js';

const objectives: readonly Objective[] = ['energy', 'latency', 'energy-delay'];

describe('search over the mappings of one operator', () => {
  it('finds what trying every mapping finds', () => {
    let checked = 0;
    let mappings = 0;
    fc.assert(fc.property(problems(4), (problem) => {
      const best = objectives.map(() => Infinity);
      let count = 0;
      for (const mapping of everyMapping(problem)) {
        if (count++ > 8_000) return;
        const evaluation = evaluate(problem, mapping);
        if (!evaluation.feasible) continue;
        objectives.forEach((objective, i) => { best[i] = Math.min(best[i]!, valueOf(objective, evaluation.energy, evaluation.seconds)); });
      }
      mappings += count;
      objectives.forEach((objective, i) => {
        const found = searchOperator(problem, objective);
        const value = Math.min(...found.map((point) => valueOf(objective, point.energy, point.seconds)));
        const shown = (): string => JSON.stringify({ objective, best: best[i], value, sizes: problem.sizes, ranks: problem.ranks, loop: problem.loop, homes: problem.tensors.map((t) => t.home), rules: problem.rules, memories: problem.memories, axes: problem.axes, found: found.map((f) => f.mapping) });
        assert.ok(value === best[i] || Math.abs(value / best[i]! - 1) < 1e-9, shown());
      });
      checked++;
    }), { numRuns: 70 });
    assert.ok(checked > 35, `${checked} problems with ${mappings} mappings`);
  });

  it('gives mappings that cost what it says, above the floor', () => {
    fc.assert(fc.property(problems(9), (problem) => {
      const floor = floorOf(problem);
      for (const { mapping, energy, seconds, exchangeBits } of searchOperator(problem, 'energy-delay')) {
        const evaluation = evaluate(problem, mapping);
        assert.ok(evaluation.feasible && Math.abs(evaluation.energy / energy - 1) < 1e-12 && Math.abs(evaluation.seconds / seconds - 1) < 1e-12);
        assert.equal(evaluation.memories[problem.exchange]!.heldBits, exchangeBits);
        assert.ok(floor !== null && floor.energy <= energy * (1 + 1e-12) && floor.seconds <= seconds * (1 + 1e-12));
      }
    }), { numRuns: 100 });
  });

  it('has one floor for an operator however it is worked out: in one go, or as a sum of what its tensors add', () => {
    fc.assert(fc.property(problems(9), fc.constantFrom(0, 1, 2), (problem, rank) => {
      const loop = problem.loop === null ? null : { rank: rank % problem.sizes.length, tile: problem.loop.tile };
      const endless = { ...problem, loop, availableBits: problem.availableBits.map((bits, m) => (m === problem.exchange ? Infinity : bits)) };
      const table = floorTable(endless);
      const homes = endless.tensors.reduce((code, { home }, u) => withHome(code, u, everyHome.indexOf(home)), 0);
      for (const code of [homes, 0, homes]) {
        const expected = floorOf({ ...endless, tensors: endless.tensors.map((tensor, u) => ({ ...tensor, home: everyHome[homeAt(code, u)]! })) })!;
        const { energy, seconds } = table(code);
        assert.ok(Math.abs(energy - expected.energy) <= 1e-12 * expected.energy && Math.abs(seconds - expected.seconds) <= 1e-12 * expected.seconds);
      }
    }), { numRuns: 200 });
  });

  it('has an early floor that is never above the floor, so that tiles may be dropped before ranks are split', () => {
    let met = 0;
    fc.assert(fc.property(problems(9), fc.constantFrom(0, 1, 2), (problem, rank) => {
      const loop = problem.loop === null ? null : { rank: rank % problem.sizes.length, tile: problem.loop.tile };
      const endless = { ...problem, loop, availableBits: problem.availableBits.map((bits, m) => (m === problem.exchange ? Infinity : bits)) };
      const homes = endless.tensors.reduce((code, { home }, u) => withHome(code, u, everyHome.indexOf(home)), 0);
      const early = earlyFloor(endless);
      const { energy, seconds } = early.of(homes);
      const floor = floorTable(endless)(homes);
      assert.ok(energy <= floor.energy * (1 + 1e-12) && early.computeSeconds <= seconds && seconds <= floor.seconds * (1 + 1e-12), JSON.stringify({ energy, seconds, floor, homes, loop, sizes: problem.sizes, rules: problem.rules, memories: problem.memories, axes: problem.axes }));
      if (energy > 0.9 * floor.energy) met++;
    }), { numRuns: 600 });
    assert.ok(met > 200, `close to the floor ${met} times of 600`);
  });

  it('finds the same when it is told of mappings that fit', () => {
    fc.assert(fc.property(problems(6), fc.constantFrom(...objectives), (problem, objective) => {
      const found = searchOperator(problem, objective);
      const again = searchOperator(problem, objective, found);
      assert.equal(again.length, found.length);
      for (const point of found) assert.ok(again.some(({ energy, seconds }) => energy === point.energy && seconds === point.seconds));
    }), { numRuns: 60 });
  });
});
