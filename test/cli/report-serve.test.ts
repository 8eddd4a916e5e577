import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { servePages, serveReport } from '../../src/cli/report-serve.js';
import { searchPages } from '../../src/cli/report-serve-page.js';
import { followTrajectory } from '../../src/cli/report-serve-trajectory.js';
import { frontOf } from '../../src/gym/measure/front.js';
import type { TrajectoryHeader } from '../../src/gym/study/trajectory.js';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { hostileText } from '../reports/figures/robust.js';

const cli = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'cli');
const folders: string[] = [];
const newFolder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'archsim-serve-')));
  return folders.at(-1)!;
};

const goals = [{ name: 'latency', direction: 'minimise', unit: 's' }, { name: 'rate', direction: 'maximise' }] as const;
const header: TrajectoryHeader = {
  kind: 'trajectory', archsimVersion: '1.2.3', study: hostileText, studyDigest: 'f'.repeat(64), agent: 'genetic', hyperparameters: {}, seed: 1, budget: 50_000, parameters: ['x'], objectives: goals, constraints: ['lut', 'dsp'], fidelities: ['analytic', 'event'],
};
const headerLine = `${JSON.stringify(header)}\n`;
const values = (i: number): readonly [number, number] => [1 + ((i * 7919) % 10_007) / 1000, ((i * 104_729) % 9973) / 100];
const rowLine = (i: number): string => {
  const [latency, rate] = values(i);
  const parts = { index: i, design: { x: i, name: 'ü' }, fidelity: i % 5 === 4 ? 'analytic' : 'event', objectives: [latency, rate], violations: [i % 3 === 0 ? 0.5 : 0, 0], reasons: [], metrics: { latency, rate }, digest: 'd' };
  return `${JSON.stringify(parts)}\n`;
};
const rowLines = (from: number, to: number): string => Array.from({ length: to - from }, (_, k) => rowLine(from + k)).join('');

describe('a trajectory that is followed', () => {
  it('gives after each piece what the whole of it says, wherever the pieces are cut', () => {
    const path = join(newFolder(), 'trajectory.jsonl');
    writeFileSync(path, '');
    const followed = followTrajectory(path);
    assert.equal(followed.read(), null);
    const whole = Buffer.from(headerLine + rowLines(0, 400));
    for (let at = 0; at < whole.length; at += 7777) {
      appendFileSync(path, whole.subarray(at, at + 7777));
      followed.read();
    }
    const found = followed.read()!;
    const counted = Array.from({ length: 400 }, (_, i) => i).filter((i) => i % 5 !== 4);
    const legal = counted.filter((i) => i % 3 !== 0);
    assert.deepEqual([found.evaluations, found.counted, found.legal, found.broken, found.notes], [400, counted.length, legal.length, { lut: counted.length - legal.length, dsp: 0 }, []]);
    const front = frontOf({ objectives: goals }, legal.map((i) => ({ i, evaluation: { objectives: values(i), violations: [0], reasons: [], metrics: {} } })));
    assert.deepEqual(found.answer.front.map(({ evaluation }) => evaluation), front.map(({ i }) => i));
    const least = Math.min(...legal.map((i) => values(i)[0]));
    assert.equal(found.answer.bestOf['latency']!.metrics['latency'], least);
    assert.equal(found.curves[0]!.at(-1)!.value, least);
  });

  it('waits at a line that is cut off or damaged, and goes on when that was repaired', () => {
    const path = join(newFolder(), 'trajectory.jsonl');
    const good = headerLine + rowLines(0, 3);
    writeFileSync(path, `${good}{"index":3,`);
    const followed = followTrajectory(path);
    assert.deepEqual([followed.read()!.evaluations, followed.read()!.notes], [3, []]);
    appendFileSync(path, '\n');
    assert.match(followed.read()!.notes.join(), /^Line 5 of the trajectory is no evaluation/);
    truncateSync(path, Buffer.byteLength(good));
    appendFileSync(path, rowLines(3, 6));
    assert.deepEqual([followed.read()!.evaluations, followed.read()!.notes], [6, []]);
  });

  it('begins anew with a file that was begun anew, and reads no other', () => {
    const path = join(newFolder(), 'trajectory.jsonl');
    writeFileSync(path, headerLine + rowLines(0, 3));
    const followed = followTrajectory(path);
    assert.equal(followed.read()!.evaluations, 3);
    writeFileSync(path, `${JSON.stringify({ ...header, seed: 2 })}\n${rowLines(0, 30)}`);
    assert.deepEqual([followed.read()!.evaluations, followed.read()!.header.seed], [30, 2]);
    for (const line of ['[]', '{"kind":"trajectory"}', JSON.stringify({ ...header, objectives: [] }), JSON.stringify({ ...header, constraints: null })]) {
      writeFileSync(path, `${line}\n`);
      assert.equal(followed.read(), null, line);
    }
    writeFileSync(path, `${headerLine}${rowLine(0).replace('"violations":[0.5,0]', '"violations":["<b>"]')}`);
    assert.deepEqual([followed.read()!.evaluations, followed.read()!.notes.length], [0, 1]);
  });

  it('reads a long one in pieces, and says how much of it is shown', () => {
    const path = join(newFolder(), 'trajectory.jsonl');
    writeFileSync(path, headerLine + rowLines(0, 12_000));
    const followed = followTrajectory(path, 500_000);
    const first = followed.read()!;
    assert.ok(first.evaluations > 1000 && first.evaluations < 4000, `${first.evaluations}`);
    assert.match(first.notes.join(), /^The trajectory is still being read: \d+ % of it are shown\.$/);
    let last = first;
    for (let i = 0; i < 10; i++) last = followed.read()!;
    assert.deepEqual([last.evaluations, last.notes], [12_000, []]);
    assert.ok(last.rows.length <= 4000 && last.rows.length > 1000);
  });

  it('takes less than 0.1 s of a processor for a page of 20,000 evaluations that are known, and little more to read them', async function () {
    this.timeout(20_000);
    const folder = newFolder();
    const path = join(folder, 'trajectory.jsonl');
    writeFileSync(path, headerLine + rowLines(0, 20_000));
    const page = searchPages(folder, { command: 'archsim report' });
    const seconds = async (): Promise<number> => {
      const before = process.cpuUsage();
      await page(false);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    };
    const first = await seconds();
    const again: number[] = [];
    for (let i = 0; i < 3; i++) {
      appendFileSync(path, rowLine(20_000 + i));
      again.push(await seconds());
    }
    assert.ok(Math.min(...again) < 0.1, `${again.join(', ')} s`);
    assert.ok(first < 1, `${first} s`);
  });
});

