import assert from 'node:assert/strict';
import { bufferModule, memoryStyles } from '../../../src/rtl-export/kit/units/index.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { pingPongFault } from './ping-pong-bench.js';
import { fastestYosys } from './unit-bench.js';
import { parametersOf } from './vector-designs.js';

describe('the Verilog of buffers', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const [width, depth, style] of [[8, 5, 'block'], [1, 2, 'distributed'], [12, 8, 'ultra']] as const) {
    it(`is a queue of two arrays under random filling, reading, freeing and resets: ping-pong of ${depth} words of ${width} bits, ${style}`, async () => {
      assert.equal(await pingPongFault(yosys, width, depth, style, 6000), null);
    });
  }

  it('is an array whose reads come one edge later and stay: memories of every style', async () => {
    for (const style of memoryStyles) {
      const module = bufferModule({ kind: 'memory', width: 20, depth: 11, style });
      const simulator = netlistSimulator(await netlistOf(yosys, { sources: module.sources, top: module.core, parameters: parametersOf(module) }), module.core);
      const rng = createRng(3);
      simulator.reset(rng);
      const words = new Map<number, number>();
      let expected: number | undefined;
      for (let edge = 0; edge < 2000; edge++) {
        const [write, read, at, from, data] = [rng.integer(0, 1), rng.integer(0, 1), rng.integer(0, 10), rng.integer(0, 10), rng.integer(0, 2 ** 20 - 1)] as const;
        for (const [name, value] of Object.entries({ write_enable: write, write_address: at, write_data: data, read_enable: read, read_address: from })) simulator.setInt(name, value);
        simulator.edge();
        // A word that is written as it is read may be the old one or the new one.
        if (read === 1) expected = write === 1 && at === from ? undefined : words.get(from);
        if (write === 1) words.set(at, data);
        if (expected !== undefined) assert.equal(simulator.getInt('read_data'), expected);
      }
    }
  });
});
