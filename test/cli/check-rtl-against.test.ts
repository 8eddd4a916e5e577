import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../kit/fixtures.js';
import { archsim, inEmptyFolder } from './session.js';

interface Judged {
  readonly ok: boolean;
  readonly findings: readonly { readonly check: string; readonly outcome: string; readonly detail: string }[];
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
});
