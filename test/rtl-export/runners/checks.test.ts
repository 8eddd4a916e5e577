import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { elaborate } from '../../../src/rtl-export/runners/elaborate.js';
import { exhaust } from '../../../src/rtl-export/runners/exhaust.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import { proveAssertions, proveEquivalent } from '../../../src/rtl-export/runners/prove.js';
import { countsOf, synthesise } from '../../../src/rtl-export/runners/synthesis.js';
import { wasmYosys, type YosysRunner } from '../../../src/rtl-export/runners/yosys.js';

const sources = {
  'product.v': 'module product #(parameter W = 6) (input signed [W-1:0] a, input signed [W-1:0] b, output signed [2*W-1:0] y); assign y = a * b; endmodule\n',
  // Booth's identity by hand: the partial product of the sign bit is subtracted.
  'serial.v': `module serial #(parameter W = 6, parameter WRONG = 0) (input signed [W-1:0] a, input signed [W-1:0] b, output reg signed [2*W-1:0] y);
    integer i;
    always @* begin
      y = 0;
      for (i = 0; i < W; i = i + 1) if (b[i]) y = (i == W - 1 && WRONG == 0) ? y - (a <<< i) : y + (a <<< i);
    end
  endmodule\n`,
};

const checked = {
  'counter.v': `module counter #(parameter LIMIT = 5) (input aclk, input en);
    reg [3:0] count = 0;
    always @(posedge aclk) if (en) count <= count == LIMIT ? 4'd0 : count + 4'd1;
    always @(posedge aclk) assert (count != 4'd7);
  endmodule\n`,
};

describe('checks by Yosys', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await wasmYosys(); });

  it('elaborate a sound module, and name a latch, a missing module and a signal without a driver', async () => {
    const problems = async (source: string, parameters: Readonly<Record<string, number>>): Promise<string> => {
      const { ok, problems: found } = await elaborate(yosys, { sources: { 'top.v': source }, top: 'top', parameters });
      assert.equal(ok, found.length === 0);
      return found.join('\n');
    };
    const illegal = 'generate if (N < 1) ARCHSIM_ILLEGAL_PARAMETER_N illegal(); endgenerate';
    const checks: readonly (readonly [string, Readonly<Record<string, number>>, RegExp])[] = [
      [`module top #(parameter N = 1) (input [N-1:0] a, output y); ${illegal} assign y = ^a; endmodule`, { N: 3 }, /^$/],
      [`module top #(parameter N = 1) (input [N:0] a, output y); ${illegal} assign y = ^a; endmodule`, { N: 0 }, /ARCHSIM_ILLEGAL_PARAMETER_N/],
      ['module top(input a, input b, output reg y); always @* if (a) y = b; endmodule', {}, /a signal without a value in every branch became a latch/],
      ['module top(input a, output y); wire z; assign y = a & z; endmodule', {}, /Wire top\.\\z is used but has no driver/],
      ['module top(input a, output y); wire z; assign z = y | a; assign y = z & a; endmodule', {}, /found logic loop/],
    ];
    for (const [source, parameters, expected] of checks) assert.match(await problems(source, parameters), expected);
  });

  it('reject names and values that no Verilog has', async () => {
    await assert.rejects(elaborate(yosys, { sources, top: 'a; b' }), /rtl\/bad-name: top module "a; b" is not a Verilog name/);
    await assert.rejects(elaborate(yosys, { sources, top: 'product', parameters: { W: 1.5, '2': 1 } }), (error: Error) => (
      error.message.includes('parameter "2" is not a Verilog name') && error.message.includes('rtl/bad-parameter: parameter "W" is 1.5')));
    await assert.rejects(netlistOf(yosys, { sources, top: 'quotient' }), /rtl\/yosys-failed: Yosys could not make a netlist of quotient: .*quotient/);
  });

  it('prove that two ways to multiply are the same, and refute it where one is wrong', async () => {
    assert.deepEqual(await proveEquivalent(yosys, { sources, top: 'product' }, { sources, top: 'serial' }), { outcome: 'proven' });
    const wrong = await proveEquivalent(yosys, { sources, top: 'product' }, { sources, top: 'serial', parameters: { WRONG: 1 } });
    assert.equal(wrong.outcome, 'refuted');
    assert.match(wrong.counterexample!, /^\\in_a +-?\d+ .*\n\\in_b +-?\d+ /);
  });

  it('prove assertions for as many cycles as asked, and not beyond', async () => {
    const of = (LIMIT: number, cycles: number): Promise<unknown> => (
      proveAssertions(yosys, { sources: checked, top: 'counter', parameters: { LIMIT } }, { cycles }).then(({ outcome }) => outcome));
    // From 0, the count is 7 in the eighth cycle at the earliest.
    assert.deepEqual([await of(5, 12), await of(9, 7), await of(9, 8)], ['proven', 'proven', 'refuted']);
    await assert.rejects(proveAssertions(yosys, { sources, top: 'product' }, { cycles: 3 }), /rtl\/yosys-failed/);
  });

  it('leave a proof undecided where the time is over', async () => {
    const wide = { W: 14 };
    const proof = await proveEquivalent(yosys, { sources, top: 'product', parameters: wide }, { sources, top: 'serial', parameters: wide }, { timeLimitMs: 2500 });
    assert.deepEqual(proof, { outcome: 'undecided' });
  });

  it('try all inputs of a module against a function', async () => {
    const simulator = netlistSimulator(await netlistOf(yosys, { sources, top: 'serial' }), 'serial');
    const signed = (value: number): number => (value << 26) >> 26;
    assert.deepEqual(exhaust(simulator, ({ a, b }) => ({ y: signed(a!) * signed(b!) })), { ok: true, vectors: 4096, failures: [] });
    const wrong = exhaust(simulator, ({ a, b }) => ({ y: a === 63 && b === 2 ? 5 : signed(a!) * signed(b!) }));
    assert.deepEqual([wrong.ok, wrong.failures], [false, ['a 63, b 2: y is 4094, expected 5']]);
    assert.throws(() => exhaust(simulator, () => ({}), { mostBits: 11 }), /rtl\/too-many-inputs: 12 input bits .* the most is 11/);
  });
});

