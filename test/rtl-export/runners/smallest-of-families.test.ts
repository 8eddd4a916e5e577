import assert from 'node:assert/strict';
import { planeTileDesign } from '../../../src/arch/binary-tensor-core/rtl.js';
import { codebookTileDesign } from '../../../src/arch/codebook/rtl.js';
import { shiftAddTileDesign } from '../../../src/arch/shift-add/rtl.js';
import { systolicTileDesign } from '../../../src/arch/systolic/rtl.js';
import { ternaryTileDesign } from '../../../src/arch/ternary/rtl.js';
import type { RtlDesign } from '../../../src/rtl-export/kit/design.js';
import { checkDesign } from '../../../src/rtl-export/kit/design-check.js';
import { checkModule } from '../../../src/rtl-export/runners/check-design.js';
import { missLines } from '../../../src/rtl-export/runners/miss-report.js';

interface Planted {
  readonly family: string;
  readonly design: RtlDesign;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Runs of the smallest failing input. */
  readonly runs: number;
}

const planted: readonly Planted[] = [
  {
    family: 'systolic', design: systolicTileDesign({ dataflow: 'output-stationary', rows: 2, columns: 2, activationBits: 8, weightBits: 8, sumBits: 20 }),
    file: 'output_pe.v', from: '(drain ? sum_below : sum)', to: 'sum_below', runs: 1,
  },
  {
    family: 'shift-add',
    design: shiftAddTileDesign({ kind: 'shift-add', tokens: 1, columns: 2, depth: 2, encoding: 'binary', termsPerCycle: 3, group: 2, scalers: 1, activationBits: 6, weightBits: 3, scaleBits: 4, accumulatorBits: 20 }),
    file: 'group_sum.v', from: 'opens ? {SUM_BITS{1\'b0}} : sum', to: 'sum', runs: 1,
  },
  {
    family: 'ternary', design: ternaryTileDesign({ group: 2, tables: 2, reads: 1, activationBits: 4, sumBits: 9, format: 'keys' }),
    file: 'table_read.v', from: 'entry ^ {ENTRY_BITS{key[INDEX]}}', to: 'entry', runs: 1,
  },
  {
    family: 'binary-tensor-core', design: planeTileDesign({ rows: 1, columns: 1, depth: 7, code: 'twos-complement', rowPlanes: 1, sumBits: 12 }),
    file: 'plane_sum.v', from: 'doubles ? {sum[SUM_BITS-2:0], 1\'b0} : sum', to: 'sum', runs: 1,
  },
  {
    family: 'codebook', design: codebookTileDesign({ tokens: 1, vectorLength: 2, main: 4, rest: 2, entryBits: 4, activationBits: 6, sumBits: 16, memory: 'luts' }),
    file: 'product_sum.v', from: 'opens ? {SUM_BITS{1\'b0}} : sum', to: 'sum', runs: 1,
  },
];

/** Yosys elaborates two small modules for each: a second or two. */
describe('the smallest failing input of each family', function () {
  this.timeout(60_000);

  for (const { family, design, file, from, to, runs } of planted) {
    it(`is one of its very small problems, with cycle, field and signal: ${family}`, async () => {
      const source = design.sources[file]!;
      assert.equal(source.split(from).length, 2, `${file} has "${from}" once`);
      const parameters = Object.fromEntries(design.parameters.map(({ name, value }) => [name, value]));
      const module = { sources: { ...design.sources, [file]: source.replace(from, () => to) }, top: design.core, parameters };
      const findings = await checkModule(module, design, { shrink: true, traceSignals: true });
      const { smallest, outcome, detail } = findings[1]!;
      assert.equal(outcome, 'failed', detail);
      assert.ok(smallest !== undefined, detail);
      const small = new Set([...design.smaller!()].map(({ label }) => label));
      assert.equal(smallest.runs.length, runs);
      for (const { label } of smallest.runs) assert.ok(small.has(label), label);
      const lines = missLines(smallest, design).join('\n');
      assert.match(lines, /\nfirst wrong: cycle \d+, m_axis_out_tdata field \w+/);
      assert.match(lines, /\nfirst signal that differs from our Verilog, of \d+ with the same name: cycle \d+, /);
    });
  }

  it('comes from runs that keep the rules of a design, few hundreds, and the same at every call', () => {
    for (const { design } of planted) {
      const runs = [...design.smaller!()];
      assert.ok(runs.length > 10 && runs.length < 400, `${design.core} has ${runs.length}`);
      checkDesign({ ...design, runs });
      assert.deepEqual([...design.smaller!()], runs);
      const beats = runs.map((run) => Object.values(run.beats).reduce((sum, list) => sum + list.length, 0));
      assert.equal(beats[0], Math.min(...beats), 'the first is the smallest');
    }
  });
});
