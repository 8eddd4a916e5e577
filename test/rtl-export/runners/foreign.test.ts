import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { tileDesign } from '../../../src/arch/dsp-chain/rtl.js';
import { checkModule } from '../../../src/rtl-export/runners/check-design.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench, type StreamBenchResult } from '../../../src/rtl-export/runners/stream-bench.js';
import { wasmYosys, type YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { repositoryRoot } from '../../kit/fixtures.js';

const fixture = (file: string): string => readFileSync(join(repositoryRoot(), 'test', 'rtl-export', 'foreign', file), 'utf8');
const sources = { 'serial_dot.v': fixture('serial_dot.v') };
const testbench = { ...sources, 'serial_dot_tb.v': fixture('tb/serial_dot_tb.v') };
const top = 'serial_dot';
/** The tile of one multiplier, which the module computes in its own way. */
const design = tileDesign({ depth: 1, columns: 1, chain: 1, n: 1, m: 1, weightMin: -128, groupBits: 27, shift: 24 });
const everyFault = [0, 1, 2, 3, 4];

describe('Verilog of somebody else', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await wasmYosys(); });

  async function bench(parameters: Readonly<Record<string, number>>): Promise<StreamBenchResult> {
    return runStreamBench(netlistSimulator(await netlistOf(yosys, { sources, top, parameters }), top), design);
  }

  /** The phases in which something was found. */
  function phasesIn({ failures }: StreamBenchResult): readonly string[] {
    return failures.map((failure) => failure.slice(0, failure.indexOf(':')));
  }

  it('passes its own test, whichever fault it has', async () => {
    const all = everyFault.map((fault) => `serial_dot_tb #(.FAULT(${fault})) of${fault} (.aclk(aclk), .done(done[${fault}]), .failed(failed[${fault}]));`);
    const asIs = { ...testbench, 'all.v': `module all (input aclk, output [${everyFault.length - 1}:0] done, output [${everyFault.length - 1}:0] failed); ${all.join('\n')} endmodule\n` };
    const verdict = async (files: Readonly<Record<string, string>>): Promise<readonly number[]> => {
      const simulator = netlistSimulator(await netlistOf(yosys, { sources: files, top: 'all' }), 'all');
      for (let edge = 0; edge < 80; edge++) simulator.edge();
      return [simulator.getInt('done'), simulator.getInt('failed')];
    };
    assert.deepEqual(await verdict(asIs), [31, 0]);
    // The test is no empty one: it finds a sum that is wrong at once.
    const broken = { ...asIs, 'serial_dot.v': sources['serial_dot.v'].replace('total + group_next * scale', 'total - group_next * scale') };
    assert.deepEqual(await verdict(broken), [31, 31]);
  });

  it('is right where it has no fault, in values and in cycles', async () => {
    const findings = await checkModule({ sources, top }, design);
    assert.deepEqual(findings.map(({ outcome }) => outcome), ['passed', 'passed'], JSON.stringify(findings));
  });

  it('is found wrong where it loses an element that follows a vector at once', async () => {
    const result = await bench({ FAULT: 1 });
    assert.match(result.failures[0]!, /^runs one after the other: m_axis_out, run 1 \(.*\), beat 1: 0x[0-9a-f]+, expected 0x[0-9a-f]+$/);
    assert.ok(phasesIn(result).includes('runs back to back'));
    assert.ok(!phasesIn(result).includes('gaps on the inputs'), 'with an idle cycle after every element nothing is lost');
  });

  it('is found wrong where the sum of a vector that follows at once includes the one before', async () => {
    const result = await bench({ FAULT: 2 });
    assert.match(result.failures[0]!, /^runs one after the other: m_axis_out, run 1 \(.*\), beat 1: /);
    assert.ok(!phasesIn(result).includes('gaps on the inputs'));
  });

  it('is found wrong where a result is right at first and changes while nobody takes it', async () => {
    const result = await bench({ FAULT: 3 });
    assert.deepEqual(phasesIn(result), ['random stalls', 'random stalls of the outputs', 'last beats left on offer', 'after a reset in the middle of a run, random stalls'], 'and only there');
    for (const failure of result.failures) assert.match(failure, /: the beat changed before it was taken$/);
  });

  it('is found wrong where a second run without a reset includes the first', async () => {
    const result = await bench({ FAULT: 4 });
    assert.match(result.failures[0]!, /^runs one after the other: m_axis_out, run 1 \(.*\), beat 0: /);
  });

  it('is told apart from a module that is only earlier or later than the model, whose cycles are the one failure', async () => {
    const [early, late, wrong] = [await bench({ WAIT: 10 }), await bench({ WAIT: 20 }), await bench({ WAIT: 10, FAULT: 1 })];
    for (const [result, cycles] of [[early, 14], [late, 24]] as const) {
      assert.deepEqual(result.failures, [result.miscount]);
      assert.match(result.miscount!, new RegExp(`^runs one after the other: run 0 \\(.*\\): ${cycles} cycles, the model says 17$`));
      assert.equal(result.cycles.length, design.runs.length);
    }
    assert.ok(wrong.failures.length > 2 && wrong.failures.at(-1) === wrong.miscount, wrong.failures.join('\n'));
    assert.match(wrong.failures[0]!, /^runs one after the other: m_axis_out, run 1 \(.*\), beat 1: 0x/);
  });
});