describe('synthesis', function () {
  this.timeout(60_000);

  it('counts the blocks that a multiply-accumulate and a memory take on UltraScale+', async () => {
    const mac = `module mac #(parameter W = 4) (input aclk, input aresetn, input signed [W-1:0] a, input signed [W-1:0] b, output reg signed [31:0] acc,
      input we, input [10:0] address, input [71:0] in, output reg [71:0] out, input [4:0] small_address, input [7:0] small_in, output [7:0] small_out);
      (* use_dsp = "yes" *) wire signed [2*W-1:0] product = a * b;
      (* ram_style = "block" *) reg [71:0] memory [0:2047];
      (* ram_style = "distributed" *) reg [7:0] small [0:31];
      always @(posedge aclk) begin
        if (!aresetn) acc <= 32'sd0; else acc <= acc + {{(32-2*W){product[2*W-1]}}, product};
        if (we) memory[address] <= in;
        out <= memory[address];
        if (we) small[small_address] <= small_in;
      end
      assign small_out = small[small_address];
    endmodule`;
    const counts = await synthesise(await wasmYosys(), { sources: { 'mac.v': mac }, top: 'mac', parameters: { W: 8 } }, 'xcup');
    assert.deepEqual([counts.dsp, counts.bram36, counts.bram18, counts.uram], [1, 4, 0, 0]);
    assert.ok(counts.ff >= 32 && counts.ff <= 72, `${counts.ff} FF`);
    assert.equal(counts.carry, 8);
    assert.ok(counts.lutMemory === 8 || counts.lutMemory === 16, JSON.stringify(counts.cells));
    assert.equal(counts.lut, counts.lutLogic + counts.lutMemory + counts.lutShift);
    assert.ok(counts.lutLogic < 60, JSON.stringify(counts.cells));
  });

  it('adds up the LUTs of logic, memories and shift registers, and tells block RAMs apart', () => {
    const counts = countsOf({ LUT1: 1, LUT6: 10, RAM64M8: 2, RAM32X1D: 3, SRL16E: 4, SRLC32E: 1, RAMB36E2: 5, RAMB18E2: 6, URAM288: 7, DSP48E2: 8, DSP48E1: 1, FDRE: 9, FDSE: 1, FDRE_1: 1, CARRY4: 3, CARRY8: 2, MUXF7: 2, INV: 6, BUFG: 1 });
    const { cells, ...numbers } = counts;
    assert.deepEqual(numbers, { dsp: 9, bram36: 5, bram18: 6, uram: 7, lut: 38, lutLogic: 11, lutMemory: 22, lutShift: 5, ff: 11, carry: 7, muxf: 2, inverters: 6 });
    assert.equal(cells['BUFG'], 1);
  });
});
