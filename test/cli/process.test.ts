import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, ftruncateSync } from 'node:fs';
import { version } from '../../src/experiment/version.js';
import { archsimProcess, experiment, inEmptyFolder, mainFile } from './session.js';

const line = JSON.stringify(experiment());
const hasShell = process.platform !== 'win32';

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** What a shell says that a line with `archsim` in it gives. */
function inShell(text: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const script = `archsim() { "${process.execPath}" "${mainFile}" "$@"; }\n${text}`;
  return new Promise((resolve) => {
    execFile('sh', ['-c', script], (error, out, err) => { resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }); });
  });
}

describe('the process', function () {
  this.timeout(30_000);
  const write = inEmptyFolder();

  it('prints its version and nothing else', async () => {
    assert.deepEqual(await archsimProcess(['--version']), { code: 0, signal: null, out: `${version}\n`, err: '' });
  });

  it('runs a bundled example from an empty folder, without escape codes in a pipe', async () => {
    const { code, out, err } = await archsimProcess(['run', 'flightllm.json'], { env: { TERM: 'xterm-256color', FORCE_COLOR: '1' } });
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^llama-2-7b on u280/);
    assert.doesNotMatch(out, /\u001b/);
  });

  it('reads one document, or one a line, from standard input', async () => {
    const one = await archsimProcess(['run', '-', '--json'], { input: JSON.stringify(experiment(), null, 2) });
    assert.equal(one.code, 0, one.err);
    const many = await archsimProcess(['run', '-', '--json'], { input: `${line}\n${line}\n${line}\n` });
    assert.deepEqual([many.code, many.err, many.out], [0, '', one.out.repeat(3)]);
  });

  it('names standard input and its line in problems', async () => {
    const { code, out, err } = await archsimProcess(['run', '-', '--json'], { input: `${line}\n{"kind":"experiment","nam":1}\n` });
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^<stdin>:2:22 spec\/unknown-field: .*did you mean "name"\?$/m);
    assert.match((await archsimProcess(['run', '-'])).err, /^<stdin>:1:1 json\/empty/);
  });

  it('refuses a huge file before it reads it', async () => {
    const fd = openSync('huge.json', 'w');
    ftruncateSync(fd, 5 * 2 ** 30);
    closeSync(fd);
    const { code, out, err } = await archsimProcess(['run', 'huge.json'], { node: ['--max-old-space-size=64'] });
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^file\/too-large: "huge\.json" has 5368709120 bytes; at most 16777216 are read/);
  });

  it('ends with 130 on Ctrl-C while it waits for its input', async function () {
    if (!hasShell) this.skip();
    const { code, err, out } = await archsimProcess(['run', '-'], { input: null, act: (kill) => setTimeout(() => { kill('SIGINT'); }, 1500) });
    assert.deepEqual([code, out, err], [130, '', '']);
  });

  it('ends at once on Ctrl-C while it computes, which a shell shows as 130', async function () {
    if (!hasShell) this.skip();
    write({ 'x.jsonl': `${line}\n`.repeat(20_000) });
    const { out } = await inShell(`( trap - INT; exec "${process.execPath}" "${mainFile}" run x.jsonl --json >/dev/null ) & p=$!; sleep 1; kill -INT $p; wait $p; echo $?`);
    // A shell without job control starts what runs in the background deaf to SIGINT, unless it is told not to.
    assert.equal(out.trim(), '130');
  });

  it('is not upset when nobody reads on', async function () {
    if (!hasShell) this.skip();
    write({ 'x.jsonl': `${line}\n`.repeat(200) });
    const { out, err } = await inShell('archsim run x.jsonl --json | head -c 20; archsim list models | head -1');
    assert.deepEqual([out.slice(0, 20), err], ['{"schemaVersion":1,"', '']);
  });

  it('says so when its output is lost', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const { code, err } = await inShell('archsim run flightllm --json >/dev/full');
    assert.deepEqual([code, err], [2, 'file/unwritable: standard output cannot be written: the disk is full; choose another place\n']);
  });

  it('reads what cannot be read twice', async function () {
    if (!hasShell) this.skip();
    write({ 'x.json': line });
    const { code, out, err } = await inShell('mkfifo pipe.json && (cat x.json > pipe.json &) && archsim run pipe.json --json');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^\{"schemaVersion":1/);
  });

  it('ends with 3, a plain first line and the place below it on a bug of ours', async () => {
    // Something that no input can do: a part of the language breaks while the command runs.
    const broken = 'const parse = JSON.stringify; JSON.stringify = (v, ...rest) => { if (v?.schemaVersion === 1) throw new TypeError("broken on purpose"); return parse(v, ...rest); };';
    const { code, out, err } = await archsimProcess(['run', 'flightllm', '--json'], { node: ['--import', dataUrl(broken)] });
    assert.deepEqual([code, out], [3, '']);
    assert.match(err, /^this is a bug of archsim \d+\.\d+\.\d+, not of your input: please report it with the lines below\nTypeError: broken on purpose\n\s+at /);
  });

  it('takes little more than an empty program to show its help', async () => {
    const seconds = async (words: readonly string[]): Promise<number> => {
      const report = 'process.on("exit", () => { const { user, system } = process.cpuUsage(); process._rawDebug(`cpu=${(user + system) / 1e6}`); });';
      const times = await Promise.all([1, 2, 3].map(async () => Number(/cpu=(\S+)/.exec((await archsimProcess(words, { node: ['--import', dataUrl(report)] })).err)?.[1])));
      return Math.min(...times);
    };
    const [version, help] = [await seconds(['--version']), await seconds(['--help'])];
    assert.ok(help < version * 1.5 + 0.05, `${help} s against ${version} s`);
  });
});
