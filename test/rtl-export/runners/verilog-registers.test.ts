import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { netlistOf, netlistPasses } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { Netlist } from '../../../src/rtl-export/runners/netlist.js';
import { vcdRecorder } from '../../../src/rtl-export/runners/vcd.js';
import { wasmYosys } from '../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../src/sim/core/rng.js';

/** Registers of every flavour, a shift register, a FIFO in a memory, and a vector that looks like a loop of words. */
const source = `
module flavours(input aclk, input aresetn, input arst, input en, input signed [39:0] d,
  output reg [39:0] plain, output reg [39:0] enabled, output reg [39:0] cleared, output reg [39:0] cleared_first, output reg [39:0] gated,
  output reg [39:0] asynchronous, output reg [39:0] asynchronous_enabled, output reg [4:0] counter, output [3:0] delayed);
  reg [3:0] line [0:2];
  initial counter = 5'd9;
  always @(posedge aclk) begin
    plain <= d;
    if (en) enabled <= d;
    if (!aresetn) cleared <= 40'd12345678901; else cleared <= d;
    if (!aresetn) cleared_first <= 40'd7; else if (en) cleared_first <= d;
    if (en) begin if (!aresetn) gated <= 40'd3; else gated <= d; end
    counter <= counter + 5'd1;
    line[0] <= d[3:0]; line[1] <= line[0]; line[2] <= line[1];
  end
  always @(posedge aclk or posedge arst) if (arst) asynchronous <= {40{1'b1}}; else asynchronous <= d;
  always @(posedge aclk or posedge arst) if (arst) asynchronous_enabled <= 40'd5; else if (en) asynchronous_enabled <= d;
  assign delayed = line[2];
endmodule

module fifo #(parameter WIDTH = 8, parameter LOG_DEPTH = 2)
  (input aclk, input aresetn, input push, input pop, input [WIDTH-1:0] in, output [WIDTH-1:0] out, output [LOG_DEPTH:0] count);
  reg [WIDTH-1:0] memory [0:(1 << LOG_DEPTH)-1];
  reg [LOG_DEPTH:0] head, tail;
  assign count = head - tail;
  assign out = memory[tail[LOG_DEPTH-1:0]];
  wire full = count == (1 << LOG_DEPTH);
  always @(posedge aclk) if (!aresetn) begin head <= 0; tail <= 0; end else begin
    if (push && !full) begin memory[head[LOG_DEPTH-1:0]] <= in; head <= head + 1'b1; end
    if (pop && count != 0) tail <= tail + 1'b1;
  end
endmodule

module prefix(input [39:0] a, output [39:0] any);
  assign any = {any[38:0], 1'b0} | a;
endmodule

module negative #(parameter LIMIT = 3) (output below, output [7:0] value);
  assign below = LIMIT < 0;
  assign value = LIMIT + 9;
endmodule
`;

