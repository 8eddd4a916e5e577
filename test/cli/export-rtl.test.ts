import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { archsim, inEmptyFolder } from './session.js';

/** A tile of one PE: quick to simulate. */
const small = ['bit-serial', '--set', 'architecture.parameters.pes.rows=1', '--set', 'architecture.parameters.pes.columns=1'];

interface Checked {
  readonly ok: boolean;
  readonly changed: readonly string[];
  readonly findings: readonly { readonly check: string; readonly outcome: string; readonly detail: string; readonly smallest?: Smallest }[];
}

interface Smallest {
  readonly runs: readonly unknown[];
  readonly signal: string;
  readonly difference: { readonly signals: readonly { readonly name: string }[] } | null;
}

/** Outputs are kept from one reduction to the next: right for the first after a reset, wrong for all others. */
function plantFault(file: string): void {
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes('(opens_output ? '));
  writeFileSync(file, text.replaceAll('(opens_output ? ', "(1'b0 ? "));
}

describe('archsim export-rtl and check-rtl', function () {
  this.timeout(120_000);
  const write = inEmptyFolder();

  it('writes a folder that its own check finds right, and prints the same with --json', async () => {
    const { code, out, err } = await archsim('export-rtl', ...small, '-o', 'tile', '--check');
    assert.deepEqual([code, out.includes('failed')], [0, false], out);
    assert.match(err, /wrote \d+ files into tile/);
    for (const part of ['rtl', 'sim', 'constraints', 'scripts', 'manifest.json', 'filelist.f', 'README.md']) assert.ok(existsSync(`tile/${part}`), part);
    const again = JSON.parse((await archsim('check-rtl', 'tile', '--json')).out) as Checked;
    assert.deepEqual([again.ok, again.changed], [true, []]);
    assert.match(again.findings.find((f) => f.check === 'netlist simulation')!.detail, /beats equal, \d+(, \d+)* cycles a run as modelled/);
    assert.ok(!readdirSync('.').some((name) => name.endsWith('.part')));
  });

  it('finds a fault that was planted in an exported folder, and says what was changed', async () => {
    await archsim('export-rtl', ...small, '-o', 'tile');
    plantFault('tile/rtl/bit_serial_pe.v');
    const { code, out, err } = await archsim('check-rtl', 'tile');
    assert.equal(code, 1, out);
    assert.match(out, /failed/);
    assert.match(err, /changed since the export: rtl\/bit_serial_pe\.v/);
  });

  it('judges Verilog of somebody else by the model of an experiment', async () => {
    await archsim('export-rtl', ...small, '-o', 'tile');
    mkdirSync('mine');
    for (const name of readdirSync('tile/rtl')) if (!name.endsWith('_top.v')) writeFileSync(`mine/${name}`, readFileSync(`tile/rtl/${name}`));
    const experiment = JSON.parse((await archsim('show', 'examples', 'bit-serial')).out) as { architecture: { parameters: { pes: unknown } } };
    experiment.architecture.parameters.pes = { rows: 1, columns: 1 };
    write({ 'small.json': JSON.stringify(experiment) });
    const right = JSON.parse((await archsim('check-rtl', 'mine', '--against', 'small.json', '--json')).out) as Checked;
    assert.deepEqual([right.ok, right.findings.map((f) => f.outcome)], [true, ['passed', 'passed']], JSON.stringify(right.findings));
    plantFault('mine/bit_serial_pe.v');
    const wrong = JSON.parse((await archsim('check-rtl', 'mine', '--against', 'small.json', '--json')).out) as Checked;
    assert.equal(wrong.ok, false);
    const { runs, signal, difference } = wrong.findings[1]!.smallest!;
    assert.ok(runs.length <= 2 && signal === 'm_axis_out_tdata', 'a second reduction shows it');
    assert.match(difference!.signals[0]!.name, /\bpe\b/, 'and the first signal that is not ours is in the changed module');
  });

  it('never touches a folder that has something in it, and leaves nothing half-written', async () => {
    write({ 'there/a.txt': 'mine' });
    const cases: readonly (readonly [words: readonly string[], line: RegExp])[] = [
      [[...small, '-o', 'there'], /folder\/exists: "there" exists and is not empty/],
      [[...small, '-o', 'there/a.txt/x'], /file\/unwritable/],
      [small, /export\/no-folder/],
      [['gpu', '-o', 'x'], /export\/no-rtl: the family "gpu" has no Verilog; families with Verilog: dsp-chain, bit-serial/],
      [['bit-serial', '--set', 'architecture.parameters.pes.rows=0', '-o', 'x'], /pes\/rows must be at least 1|pes\/rows/],
      [['flightllm', '--set', 'workload.quantization.weights=int65', '-o', 'x'], /int65|quantization/],
    ];
    for (const [words, line] of cases) {
      const { code, err } = await archsim('export-rtl', ...words);
      assert.equal(code, 2, words.join(' '));
      assert.match(err, line);
    }
    assert.deepEqual(readdirSync('.'), ['there']);
    assert.deepEqual(readdirSync('there'), ['a.txt']);
  });

  it('writes nothing of a design that does not fit its device, and ends with 1', async () => {
    const { code, out, err } = await archsim('export-rtl', 'flightllm', '--set', 'architecture.parameters.cores=99', '-o', 'x');
    assert.deepEqual([code, out, existsSync('x')], [1, '', false]);
    assert.match(err, /does not fit, and nothing was written: .*dsp: \d+ needed/);
  });

  it('takes any name, and makes an identifier of it', async () => {
    const { code } = await archsim('export-rtl', ...small, '-o', 'tile', '--name', '../module; $finish 你好');
    assert.equal(code, 0);
    for (const name of readdirSync('tile/rtl')) assert.match(name, /^\w+\.v$/);
  });

  it('says what is no exported folder', async () => {
    write({ 'empty/a.txt': '', 'broken/manifest.json': '{"kind":"rtl-export"}', 'cut/manifest.json': '{' });
    for (const [folder, line] of [['empty', /rtl\/bad-manifest: .*there is no manifest\.json/], ['broken', /rtl\/bad-manifest/], ['cut', /manifest\.json:1/], ['nowhere', /file\/unreadable/]] as const) {
      const { code, err } = await archsim('check-rtl', folder);
      assert.equal(code, 2, folder);
      assert.match(err, line);
    }
    assert.match((await archsim('check-rtl', 'empty', '--against', 'bit-serial')).err, /export\/no-verilog/);
  });
});
