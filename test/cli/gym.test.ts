import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'cli', 'main.js');
const request = (id: number, method: string, params: object): string => `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
const run = (words: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, [main, 'gym', ...words], { input, encoding: 'utf8', timeout: 60_000 });

const problem = JSON.stringify({
  kind: 'problem', name: 'parabola', variables: [{ name: 'a', type: 'real', low: -1, high: 1 }], objectives: [{ name: 'f', direction: 'minimise', formula: 'a^2' }],
});
const folder = mkdtempSync(join(tmpdir(), 'archsim-gym-'));
const file = join(folder, 'parabola.json');
writeFileSync(file, problem);

describe('archsim gym serve', function () {
  this.timeout(60_000);

  it('answers a message a line, and ends with its input', () => {
    const { status, stdout, stderr } = run(['serve'], request(1, 'make', { id: 'Problem-v0', kwargs: { problem: file } }) + request(2, 'reset', { env: 1 }) + request(3, 'step', { env: 1, action: [0.75] }));
    assert.deepEqual([status, stderr], [0, '']);
    const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { id: number; result: { info?: { objectives: number[] } } });
    assert.deepEqual(answers.map(({ id }) => id), [1, 2, 3]);
    assert.deepEqual(answers[2]!.result.info!.objectives, [0.25]);
  });

  it('reads bundled studies by their names', () => {
    const { stdout } = run(['serve'], request(1, 'make', { id: 'FlightLLM-v0' }));
    assert.equal((JSON.parse(stdout) as { result: { problem: string } }).result.problem, 'flightllm-u280');
  });

  it('lets clients on a port name the files of the command line, and no others', async () => {
    const child = spawn(process.execPath, [main, 'gym', 'serve', file, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const line = await new Promise<string>((resolve) => child.stdout.once('data', (data: Buffer) => { resolve(data.toString()); }));
      const { url, token, webSocket } = JSON.parse(line) as { url: string; token: string; webSocket: string };
      assert.match(webSocket, /^ws:\/\/127\.0\.0\.1:\d+\/$/);
      const ask = async (id: string, kwargs: object): Promise<{ result?: object; error?: { data: { problems: { code: string }[] } } }> => {
        const response = await fetch(url, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: request(1, 'make', { id, kwargs }) });
        return await response.json() as never;
      };
      const make = (name: string): ReturnType<typeof ask> => ask('Problem-v0', { problem: name });
      assert.notEqual((await make(file)).result, undefined);
      assert.notEqual((await ask('LutTensorCore-v0', {})).result, undefined);
      assert.equal((await make('/etc/hostname')).error!.data.problems[0]!.code, 'protocol/file-not-served');
    } finally {
      child.kill('SIGTERM');
    }
    assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 0);
  });

  it('refuses other actions, ports that are none, and ports that are taken', async () => {
    for (const [words, code] of [[['play'], 'usage/not-one-of'], [['serve', '--port', '-1'], 'protocol/port'], [['serve', '--port', '70000'], 'protocol/port'], [['serve', 'nowhere.json'], 'file/not-found']] as const) {
      const { status, stderr } = run(words);
      assert.deepEqual([status, stderr.includes(code)], [2, true], stderr);
    }
    const { createServer } = await import('node:net');
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const { status, stderr } = run(['serve', '--port', String(port)]);
    assert.deepEqual([status, stderr.includes('protocol/port-refused')], [2, true], stderr);
    taken.close();
  });
});
