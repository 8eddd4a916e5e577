import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { RtlDesign, RtlRun } from '../../../src/rtl-export/kit/design.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { Netlist } from '../../../src/rtl-export/runners/netlist.js';
import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import { runStreamBench, type StreamBenchResult } from '../../../src/rtl-export/runners/stream-bench.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { notModelled } from '../../../src/sim/core/estimate.js';
import { createRng } from '../../../src/sim/core/rng.js';

/** Adds two streams beat by beat, and the number of the beat in its run. Faults can be switched on, to see whether the bench finds them. */
const core = `
module adder(input aclk, input aresetn, input [3:0] fault,
  input [7:0] s_axis_a_tdata, input s_axis_a_tvalid, output s_axis_a_tready, input s_axis_a_tlast,
  input [39:0] s_axis_b_tdata, input s_axis_b_tvalid, output s_axis_b_tready, input s_axis_b_tlast,
  output [39:0] m_axis_sum_tdata, output m_axis_sum_tvalid, input m_axis_sum_tready, output m_axis_sum_tlast);
  reg        valid, last;
  reg [39:0] sum;
  reg [7:0]  index;
  reg [9:0]  taken;
  wire space = !valid || m_axis_sum_tready || fault == 4'd1;
  wire both  = s_axis_a_tvalid && s_axis_b_tvalid;
  wire go    = (both || fault == 4'd2 && s_axis_a_tvalid) && space && !(fault == 4'd3 && taken > 10'd20);
  assign s_axis_a_tready   = go || fault == 4'd9 && s_axis_a_tvalid && s_axis_a_tlast && !valid;
  assign s_axis_b_tready   = go;
  assign m_axis_sum_tdata  = fault == 4'd4 && valid && !m_axis_sum_tready ? sum ^ {39'd0, taken[0]} : sum;
  assign m_axis_sum_tvalid = fault == 4'd5 ? valid && m_axis_sum_tready : valid;
  assign m_axis_sum_tlast  = fault == 4'd6 ? last && taken[1:0] != 2'd1 : last;
  always @(posedge aclk)
    if (!aresetn) begin
      if (fault != 4'd7) valid <= 1'b0;
      if (fault != 4'd10) index <= 8'd0;
      taken <= 10'd0;
    end else begin
      if (space) valid <= go || fault == 4'd11 && last && valid;
      if (go) begin
        sum   <= {{32{s_axis_a_tdata[7]}}, s_axis_a_tdata} + s_axis_b_tdata + {32'd0, index};
        last  <= s_axis_a_tlast;
        index <= s_axis_a_tlast && fault != 4'd8 ? 8'd0 : index + 8'd1;
        taken <= taken + 10'd1;
      end
    end
endmodule
`;

const rng = createRng(4);

function run(beats: number, cycles = beats + 1): RtlRun {
  const a = Array.from({ length: beats }, () => rng.integer(-128, 127));
  const b = a.map(() => BigInt(rng.integer(0, 2 ** 33 - 1)));
  return {
    label: `${beats} beats`, cycles,
    beats: {
      a: a.map((value) => BigInt.asUintN(8, BigInt(value))),
      b,
      sum: a.map((value, i) => BigInt.asUintN(40, BigInt(value) + b[i]! + BigInt(i))),
    },
  };
}

function design(runs: readonly RtlRun[]): RtlDesign {
  const unknown = notModelled('a test');
  return {
    core: 'adder', summary: 'adds', sources: { 'adder.v': core }, parameters: [], reduction: 'none', runs,
    streams: [
      { name: 'a', direction: 'in', fields: [{ name: 'a', bits: 8, count: 1, meaning: 'a number' }] },
      { name: 'b', direction: 'in', fields: [{ name: 'b', bits: 33, count: 1, meaning: 'a number' }] },
      { name: 'sum', direction: 'out', fields: [{ name: 'sum', bits: 40, count: 1, meaning: 'the sum' }] },
    ],
    resources: { dsp: unknown, bram36: unknown, uram: unknown, lut: unknown, ff: unknown },
  };
}

