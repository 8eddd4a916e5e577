import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { tileDesign } from '../../../src/arch/dsp-chain/rtl.js';
import { tileRun } from '../../../src/arch/dsp-chain/tile/streams.js';
import type { RtlDesign, RtlRun } from '../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../src/rtl-export/kit/shared-sources.js';
import { smallShapes } from '../../../src/rtl-export/kit/small-shapes.js';
import { checkModule, type Finding } from '../../../src/rtl-export/runners/check-design.js';
import { lockStep } from '../../../src/rtl-export/runners/lock-step.js';
import { missLines } from '../../../src/rtl-export/runners/miss-report.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator, type NetlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { Netlist } from '../../../src/rtl-export/runners/netlist.js';
import { smallestFailure } from '../../../src/rtl-export/runners/smallest-failure.js';
import { runStreamBench } from '../../../src/rtl-export/runners/stream-bench.js';
import { firstWrongField } from '../../../src/rtl-export/runners/wrong-field.js';
import { wasmYosys, type YosysRunner } from '../../../src/rtl-export/runners/yosys.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { repositoryRoot } from '../../kit/fixtures.js';

const source = readFileSync(join(repositoryRoot(), 'test', 'rtl-export', 'foreign', 'serial_dot.v'), 'utf8');
const tile = { depth: 1, columns: 1, chain: 1, n: 1, m: 1, weightMin: -128, groupBits: 27, shift: 24 } as const;
const usual = tileDesign(tile);
/** Every product adds a unit to its result. */
const design: RtlDesign = {
  ...usual,
  smaller: () => smallShapes({ m: [1, 2, 3], n: [1, 2], k: [1, 2, 3] }).map(({ m, n, k }): RtlRun => tileRun(tile, {
    activations: matrix(m, k, Int8Array.from({ length: m * k }, () => 64)), weights: matrix(n, k, Int8Array.from({ length: n * k }, () => 64)),
    scales: Uint16Array.from({ length: n }, () => 4096), groupLength: k,
  }, `m ${m}, n ${n}, k ${k}`)),
};

describe('the smallest failing input', function () {
  this.timeout(60_000);
  let yosys: YosysRunner;
  before(async () => { yosys = await wasmYosys(); });

  /** The labels of the runs with which a faulty module is shown. */
  async function shown(fault: number, of: RtlDesign): Promise<{ readonly phase: string; readonly runs: readonly string[] }> {
    const simulator = netlistSimulator(await netlistOf(yosys, { sources: { 'serial_dot.v': source }, top: 'serial_dot', parameters: { FAULT: fault } }), 'serial_dot');
    const small = smallestFailure(simulator, of, runStreamBench(simulator, of));
    assert.ok(small);
    assert.equal(small.replay(simulator)?.text, small.fault.text, 'it can be played again');
    return { phase: small.phase, runs: small.runs.map(({ label }) => label) };
  }

  it('is one run of two vectors of one element where an element after a vector is lost or a sum stays', async () => {
    for (const fault of [1, 2]) assert.deepEqual(await shown(fault, design), { phase: 'runs one after the other', runs: ['m 1, n 2, k 1'] });
  });

  it('is the smallest run twice where a run includes the one before', async () => {
    assert.deepEqual(await shown(4, design), { phase: 'runs one after the other', runs: ['m 1, n 1, k 1', 'm 1, n 1, k 1'] });
  });

  it('is of usual runs where the design has no small ones, and names the stalls that it needs', async () => {
    const { runs } = await shown(4, { ...usual, smaller: () => [] });
    assert.equal(runs.length, 2);
    for (const label of runs) assert.match(label, /^a single product/);
    assert.equal((await shown(3, design)).phase, 'random stalls');
  });

  it('is not looked for where everything is right, nor beyond the number of attempts', async () => {
    const simulator = netlistSimulator(await netlistOf(yosys, { sources: { 'serial_dot.v': source }, top: 'serial_dot', parameters: { FAULT: 1, WAIT: 10 } }), 'serial_dot');
    const found = runStreamBench(simulator, design);
    assert.equal(smallestFailure(simulator, design, found, { deadlineMs: 0 }), undefined);
    assert.deepEqual(smallestFailure(simulator, design, found)?.runs.map(({ label }) => label), ['m 1, n 2, k 1'], 'values before cycles');
  });

  it('has cycles for a fault where only they are wrong', async () => {
    const simulator = netlistSimulator(await netlistOf(yosys, { sources: { 'serial_dot.v': source }, top: 'serial_dot', parameters: { WAIT: 20 } }), 'serial_dot');
    const small = smallestFailure(simulator, design, runStreamBench(simulator, design))!;
    assert.match(small.fault.text, /^run 0 \(m 1, n 1, k 1\): \d+ cycles, the model says \d+$/);
  });

  it('comes with the first signal that is not as in our own Verilog, where the module is a changed copy of it', async () => {
    const requantizer = usual.sources['requantizer.v']!;
    const changed: Readonly<Record<string, string>> = { ...withSharedSources(usual.sources), 'requantizer.v': requantizer.replace('low_bits <= quotient[7:0];', 'low_bits <= quotient[8:1];') };
    assert.notEqual(changed['requantizer.v'], requantizer);
    const parameters = Object.fromEntries(usual.parameters.map((p) => [p.name, p.value]));
    const findings: readonly Finding[] = await checkModule({ sources: changed, top: usual.core, parameters }, design, { shrink: true, traceSignals: true });
    const { smallest } = findings[1]!;
    assert.ok(smallest?.difference !== undefined, JSON.stringify(findings.map(({ detail }) => detail)));
    assert.ok(smallest.difference.cycle < smallest.fault.cycle, missLines(smallest, design).join('\n'));
    assert.match(smallest.difference.nets[0]!.name, /\.low_bits$/);
    assert.match(missLines(smallest, design).at(-1)!, /^first signal that differs from our Verilog, of \d+ with the same name: cycle \d+, .*low_bits is 0x0, ours 0x1/);
  });
});

