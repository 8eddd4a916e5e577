import assert from 'node:assert/strict';
import { tileDesign } from '../../../../src/arch/dsp-chain/rtl.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench, type StreamBenchResult } from '../../../../src/rtl-export/runners/stream-bench.js';
import { wasmYosys } from '../../../../src/rtl-export/runners/yosys.js';

const design = tileDesign({ depth: 16, columns: 1, chain: 8, n: 2, m: 4, weightMin: -128, groupBits: 27, shift: 24 });
const sources = withSharedSources(design.sources);
const parameters = Object.fromEntries(design.parameters.map((p) => [p.name, p.value]));

async function bench(files: Readonly<Record<string, string>>): Promise<StreamBenchResult> {
  return runStreamBench(netlistSimulator(await netlistOf(await wasmYosys(), { sources: files, top: design.core, parameters }), design.core), design, { passes: 1 });
}

/** A fault in one module: what stands there, and what is put in its place. */
const faults: readonly (readonly [what: string, file: string, from: string, to: string])[] = [
  ['the lower activation is not extended by its sign', 'dsp_pair_mac.v', '{{19{lower[7]}}, lower}', '{19\'d0, lower}'],
  ['the cascade drops what comes in', 'dsp_pair_mac.v', 'cascade + product_extended', 'product_extended'],
  ['the wrong window feeds the second token', 'sparse_select.v', 'window1[{index', 'window0[{index'],
  ['the tree subtracts', 'reduction_tree.v', '+ nodes[(2*k+1)*SUM_BITS', '- nodes[(2*k+1)*SUM_BITS'],
  ['a scale group is not started anew', 'group_accumulator.v', 'restart ? addend : total + addend', 'total + addend'],
  ['the end of a group is not told to the next', 'chain_sequencer.v', 'starts_group <= ends_group', 'starts_group <= 1\'b0'],
  ['reductions are not told apart', 'chain_sequencer.v', 'starts_reduction <= ends_reduction', 'starts_reduction <= 1\'b0'],
  ['the lane that overflows is not adjusted', 'overflow_adjust.v', 'above - expected', '0'],
  ['group sums of one reduction stay for the next', 'group_scale.v', 'restart ? product_extended : sum', 'sum'],
  ['halves are rounded up', 'requantizer.v', 'half && (below_half || quotient[0])', 'half'],
  ['results saturate one too low', 'requantizer.v', 'result <= 8\'h80', 'result <= 8\'h81'],
  ['the skid buffer loses what it holds', 'archsim_skid.v', 'valid       <= spare_valid || taken', 'valid       <= taken'],
];

describe('a planted fault in the tile of DSP chains', function () {
  this.timeout(60_000);

  it('is not there in the sources as they are', async () => {
    const { ok, failures } = await bench(sources);
    assert.ok(ok, failures[0]);
  });

  for (const [what, file, from, to] of faults) {
    it(`is found where ${what}`, async () => {
      const text = sources[file]!;
      assert.ok(text.includes(from), `${file} has no "${from}"`);
      const { ok } = await bench({ ...sources, [file]: text.replace(from, to) });
      assert.equal(ok, false);
    });
  }
});
