import { runEveryInstruction } from '../../src/sim/engine/event/run-program.js';
import { loop, type Channel, type Instruction, type Program } from '../../src/sim/model/program.js';
import { createRng } from '../../src/sim/core/rng.js';
import { measure, type Goal } from './harness.js';

const tiles = 10_000;

/** Instructions of tile pipelines with random times, every one stepped through. */
export function events(smoke: boolean): readonly Goal[] {
  const rng = createRng(1);
  const measurement = measure('event', 'instructions', smoke ? 3 : 31, () => {
    const program = pipeline(Array.from({ length: 4 }, () => 1 + Math.floor(rng.next() * 1e4)));
    return { count: 7 * tiles, body: () => runEveryInstruction(program).ticks };
  });
  return [{ measurement, floor: 1_000_000 }];
}

/** Tiles of two pieces: loads and products, elementwise work on each tile, and its store, which shares the memory with the loads. */
function pipeline([load, multiply, elementwise, store]: readonly number[]): Program {
  const channel = (name: string, initial: number): Channel => ({ name, initial, latency: 0, stall: 'buffer' });
  const instruction = (unit: number, ticks: number, waits: readonly number[], releases: readonly number[], port?: number): Instruction =>
    ({ kind: 'instruction', label: '', unit, ticks, waits, releases, ...(port === undefined ? {} : { port }) });
  return {
    units: [{ name: 'load', role: 'load' }, { name: 'array', role: 'array' }, { name: 'vector', role: 'vector' }, { name: 'store', role: 'store' }],
    channels: [channel('free slot', 2), channel('piece', 0), channel('free output', 2), channel('product', 0), channel('result', 0)],
    ports: ['memory'],
    steps: [loop(tiles, [
      instruction(0, load!, [0], [1], 0), instruction(1, multiply!, [1], [0]), instruction(0, load!, [0], [1], 0), instruction(1, multiply!, [1, 2], [0, 3]),
      instruction(2, elementwise!, [3], [4]), instruction(3, store!, [4], [2], 0), instruction(1, 0, [], []),
    ])],
  };
}
