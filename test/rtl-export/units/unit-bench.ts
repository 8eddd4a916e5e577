import assert from 'node:assert/strict';
import { unitSources } from '../../../src/rtl-export/kit/units/index.js';
import { exhaust } from '../../../src/rtl-export/runners/exhaust.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { allResults, unitLatency, type FunctionUnit } from '../../../src/sim/numerics/function-units/index.js';

/** Yosys of the machine, which is faster, or the one of the npm package. */
export async function fastestYosys(): Promise<YosysRunner> {
  return await nativeYosys() ?? await wasmYosys();
}

/**
 * A pipeline as `exhaust` takes a combinational module: each input is there for one edge, and another behind it, so that no stage may be an edge early or
 * late; at an edge of each, which is another for the next, the pipeline is frozen.
 */
export function clockedThrough(simulator: Simulator, edges: number): Simulator {
  simulator.reset();
  let frozen = 0;
  const edgeWith = (name: string, value: number, enable: number): void => {
    simulator.setInt('enable', enable);
    simulator.setInt(name, value);
    simulator.edge();
  };
  return {
    ...simulator,
    inputs: simulator.inputs.filter(({ name }) => name === 'x'),
    setInt(name, value) {
      frozen = (frozen + 1) % edges;
      for (let edge = 0; edge < edges; edge++) {
        if (edge === frozen) edgeWith(name, value ^ 5, 0);
        edgeWith(name, edge === 0 ? value : ~value, 1);
      }
      simulator.setInt('enable', 0);
    },
  };
}

/** Tries all inputs of a unit on the netlist of its Verilog, and gives how many there were. */
export async function exhaustUnit(yosys: YosysRunner, unit: FunctionUnit, sources: Readonly<Record<string, string>> = unitSources({ unit })): Promise<readonly string[]> {
  const simulator = netlistSimulator(await netlistOf(yosys, { sources, top: 'unit' }), 'unit');
  const results = allResults(unit);
  const { failures, vectors } = exhaust(clockedThrough(simulator, unitLatency(unit)), ({ x }) => ({ y: results[x!]! }));
  assert.ok(failures.length > 0 || vectors === 2 ** unit.format.inputBits);
  return failures;
}
