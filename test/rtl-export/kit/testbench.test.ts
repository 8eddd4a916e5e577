import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import type { RtlDesign } from '../../../src/rtl-export/kit/design.js';
import { exportProject } from '../../../src/rtl-export/kit/project.js';
import { sampleCore, sampleDesign, sampleOptions } from './sample.js';
import { inFolder, needTools, runTool, type ToolRun } from './tools.js';

/** Compiles the export of a design, which says nothing, and simulates it in the folder's root or elsewhere. */
function simulate(design: RtlDesign, { parameters = [], from = '.' }: { readonly parameters?: readonly string[]; readonly from?: string } = {}): ToolRun {
  return inFolder(exportProject(design, sampleOptions), (folder) => {
    const compiled = runTool(folder, 'sh', ['-c', `iverilog -g2001 -Wall ${parameters.join(' ')} -o t.vvp rtl/*.v sim/*.v`]);
    assert.deepEqual(compiled, { code: 0, stdout: '', stderr: '' });
    return runTool(join(folder, from), 'vvp', [join(folder, 't.vvp')]);
  });
}

/** The sample with parts of its core replaced. */
function faulty(...changes: readonly (readonly [string, string])[]): RtlDesign {
  const core = changes.reduce((text, [from, to]) => {
    assert.equal(text.split(from).length, 2, `"${from}" is once in the sample`);
    return text.replace(from, () => to);
  }, sampleCore);
  return sampleDesign(core);
}

/** The sample with other runs. */
function withRuns(change: (run: RtlDesign['runs'][number], index: number) => Partial<RtlDesign['runs'][number]>, design = sampleDesign()): RtlDesign {
  return { ...design, runs: design.runs.map((run, index) => ({ ...run, ...change(run, index) })) };
}

function assertFails(design: RtlDesign, what: RegExp): void {
  const { code, stdout } = simulate(design);
  const lines = stdout.split('\n').filter((line) => line.startsWith('ARCHSIM'));
  assert.equal(lines.length, 1, stdout);
  assert.match(lines[0]!, /^ARCHSIM FAIL phase [a-f] /);
  assert.match(lines[0]!, what);
  assert.equal(code, 1);
}

/** A register that is high for one cycle before the first beat of a run may go on. */
const lateFirstBeat = [
  ['reg                 sum_valid, sum_last, first;', 'reg                 sum_valid, sum_last, first, seen;\n    always @(posedge aclk) seen <= a_valid && b_valid && !step;'],
  ['wire step = a_valid && b_valid && free;', 'wire step = a_valid && b_valid && free && (!first || seen);'],
] as const;