describe('clocked Verilog in the netlist simulator', function () {
  this.timeout(30_000);
  let flavours: Netlist;
  const sources = { 'all.v': source };

  before(async () => {
    flavours = await netlistOf(await wasmYosys(), { sources, top: 'flavours' }, { passes: [...netlistPasses, 'opt_dff', 'opt_clean'] });
  });

  it('has registers with enable, synchronous and asynchronous reset, as a model of them says', () => {
    const types = new Set(flavours.modules[0]!.cells.map((cell) => cell.type));
    for (const type of ['$dff', '$dffe', '$sdff', '$sdffe', '$sdffce', '$adff', '$adffe']) assert.ok(types.has(type), `no ${type}`);
    const simulator = netlistSimulator(flavours, 'flavours');
    const rng = createRng(11);
    let [plain, enabled, cleared, clearedFirst, gated, asynchronous, asynchronousEnabled, counter] = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 9n];
    const line: [bigint, bigint, bigint] = [0n, 0n, 0n];
    for (let cycle = 0; cycle < 1000; cycle++) {
      const [aresetn, en] = [rng.next() < 0.8, rng.next() < 0.5];
      const d = (BigInt(rng.integer(0, 255)) << 32n) | BigInt(rng.integer(0, 2 ** 32 - 1));
      simulator.set('d', d);
      simulator.setInt('aresetn', aresetn ? 1 : 0);
      simulator.setInt('en', en ? 1 : 0);
      // An asynchronous reset that comes and goes between two edges counts, too.
      for (const arst of [rng.next() < 0.1, rng.next() < 0.1]) {
        simulator.setInt('arst', arst ? 1 : 0);
        if (arst) [asynchronous, asynchronousEnabled] = [(1n << 40n) - 1n, 5n];
        assert.equal(simulator.get('asynchronous'), asynchronous, `cycle ${cycle}`);
        assert.equal(simulator.get('asynchronous_enabled'), asynchronousEnabled);
      }
      const arst = simulator.getInt('arst') === 1;
      simulator.edge();
      plain = d;
      if (en) enabled = d;
      cleared = aresetn ? d : 12345678901n;
      if (!aresetn) clearedFirst = 7n;
      else if (en) clearedFirst = d;
      if (en) gated = aresetn ? d : 3n;
      if (!arst) asynchronous = d;
      if (!arst && en) asynchronousEnabled = d;
      counter = (counter + 1n) % 32n;
      line.unshift(d & 15n);
      line.length = 3;
      const seen = ['plain', 'enabled', 'cleared', 'cleared_first', 'gated', 'asynchronous', 'asynchronous_enabled', 'counter', 'delayed'].map((name) => simulator.get(name));
      assert.deepEqual(seen, [plain, enabled, cleared, clearedFirst, gated, asynchronous, asynchronousEnabled, counter, line[2]], `cycle ${cycle}`);
    }
  });

  it('has a FIFO in a memory, with the parameters it was given', async () => {
    const simulator = netlistSimulator(await netlistOf(await wasmYosys(), { sources, top: 'fifo', parameters: { WIDTH: 37, LOG_DEPTH: 3 } }), 'fifo');
    const rng = createRng(12);
    simulator.reset(rng);
    simulator.edge();
    simulator.setInt('aresetn', 1);
    const queue: bigint[] = [];
    let fullest = 0;
    for (let cycle = 0; cycle < 2000; cycle++) {
      const [push, pop] = [rng.next() < (cycle % 200 < 100 ? 0.8 : 0.3), rng.next() < 0.5];
      const value = (BigInt(rng.integer(0, 31)) << 32n) | BigInt(rng.integer(0, 2 ** 32 - 1));
      simulator.set('in', value);
      simulator.setInt('push', push ? 1 : 0);
      simulator.setInt('pop', pop ? 1 : 0);
      assert.equal(simulator.getInt('count'), queue.length);
      if (queue.length > 0) assert.equal(simulator.get('out'), queue[0]);
      simulator.edge();
      const isFull = queue.length === 8;
      if (pop) queue.shift();
      if (push && !isFull) queue.push(value);
      fullest = Math.max(fullest, queue.length);
    }
    assert.equal(fullest, 8);
  });

  it('takes a vector whose bits depend on lower ones for what it is, not for a loop', async () => {
    const simulator = netlistSimulator(await netlistOf(await wasmYosys(), { sources, top: 'prefix' }), 'prefix');
    for (const a of [0n, 1n, 1n << 20n, (1n << 39n) | (1n << 13n), 1n << 39n]) {
      simulator.set('a', a);
      const lowest = a & -a;
      assert.equal(simulator.get('any'), a === 0n ? 0n : BigInt.asUintN(40, -lowest));
    }
  });

  it('keeps the sign of a parameter', async () => {
    const simulator = netlistSimulator(await netlistOf(await wasmYosys(), { sources, top: 'negative', parameters: { LIMIT: -4 } }), 'negative');
    assert.deepEqual([simulator.getInt('below'), simulator.getInt('value')], [1, 5]);
  });

  it('records its nets in a VCD file that gives the values back', () => {
    const simulator = netlistSimulator(flavours, 'flavours', { trace: true });
    const recorder = vcdRecorder(simulator, 'flavours', { nets: ['counter', 'd', 'en'] });
    const given: string[] = [];
    for (let cycle = 0; cycle < 20; cycle++) {
      simulator.setInt('en', cycle % 3 === 0 ? 1 : 0);
      simulator.set('d', BigInt(cycle >> 2) << 37n);
      given.push([simulator.get('counter'), simulator.get('d'), simulator.get('en')].join(' '));
      recorder.sample();
      simulator.edge();
    }
    const text = recorder.text();
    const codes = new Map([...text.matchAll(/^\$var wire \d+ (\S+) (\w+)/gm)].map((match) => [match[1]!, match[2]!]));
    const values = new Map<string, bigint>();
    const read: string[] = [];
    let rising = 0;
    for (const line of text.slice(text.indexOf('$enddefinitions')).split('\n').slice(1)) {
      const change = /^(?:([01])|b([01]+) )(\S+)$/.exec(line);
      if (change !== null) values.set(codes.get(change[3]!)!, BigInt(`0b${change[1] ?? change[2]!}`));
      // The values of a cycle stand before the clock falls.
      if (change !== null && codes.get(change[3]!) === 'aclk' && change[1] === '0') read.push(['counter', 'd', 'en'].map((name) => values.get(name)).join(' '));
      if (change !== null && codes.get(change[3]!) === 'aclk' && change[1] === '1') rising++;
    }
    assert.deepEqual(read, given);
    assert.equal(rising, 20);
    assert.throws(() => vcdRecorder(netlistSimulator(flavours, 'flavours'), 'flavours'), /rtl\/no-nets/);
  });
});

describe('a multiply-accumulate', function () {
  this.timeout(30_000);

  it('of 8 x 8 bits into 32 runs at more than 100,000 cycles a second, and counts right', async () => {
    const mac = `module mac(input aclk, input aresetn, input signed [7:0] a, input signed [7:0] b, input clear, input en, output reg signed [31:0] acc);
      always @(posedge aclk) if (!aresetn) acc <= 0; else if (en) acc <= (clear ? 32'sd0 : acc) + a * b;
    endmodule`;
    const simulator = netlistSimulator(await netlistOf(await wasmYosys(), { sources: { 'mac.v': mac }, top: 'mac' }), 'mac');
    simulator.setInt('aresetn', 1);
    simulator.setInt('en', 1);
    simulator.setInt('clear', 1);
    simulator.edge();
    simulator.setInt('clear', 0);
    const cycles = 200_000;
    let [sum, random, wrong] = [0, 1, 0];
    const start = process.hrtime.bigint();
    for (let cycle = 0; cycle < cycles; cycle++) {
      random = (Math.imul(random, 1103515245) + 12345) | 0;
      const [a, b] = [random >> 24, (random << 8) >> 24];
      simulator.setInt('a', a);
      simulator.setInt('b', b);
      simulator.edge();
      sum = (sum + a * b) | 0;
      if ((simulator.getInt('acc') | 0) !== sum) wrong++;
    }
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    assert.equal(wrong, 0);
    assert.ok(cycles / seconds > 100_000, `${Math.round(cycles / seconds)} cycles a second`);
  });
});