describe('two modules in lock-step', function () {
  this.timeout(30_000);
  const text = (operator: string): string => `
module top (input aclk, input [7:0] a, input [7:0] b, output [7:0] y);
  reg [7:0] held_a, held_b;
  wire [7:0] sum = held_a ${operator} held_b;
  wire [7:0] after = sum ^ 8'hff;
  reg [7:0] out;
  always @(posedge aclk) begin held_a <= a; held_b <= b; out <= after; end
  assign y = out;
endmodule
`;
  let netlists: readonly Netlist[];
  before(async () => {
    const yosys = await wasmYosys();
    netlists = [await netlistOf(yosys, { sources: { 'top.v': text('-') }, top: 'top' }), await netlistOf(yosys, { sources: { 'top.v': text('+') }, top: 'top' })];
  });

  it('name the signal where a difference begins, not what follows from it, and its cycle', () => {
    const [one, other] = netlists.map((netlist): NetlistSimulator => netlistSimulator(netlist, 'top', { trace: true })) as [NetlistSimulator, NetlistSimulator];
    const pair = lockStep(one, other, netlists[0]!.modules[0]!);
    pair.reset();
    pair.set('a', 5);
    pair.edge();
    assert.equal(pair.difference(), undefined, 'both have nothing yet');
    pair.set('b', 3);
    pair.edge();
    assert.equal(pair.difference(), undefined, '5 - 0 is 5 + 0');
    pair.edge();
    const difference = pair.difference()!;
    assert.deepEqual([difference.cycle, difference.nets.map(({ name, value, expected }) => [name, value, expected])], [3, [['sum', 2n, 8n]]]);
    assert.equal(difference.compared, 5);
  });
});

describe('the first wrong field of a beat', () => {
  const stream = { name: 's', direction: 'out', fields: [{ name: 'a', bits: 4, count: 3, meaning: '' }, { name: 'b', bits: 1, count: 1, meaning: '' }] } as const;

  it('is the lowest part that differs, or the padding', () => {
    assert.equal(firstWrongField(stream, 0x123n, 0x123n), undefined);
    assert.deepEqual(firstWrongField(stream, 0x1723n, 0x1423n), { name: 'a[2]', low: 8, high: 11, value: 7n, expected: 4n });
    assert.deepEqual(firstWrongField(stream, 0x0123n, 0x1123n), { name: 'b', low: 12, high: 12, value: 0n, expected: 1n });
    assert.deepEqual(firstWrongField(stream, 0xe123n, 0x0123n), { name: 'padding', low: 13, high: 15, value: 7n, expected: 0n });
  });
});