const faults: Readonly<Record<string, readonly [RtlDesign, RegExp]>> = {
  'a beat that is dropped': [faulty(['sum_valid <= step;', 'sum_valid <= step && a != 16\'he44f;']), /m_axis_sum, run 0 \(9 beats from 5\): beat 2 is wrong: tdata 04da, expected 037b/],
  'a beat that is dropped at the end': [faulty(['sum_valid <= step;', 'sum_valid <= step && !(a_last && sum[0]);']), /phase a .*no beat moved for \d+ cycles; beats left: s_axis_a 0 s_axis_b 0 m_axis_sum 1/],
  'tlast that never comes': [faulty(['sum_last <= a_last && b_last;', 'sum_last <= 1\'b0;']), /beat 8 is wrong: tlast 0, expected 1/],
  'tlast that comes early': [faulty(['sum_last <= a_last && b_last;', 'sum_last <= a[0];']), /beat 0 is wrong: tlast 1, expected 0/],
  'data that moves while it waits': [faulty(['1\'b0}}, sum};', '1\'b0}}, sum ^ {SUM_BITS{!m_axis_sum_tready}}};']), /beat \d+ moved before it was taken: tdata/],
  'tlast that moves while it waits': [faulty(['assign m_axis_sum_tlast  = sum_last;', 'assign m_axis_sum_tlast  = sum_last ^ !m_axis_sum_tready;']), /beat \d+ moved before it was taken: tlast/],
  'a beat that is withdrawn': [faulty(['assign m_axis_sum_tvalid = sum_valid;', 'reg blink;\n    always @(posedge aclk) blink <= m_axis_sum_tready;\n    assign m_axis_sum_tvalid = sum_valid && blink;']), /beat \d+ was withdrawn before it was taken/],
  'a core that is one cycle late': [faulty(...lateFirstBeat), /phase a .*run 0 \(9 beats from 5\): 12 cycles, the model says 11/],
  'a model that is one cycle late': [withRuns((run, index) => ({ cycles: run.cycles + (index === 2 ? 1 : 0) })), /phase a .*run 2 \(23 beats from 77\): 25 cycles, the model says 26/],
  'a wrong value': [faulty(['lane0 + lane1 +', '(lane0 | lane1) +']), /phase a .*run 0 .*is wrong: tdata/],
  'a beat that is lost under back-pressure': [faulty(['.s_ready(s_axis_a_tready)', '.s_ready()'], ['wire free =', 'assign s_axis_a_tready = 1\'b1;\n    wire free =']), /phase [bcd] .*is wrong: tdata/],
  'a beat too many in a run': [
    faulty(['first;', 'first, again;\n    always @(posedge aclk) again <= aresetn && sum_valid && sum_last && m_axis_sum_tready;'], ['assign m_axis_sum_tvalid = sum_valid;', 'assign m_axis_sum_tvalid = sum_valid || again;']),
    /phase a .*m_axis_sum: a beat came before any input of run 1/],
  'a beat too many at the end': [
    faulty(['first;', 'first;\n    reg [5:0] quiet;\n    always @(posedge aclk) quiet <= sum_valid || !aresetn || quiet == 0 ? (sum_valid ? 6\'d40 : 6\'d0) : quiet - 1;'],
      ['assign m_axis_sum_tvalid = sum_valid;', 'assign m_axis_sum_tvalid = sum_valid || quiet == 6\'d1;']),
    /phase a .*a beat too many: tdata/],
  'an unknown bit': [faulty(['1\'b0}}, sum};', '1\'bx}}, sum};']), /beat 0 has unknown bits: tdata x10e tlast 0/],
  'data that is looked at without tvalid': [faulty(['first ? addend : sum + addend', 'first ? addend + 0 * s_axis_a_tdata[11:0] : sum + addend']), /has unknown bits/],
  'a core that waits for tready': [faulty(['assign m_axis_sum_tvalid = sum_valid;', 'assign m_axis_sum_tvalid = sum_valid && m_axis_sum_tready;']), /phase e .*no beat moved for \d+ cycles; beats left: s_axis_a \d+ s_axis_b \d+ m_axis_sum \d+/],
  'a core that stops': [faulty(['wire step = a_valid && b_valid && free;', 'wire step = a_valid && b_valid && free && sum !== 12\'h37b;']), /phase a .*no beat moved/],
  'state that is kept over runs': [faulty(['first <= a_last && b_last;', 'first <= 1\'b0;']), /phase a .*run 1 .*beat 0 is wrong: tdata/],
  'state that is kept over a reset': [faulty(['first     <= 1\'b1;', ''], ['wire free =', 'initial first = 1\'b1;\n    wire free =']), /phase f .*run 0 .*is wrong: tdata/],
  'a beat on offer in reset': [faulty(['sum_valid <= 1\'b0;', '']), /phase a .*m_axis_sum: tvalid is not low in reset/],
  'a ready that is unknown': [faulty(['.s_ready(s_axis_b_tready)', '.s_ready()'], ['wire free =', 'assign s_axis_b_tready = 1\'bx;\n    wire free =']), /s_axis_b: tready is unknown/],
  'inputs that nobody takes': [
    withRuns((run, index) => (index < 2 ? {} : { beats: { ...run.beats, b: [...run.beats.b!, 1n, 2n, 3n, 4n] } }), faulty(['sum_last <= a_last && b_last;', 'sum_last <= a_last;'], ['first <= a_last && b_last;', 'first <= a_last;'])),
    /phase a .*s_axis_b: \d beats were not taken/],
};

describe('the testbench of an export', function () {
  this.timeout(60_000);
  before(function () { needTools(this, 'iverilog', 'vvp'); });

  it('passes a good core, compares every output beat of eleven passes and two that are cut off, and counts the cycles of the first run', () => {
    const { code, stdout, stderr } = simulate(sampleDesign());
    const [, vectors] = /^ARCHSIM PASS vectors=(\d+) cycles=11\n$/.exec(stdout) ?? [];
    assert.ok(Number(vectors) >= 11 * 33 && Number(vectors) <= 13 * 33, stdout + stderr);
    assert.equal(code, 0);
  });

  it('passes with other random stalls', () => {
    for (const seed of [0, 2, 3, 12345]) assert.match(simulate(sampleDesign(), { parameters: [`-Ptb_sample_add.SEED=${seed}`, '-Ptb_sample_add.PASSES=8'] }).stdout, /^ARCHSIM PASS vectors=\d+ cycles=11\n$/);
  });

  it('says the same every time', () => {
    assert.deepEqual(simulate(sampleDesign()), simulate(sampleDesign()));
  });

  for (const [name, [design, what]] of Object.entries(faults)) it(`finds ${name}`, () => { assertFails(design, what); });

  it('says which folder to start it in where it does not find the beats', () => {
    const { code, stdout } = simulate(sampleDesign(), { from: 'sim' });
    assert.match(stdout, /^ARCHSIM FAIL .*start the simulation in the folder that holds sim$/m);
    assert.equal(code, 1);
  });
});
