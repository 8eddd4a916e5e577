import assert from 'node:assert/strict';
import fc from 'fast-check';
import { instructionCount, loop, type Channel, type Instruction, type Program, type Step } from '../../../../src/sim/model/program.js';
import { runEveryInstruction, runProgram } from '../../../../src/sim/engine/event/run-program.js';
import { walkEveryTick } from './every-tick.js';

const [load, array, vector, store] = [0, 1, 2, 3];
const units: Program['units'] = [{ name: 'load', role: 'load' }, { name: 'array', role: 'array' }, { name: 'vector', role: 'vector' }, { name: 'store', role: 'store' }];

function instruction(unit: number, ticks: number, waits: number[], releases: number[], more: Partial<Instruction> = {}): Instruction {
  return { kind: 'instruction', label: units[unit]!.name, unit, ticks, waits, releases, ...more };
}

/** A pipeline of loads, products, elementwise work and stores in nested loops, with buffers of any number of slots. */
const pipelines = fc.record({
  slots: fc.integer({ min: 1, max: 4 }), outputs: fc.integer({ min: 1, max: 3 }), results: fc.integer({ min: 1, max: 3 }),
  times: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 }), fill: fc.integer({ min: 0, max: 7 }),
  counts: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 3, maxLength: 3 }), sharesMemory: fc.boolean(),
}).map(({ slots, outputs, results, times, fill, counts, sharesMemory }): Program => {
  const channels: Channel[] = [
    { name: 'free slot', initial: slots, latency: 0, stall: 'buffer' }, { name: 'loaded', initial: 0, latency: 0, stall: 'memory' },
    { name: 'free output', initial: outputs, latency: 0, stall: 'vector' }, { name: 'product', initial: 0, latency: fill, stall: 'compute' },
    { name: 'free result', initial: results, latency: 0, stall: 'buffer' }, { name: 'result', initial: 0, latency: 0, stall: 'vector' },
  ];
  const memory = sharesMemory ? { port: 0 } : {};
  const piece = (ticks: number): Step[] => [instruction(load, times[0]!, [0], [1], memory), instruction(array, ticks, [1], [0])];
  const tile: Step[] = [
    loop(counts[0]!, piece(times[1]!)),
    instruction(load, times[2]!, [0], [1], memory), instruction(array, times[1]!, [1, 2], [0, 3]),
    instruction(vector, times[3]!, [3, 4], [2, 5]), instruction(store, times[4]!, [5], [4], memory),
  ];
  return { units, channels, ports: ['memory'], steps: [instruction(load, times[5]!, [], [], memory), loop(counts[1]!, [loop(counts[2]!, tile), instruction(vector, times[5]!, [], [])])] };
});

describe('a program of instructions', () => {
  it('starts every instruction in the tick in which a walk through all ticks starts it', () => {
    fc.assert(fc.property(pipelines, (program) => {
      const walk = walkEveryTick(program);
      const starts: number[][] = units.map(() => []);
      const flat: Program = { ...program, steps: writtenOut(program.steps) };
      const run = runProgram(flat, { executed: ({ unit }, start) => { starts[unit]!.push(start); }, skipped: () => { assert.fail('nothing repeats without loops'); } });
      assert.deepEqual(starts, walk.starts);
      assert.equal(run.ticks, walk.ticks);
    }), { numRuns: 300 });
  });

  it('takes the same time, and waits for the same, whether repetitions are skipped or not', () => {
    fc.assert(fc.property(pipelines, (program) => {
      const { simulated, ...fast } = runProgram(program);
      const { simulated: all, ...slow } = runEveryInstruction(program);
      assert.deepEqual(fast, slow);
      assert.equal(all, instructionCount(program.steps));
      assert.ok(simulated <= all);
    }), { numRuns: 1000 });
  });

  it('has a critical path of exactly its length, and units that work or stand still up to their last instruction', () => {
    fc.assert(fc.property(pipelines, (program) => {
      const run = runProgram(program);
      assert.equal(run.bound.compute + run.bound.memory + run.bound.vector + run.bound.overhead, run.ticks);
      for (const { busy, stalls } of run.units) assert.ok(busy + stalls.memory + stalls.buffer + stalls.compute + stalls.vector + stalls.issue <= run.ticks);
    }), { numRuns: 300 });
  });

  it('of a billion tiles is stepped through for a few of them', () => {
    const program = tiles(1e9, 3, 5);
    const run = runProgram(program);
    assert.equal(run.instructions, 2e9);
    assert.equal(run.ticks, 3 + 1e9 * 5);
    assert.ok(run.simulated < 50, `${run.simulated}`);
  });

  it('says what units wait for', () => {
    const bound = (loadTicks: number, arrayTicks: number): readonly number[] => {
      const run = runProgram(tiles(100, loadTicks, arrayTicks));
      return [run.units[load]!.stalls.buffer, run.units[array]!.stalls.memory, run.bound.memory, run.bound.compute];
    };
    // Two slots: the loader is two pieces ahead, then waits for the array; or the array waits for every piece.
    assert.deepEqual(bound(3, 5), [98 * 2, 3, 3, 500]);
    assert.deepEqual(bound(5, 3), [0, 5 + 99 * 2, 500, 3]);
  });

  it('that waits for a token that nobody releases is an error which names the unit and the instruction', () => {
    const program: Program = { units, ports: [], channels: [{ name: 'never', initial: 0, latency: 0, stall: 'issue' }], steps: [instruction(vector, 1, [0], [])] };
    assert.throws(() => runProgram(program), { name: 'RangeError', message: 'vector waits for ever at vector' });
  });
});

/** Pieces of one loop through a buffer of two slots. */
function tiles(count: number, loadTicks: number, arrayTicks: number): Program {
  return {
    units, ports: [],
    channels: [{ name: 'free slot', initial: 2, latency: 0, stall: 'buffer' }, { name: 'loaded', initial: 0, latency: 0, stall: 'memory' }],
    steps: [loop(count, [instruction(load, loadTicks, [0], [1]), instruction(array, arrayTicks, [1], [0])])],
  };
}

function writtenOut(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => (step.kind === 'instruction' ? [step] : Array.from({ length: step.count }, () => writtenOut(step.body)).flat()));
}