describe('the bench of streams', function () {
  this.timeout(30_000);
  let netlist: Netlist;

  before(async () => {
    netlist = await netlistOf(await wasmYosys(), { sources: { 'adder.v': core }, top: 'adder' });
  });

  function bench(runs: readonly RtlRun[], fault = 0, seed = 1): StreamBenchResult {
    const simulator = netlistSimulator(netlist, 'adder');
    const faulty: Simulator = {
      ...simulator,
      reset(unknown) {
        simulator.reset(unknown);
        simulator.setInt('fault', fault);
      },
    };
    return runStreamBench(faulty, design(runs), { seed });
  }

  it('passes a right core with the cycles of every run, whatever the seed', () => {
    for (const seed of [1, 2, 3]) {
      const result = bench([run(5), run(1), run(40), run(7)], 0, seed);
      assert.deepEqual(result.failures, []);
      assert.ok(result.ok);
      assert.deepEqual(result.cycles, [6, 2, 41, 8]);
      // Every beat in each of the eleven phases, but for the two that a reset cuts off.
      assert.ok(result.vectors >= 53 * 10 && result.vectors < 53 * 12, String(result.vectors));
    }
  });

  it('gives the same result for the same seed', () => {
    const runs = [run(5), run(9)];
    assert.deepEqual(bench(runs, 1, 5), bench(runs, 1, 5));
  });

  const faults: readonly (readonly [number, string, RegExp])[] = [
    [1, 'overwrites a beat that was not taken', /random stalls: m_axis_sum, run \d \(\d+ beats\), beat \d+: the beat changed before it was taken/],
    [2, 'takes from one stream what the other did not offer', /random stalls: m_axis_sum, .*: 0x[0-9a-f]+, expected 0x[0-9a-f]+/],
    [3, 'hangs', /no beat moved for 10\d\d cycles; beats left: s_axis_a \d+, s_axis_b \d+, m_axis_sum \d+/],
    [4, 'offers other data while it waits', /random stalls: m_axis_sum, run \d .*: 0x[0-9a-f]+, expected 0x[0-9a-f]+/],
    [5, 'makes tvalid wait for tready', /m_axis_sum_tvalid depends on tready/],
    [6, 'forgets a tlast', /runs one after the other: m_axis_sum, run 0 \(5 beats\), beat 4: tlast is 0, expected 1/],
    [7, 'is valid during reset', /m_axis_sum_tvalid is 1 during reset/],
    [8, 'does not begin again after a run', /runs one after the other: m_axis_sum, run 1 .*, beat 0: 0x/],
    [9, 'takes a last beat and loses it', /beats left|expected/],
    [10, 'forgets to reset a counter', /runs one after the other: m_axis_sum, run 0 .*, beat 0: 0x/],
    [11, 'gives the last beat twice', /a beat 0x[0-9a-f]+ after the last one|before any input/],
  ];
  for (const [fault, what, message] of faults) {
    it(`finds a core that ${what}`, () => {
      const result = bench([run(5), run(1), run(30), run(7)], fault);
      assert.equal(result.ok, false);
      assert.ok(result.failures.some((failure) => message.test(failure)), result.failures.join('\n'));
    });
  }

  it('finds a model that is one cycle off, in either direction', () => {
    for (const wrong of [-1, 1]) {
      const result = bench([run(5), run(8, 9 + wrong)]);
      assert.ok(result.failures.includes(`runs one after the other: run 1 (8 beats): 9 cycles, the model says ${9 + wrong}`), result.failures.join('\n'));
      assert.deepEqual(result.cycles, [6, 9]);
    }
  });

  it('names ports that the module lacks or that have other widths', () => {
    const simulator = netlistSimulator(netlist, 'adder');
    const { streams, ...rest } = design([run(2), run(2)]);
    const [a, b, sum] = streams;
    const wrong = { ...rest, streams: [a!, { ...b!, name: 'bb' }, { ...sum!, fields: [{ ...sum!.fields[0]!, bits: 41 }] }] };
    assert.throws(() => runStreamBench(simulator, wrong), (error: Error) => (
      /rtl\/no-port: the module has no port "s_axis_bb_tdata"; did you mean "s_axis_b_tdata"\?/.test(error.message)
      && /rtl\/wrong-port: port "m_axis_sum_tdata" has 40 bits, and the design says 48/.test(error.message)));
  });
});
