import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../kit/fixtures.js';
import { archsim, inEmptyFolder } from './session.js';

interface Smallest {
  readonly phase: string;
  readonly cycle: number;
  readonly signal: string;
  readonly runs: readonly { readonly label: string; readonly beats: Readonly<Record<string, readonly string[]>> }[];
  readonly field: { readonly name: string; readonly value: string; readonly expected: string };
}

interface Judged {
  readonly ok: boolean;
  readonly findings: readonly { readonly check: string; readonly outcome: string; readonly detail: string; readonly smallest?: Smallest }[];
}

describe('archsim check-rtl --against', function () {
  this.timeout(120_000);
  const write = inEmptyFolder();

  /** A folder `mine` with a module of one multiplier that is not ours, and an experiment `one.json` of such an array. */
  async function foreignFolder(fault: number): Promise<void> {
    cpSync(join(repositoryRoot(), 'test', 'rtl-export', 'foreign'), 'mine', { recursive: true });
    const text = readFileSync('mine/serial_dot.v', 'utf8');
    assert.ok(text.includes('parameter FAULT = 0,'));
    writeFileSync('mine/serial_dot.v', text.replace('parameter FAULT = 0,', `parameter FAULT = ${fault},`));
    const experiment = JSON.parse((await archsim('show', 'examples', 'flightllm')).out) as { architecture: { parameters: object } };
    write({ 'one.json': JSON.stringify({ ...experiment, architecture: { ...experiment.architecture, parameters: { ...experiment.architecture.parameters, matrix: { rows: 2, depth: 1, columns: 1 }, sparse: false } } }) });
  }

  const judge = ['check-rtl', 'mine', '--against', 'one.json', '--top', 'serial_dot'] as const;

  it('finds nothing in a sound module that somebody else wrote, with its own test beside it', async () => {
    await foreignFolder(0);
    const { code, out, err } = await archsim(...judge);
    assert.deepEqual([code, err], [0, 'left out as testbenches: tb/serial_dot_tb.v\n'], out);
    assert.match(out, /passed {3}elaboration/);
    assert.match(out, /passed {3}netlist simulation .*\n +\d+ beats equal/);
  });

  it('finds the element that a module loses where vectors follow without a gap, which the test of its folder does not show', async () => {
    await foreignFolder(1);
    const { code, out } = await archsim(...judge);
    assert.equal(code, 1, out);
    assert.match(out.replace(/\s+/g, ' '), /failed netlist simulation \([\d.]+ s\) .*runs back to back: m_axis_out, run 1 \(.*?\), beat 0: 0x[0-9a-f]+, expected 0x[0-9a-f]+/);
    const { ok, findings } = JSON.parse((await archsim(...judge, '--json')).out) as Judged;
    assert.deepEqual([ok, findings.map(({ outcome }) => outcome)], [false, ['passed', 'failed']]);
    assert.equal(findings[1]!.smallest!.runs.length, 1, 'one run with two vectors shows it');
  });

  it('names the smallest failing input, and the first wrong cycle, port and field', async () => {
    await foreignFolder(2);
    const { out } = await archsim(...judge);
    const { findings } = JSON.parse((await archsim(...judge, '--json')).out) as Judged;
    const { phase, cycle, signal, runs, field } = findings[1]!.smallest!;
    assert.deepEqual([phase, signal, field.name.replace(/\d/, '')], ['runs one after the other', 'm_axis_out_tdata', 'result[]']);
    assert.ok(cycle > 1 && field.value !== field.expected);
    assert.equal(runs.length, 1);
    assert.match(runs[0]!.beats['act']![0]!, /^0x[0-9a-f]+$/);
    assert.match(out, /\nsmallest failing input found: 1 run\(s\), \d+ input beats, runs one after the other\n {2}run 0: .*\n {4}s_axis_act beat 0: token0 \d+, token1 \d+\n/);
    assert.match(out, /\nfirst wrong: cycle \d+, m_axis_out_tdata field result\[\d\] \(bits \d+:\d+\) is 0x[0-9a-f]+, expected 0x[0-9a-f]+\n/);
  });

  it('finds a result that changes while nobody takes it, and a run that includes the one before', async () => {
    for (const [fault, message] of [[3, /the beat changed before it was taken/], [4, /runs one after the other: m_axis_out, run 1 /]] as const) {
      await foreignFolder(fault);
      const { code, out } = await archsim(...judge);
      assert.equal(code, 1, out);
      assert.match(out.replace(/\s+/g, ' '), message);
    }
  });

  it('names the ports that a module lacks for the array of the experiment', async () => {
    await foreignFolder(0);
    const { code, out } = await archsim('check-rtl', 'mine', '--against', 'flightllm', '--top', 'serial_dot');
    assert.equal(code, 1);
    assert.match(out.replace(/\s+/g, ' '), /port "s_axis_act_tdata" has 16 bits, and the design says 512/);
  });

  /** The folder `mine` with another text of its module. */
  async function changedFolder(change: (text: string) => string): Promise<void> {
    await foreignFolder(0);
    const text = readFileSync('mine/serial_dot.v', 'utf8');
    assert.notEqual(change(text), text);
    writeFileSync('mine/serial_dot.v', change(text));
  }

  it('says what is wrong with Verilog that does not parse, has too many ports, depends on x, or stands still, without a stack', async () => {
    const cases: readonly (readonly [change: (text: string) => string, line: RegExp])[] = [
      [(text) => text.replace('endmodule', 'endmodul'), /failed elaboration,.*serial_dot\.v:\d+: ERROR: syntax error/],
      [(text) => text.replaceAll('s_axis_act_tvalid', 's_axis_acts_tvalid').replace(/input\s+wire\s+aresetn,/, 'input wire aresetn, input wire enable,'),
        /no port "s_axis_act_tvalid"; did you mean "s_axis_acts_tvalid"\?; the module has an input "enable" that the design has not/],
      [(text) => text.replace('valids     <= {(WAIT-1){1\'b0}}', 'valids     <= {(WAIT-1){1\'bx}}'), /results depend on bits that the source leaves unknown \(x or z\): right with zeros for them, not with ones/],
      [(text) => text.replace('out_valid  <= valids[WAIT-2];', 'out_valid  <= 1\'b0;'), /no beat moved for \d+ cycles; beats left: .*first wrong: cycle \d+: no beat moved/],
    ];
    for (const [change, line] of cases) {
      await changedFolder(change);
      const { code, out, err } = await archsim(...judge);
      assert.equal(code, 1, out);
      assert.match(out.replace(/\s+/g, ' '), line);
      assert.doesNotMatch(out + err, /\bat .*\.js:\d+/);
    }
  });

  it('stops at its time limit, and takes no wrong one', async () => {
    await foreignFolder(0);
    const { code, out } = await archsim(...judge, '--time-limit', '0.01');
    assert.equal(code, 1, out);
    assert.match(out, /stopped at the time limit of 0\.01 s/);
    for (const wrong of ['0', '-1', 'long', '1e9']) assert.equal((await archsim(...judge, `--time-limit=${wrong}`)).code, 2, wrong);
  });

  it('judges a module with other ports, which a file beside it describes', async () => {
    const ports = {
      aclk: 'clk', s_axis_act_tvalid: 'a_valid', s_axis_act_tready: 'a_ready', s_axis_act_tlast: 'a_last', s_axis_wgt_tvalid: 'w_valid', s_axis_wgt_tready: 'w_ready',
      s_axis_wgt_tlast: 'w_last', m_axis_out_tdata: 'y', m_axis_out_tvalid: 'done', m_axis_out_tready: 'go', m_axis_out_tlast: 'done_last',
    };
    const unpacked = (text: string): string => Object.entries(ports).reduce((changed, [from, to]) => changed.replace(new RegExp(`\\b${from}\\b`, 'g'), to), text.replace('wire go ', 'wire moves ').replace(/\bgo\b/g, 'moves'))
      .replace(/!aresetn\b/g, 'reset').replace(/\baresetn\b/g, 'reset')
      .replace(/input\s+wire \[15:0\] s_axis_act_tdata,/, 'input wire [7:0] token_a, input wire [7:0] token_b,')
      .replace(/input\s+wire \[31:0\] s_axis_wgt_tdata,/, 'input wire [7:0] weight_in, input wire [15:0] scale_in, input wire group_end, input wire vector_end,')
      .replace('wire unused_padding = &{1\'b0, s_axis_wgt_tdata[31:26]};', 'wire [31:0] s_axis_wgt_tdata = {6\'d0, vector_end, group_end, scale_in, weight_in}; wire [15:0] s_axis_act_tdata = {token_b, token_a};');
    // The map that the documentation shows.
    const [, text] = /```json\n([^]*?)\n```/.exec(readFileSync(join(repositoryRoot(), 'docs', 'verilog.md'), 'utf8').replaceAll('\r\n', '\n'))!;
    assert.ok(text !== undefined);
    await changedFolder(unpacked);
    write({ 'mine/archsim-ports.json': text });
    const sound = await archsim('check-rtl', 'mine', '--against', 'one.json');
    assert.equal(sound.code, 0, sound.out);
    assert.match(sound.out.replace(/\s+/g, ' '), /beats equal, .* cycles a run \(not judged\)/);
    writeFileSync('mine/serial_dot.v', readFileSync('mine/serial_dot.v', 'utf8').replace('parameter FAULT = 0,', 'parameter FAULT = 2,'));
    const faulty = await archsim('check-rtl', 'mine', '--against', 'one.json');
    assert.equal(faulty.code, 1, faulty.out);
    assert.match(faulty.out, /first wrong: cycle \d+, m_axis_out_tdata field result\[/);
    write({ 'mine/archsim-ports.json': text.replace('"token_a"', '"token"') });
    assert.match((await archsim('check-rtl', 'mine', '--against', 'one.json')).out, /failed {3}elaboration[^]*token/);
    write({ 'mine/archsim-ports.json': text.replace('"handshake"', '"handshakes"') });
    const unknown = await archsim('check-rtl', 'mine', '--against', 'one.json');
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /archsim-ports\.json:\d+:\d+ rtl\/bad-port-map: .*did you mean "handshake"\?/);
  });
});