/** The status and the text that a server gives. */
function ask(url: string, options: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(url, { ...options, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('end', () => { resolve({ status: response.statusCode ?? 0, text }); });
    }).on('error', reject).end();
  });
}

describe('the server of a search', function () {
  this.timeout(60_000);
  after(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }); });

  it('shows its page to who knows the address, and to nobody else', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'trajectory.jsonl'), headerLine + rowLines(0, 50));
    const served = await servePages(searchPages(folder, { command: hostileText }), 0);
    try {
      const { port, pathname } = new URL(served.url);
      assert.match(served.url, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
      const { status, text } = await ask(served.url);
      assert.equal(status, 200);
      assert.ok(text.includes('50 of 50,000 evaluations are done') && !/<script>alert|\u202e/.test(text));
      assert.match(text, /http-equiv="refresh"/);
      assert.doesNotMatch((await ask(`${served.url}?still`)).text, /http-equiv="refresh"/);
      const base = `http://127.0.0.1:${port}`;
      for (const path of ['/', '/wrong/', pathname.slice(0, -1), `${pathname}answer.json`, `/${'x'.repeat(32)}/`, `${pathname}..%2f`, `/?token=${pathname.slice(1, -1)}`]) assert.equal((await ask(base + path)).status, 404, path);
      for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1']) assert.equal((await ask(served.url, { headers: { Host: host } })).status, 403, host);
      assert.equal((await ask(served.url, { headers: { Host: `localhost:${port}` } })).status, 200);
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) assert.equal((await ask(served.url, { method })).status, 405, method);
    } finally {
      await served.close();
    }
    await assert.rejects(ask(served.url), { code: 'ECONNREFUSED' });
  });

  it('says in the page what is wrong with the folder', async () => {
    const folder = newFolder();
    const page = searchPages(folder, { command: 'archsim report' });
    assert.match(await page(false), /The search has not begun yet/);
    writeFileSync(join(folder, 'answer.json'), '{"study":1}');
    assert.match(await page(false), /The folder of the search cannot be shown[\s\S]*is not what the answer of a search has there/);
  });

  it('follows a search that runs beside it, to its answer', async () => {
    const folder = newFolder();
    const out = join(folder, 'search');
    const explore = spawn(process.execPath, [join(cli, 'main.js'), 'explore', 'zdt1', '--budget', '400000', '--workers', '0', '--baseline', '0', '--out', out], { stdio: 'ignore' });
    const ended = exitOf(explore);
    const page = searchPages(out, { command: 'archsim report' });
    const seen = new Set<string>();
    try {
      for (let i = 0; i < 600 && seen.size < 3; i++) {
        const told = /class="answer">([\d,]+) of 400,000 evaluations are done; the front so far has/.exec(await page(false))?.[1];
        if (told !== undefined) seen.add(told);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    } finally {
      explore.kill('SIGINT');
    }
    await ended;
    assert.ok(seen.size >= 3, [...seen].join());
    const last = await page(false);
    assert.match(last, /id="archsim-explorations"/);
    assert.doesNotMatch(last, /http-equiv="refresh"/);
  });

  it('ends with Ctrl-C, and refuses what is no folder, several folders, and ports that are none or taken', async () => {
    const folder = newFolder();
    const program = `const { serveReport } = await import(${JSON.stringify(join(cli, 'report-serve.js'))}); process.exitCode = await serveReport([${JSON.stringify(folder)}], undefined, { print: (t) => process.stdout.write(t + '\\n'), note: () => undefined });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve) => child.stdout.once('data', (data: Buffer) => { resolve(data.toString().trim()); }));
    assert.equal((await ask(url)).status, 200);
    child.kill('SIGINT');
    assert.equal(await exitOf(child), 0);

    const terminal = { print: () => undefined, note: () => undefined } as never;
    const code = async (names: readonly string[], port?: string): Promise<string | undefined> => serveReport(names, port, terminal).then(() => undefined, (error: unknown) => (error instanceof InputError ? error.problems[0]?.code : String(error)));
    assert.equal(await code([join(folder, 'nowhere')]), 'report/no-search-folder');
    assert.equal(await code([folder, folder]), 'report/one-search-folder');
    assert.equal(await code([folder], '70000'), 'protocol/port');
    assert.equal(await code([folder], '1e3'), 'protocol/port');
    const served = await servePages(() => Promise.resolve(''), 0);
    assert.equal(await code([folder], new URL(served.url).port), 'protocol/port-refused');
    await served.close();
  });
});

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}
