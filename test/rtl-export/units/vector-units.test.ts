import assert from 'node:assert/strict';
import { checkDesign } from '../../../src/rtl-export/kit/design-check.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench } from '../../../src/rtl-export/runners/stream-bench.js';
import type { YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { fastestYosys } from './unit-bench.js';
import { parametersOf, vectorDesigns } from './vector-designs.js';

describe('the Verilog of vector units', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await fastestYosys(); });

  for (const [what, design] of vectorDesigns) {
    it(`gives the values of the functional model in exactly the cycles of its formula, and the same values under back-pressure: ${what}`, async () => {
      checkDesign(design);
      const simulator = netlistSimulator(await netlistOf(yosys, { sources: design.sources, top: design.core, parameters: parametersOf(design) }), design.core);
      const { failures, cycles } = runStreamBench(simulator, design, { passes: 2 });
      assert.deepEqual(failures, []);
      assert.deepEqual(cycles, design.runs.map((run) => run.cycles));
    });
  }
});
