import { bufferModule, type MemoryStyle } from '../../../src/rtl-export/kit/units/index.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { parametersOf } from './vector-designs.js';

type Sources = Readonly<Record<string, string>>;

/** The first thing that a double buffer does which a queue of two arrays does not, in `edges` random edges; null where there is none. */
export async function pingPongFault(yosys: YosysRunner, width: number, depth: number, style: MemoryStyle, edges: number, changed: (sources: Sources) => Sources = (sources) => sources): Promise<string | null> {
  const module = bufferModule({ kind: 'ping-pong', width, depth, style });
  const simulator: Simulator = netlistSimulator(await netlistOf(yosys, { sources: changed(module.sources), top: module.core, parameters: parametersOf(module) }), module.core);
  const rng = createRng(depth);
  simulator.reset(rng);
  let halves: number[][] = [];
  let filling: number[] = [];
  let ready = false;
  let expected: number | null = null;
  for (let edge = 0; edge < edges; edge++) {
    const isReset = edge < 2 || rng.next() < 0.005;
    const [valid, last, free, read] = [rng.next() < 0.7, rng.next() < 0.15, rng.next() < 0.2, rng.next() < 0.7].map(Number) as [number, number, number, number];
    const data = rng.integer(0, 2 ** width - 1);
    const address = rng.integer(0, Math.max(0, (halves[0]?.length ?? 1) - 1));
    for (const [name, value] of Object.entries({ aresetn: isReset ? 0 : 1, fill_valid: valid, fill_last: last, fill_data: data, free, read_enable: read, read_address: address })) simulator.setInt(name, value);
    if (edge >= 2) {
      const seen = { fill_ready: ready ? 1 : 0, full: halves.length > 0 ? 1 : 0, ...(halves[0] === undefined ? {} : { last_address: halves[0].length - 1 }), ...(expected === null ? {} : { read_data: expected }) };
      for (const [name, value] of Object.entries(seen)) if (simulator.getInt(name) !== value) return `edge ${edge}: ${name} is ${simulator.getInt(name)}, expected ${value}`;
    }
    simulator.edge();
    // The word that is read, unless the half is not full: then it may be anything.
    if (read === 1) expected = halves[0]?.[address] ?? null;
    if (isReset) {
      [halves, filling, ready] = [[], [], false];
      continue;
    }
    if (ready && valid === 1) {
      filling.push(data);
      if (last === 1 || filling.length === depth) {
        halves = [...halves, filling];
        filling = [];
      }
    }
    // What was full before the edge is given back, not what became so at it.
    if (free === 1 && simulatorHadFull(halves, ready && valid === 1 && filling.length === 0)) halves = halves.slice(1);
    ready = halves.length < 2;
  }
  return null;
}

/** Whether a half was full before the one that has just been filled, if one has. */
function simulatorHadFull(halves: readonly number[][], hasJustFilled: boolean): boolean {
  return halves.length - (hasJustFilled ? 1 : 0) > 0;
}
