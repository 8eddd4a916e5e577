import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runDocument } from '../../src/experiment/run.js';
import { exampleFiles, exampleText } from '../../src/cli/package-files.js';
import { parseDocument } from '../../src/sim/core/document.js';
import { studyText } from '../gym/study/small-study.js';
import { repositoryRoot } from '../kit/fixtures.js';
import { archsim, archsimProcess, experiment, experimentText, inEmptyFolder, mainFile } from './session.js';

interface Problem { readonly code: string; readonly pointer?: string; readonly line?: number; readonly column?: number; readonly remedy?: string }
interface ToolResult { readonly content: readonly { readonly type: string; readonly text: string }[]; readonly structuredContent: Readonly<Record<string, unknown>> & { readonly problems?: readonly Problem[] }; readonly isError: boolean }

/** A client as a host of language models has one: it starts the server and speaks with it until it closes its input. */
class Client {
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything that came on standard output, line by line. */
  readonly lines: string[] = [];
  private readonly waiting = new Map<number, (message: { readonly result?: unknown; readonly error?: { readonly code: number; readonly message: string } }) => void>();
  private number = 0;
  private rest = '';

  constructor(words: readonly string[] = []) {
    this.child = spawn(process.execPath, [mainFile, 'mcp', ...words]);
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const parts = (this.rest + text).split('\n');
      this.rest = parts.pop()!;
      for (const line of parts) {
        this.lines.push(line);
        const message = JSON.parse(line) as { readonly id: number; readonly result?: unknown };
        this.waiting.get(message.id)?.(message);
      }
    });
  }

  send(message: object): void {
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  /** The number of the request, and its answer. */
  request(method: string, params: object = {}): { readonly id: number; readonly answer: Promise<{ readonly result?: unknown; readonly error?: { readonly code: number; readonly message: string } }> } {
    const id = ++this.number;
    const answer = new Promise<{ result?: unknown }>((resolve) => { this.waiting.set(id, resolve); });
    this.send({ id, method, params });
    return { id, answer };
  }

  async ask(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const { result, error } = await this.request(method, params).answer;
    assert.equal(error, undefined, JSON.stringify(error));
    return result as Record<string, unknown>;
  }

  async call(name: string, args: object): Promise<ToolResult> {
    return await this.ask('tools/call', { name, arguments: args }) as unknown as ToolResult;
  }

  async initialize(): Promise<void> {
    await this.ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } });
    this.send({ method: 'notifications/initialized' });
  }

  /** The exit code after the input was closed, and what was written to standard error. */
  end(): Promise<{ readonly code: number | null; readonly err: string }> {
    let err = '';
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
    return new Promise((resolve) => {
      this.child.on('close', (code) => { resolve({ code, err }); });
      this.child.stdin.end();
    });
  }
}

describe('archsim mcp', function () {
  this.timeout(60_000);
  const write = inEmptyFolder();
  let client: Client;

  /** A client in the current folder. */
  async function start(...words: readonly string[]): Promise<Client> {
    client = new Client(words);
    await client.initialize();
    return client;
  }

  afterEach(() => { client.child.kill(); });

  const problemOf = ({ isError, structuredContent: { problems } }: ToolResult): Problem => {
    assert.equal(isError, true);
    return problems![0]!;
  };

  it('tells a host what it has, in messages of a few thousand characters, and ends with its input', async () => {
    await start();
    const { tools } = await client.ask('tools/list') as unknown as { readonly tools: readonly { readonly name: string }[] };
    assert.deepEqual(tools.map(({ name }) => name), ['list', 'schema', 'run', 'explain', 'propose']);
    assert.ok(client.lines.at(-1)!.length < 8000);
    const { resources } = await client.ask('resources/list') as unknown as { readonly resources: readonly { readonly uri: string }[] };
    for (const uri of [...exampleFiles().map((file) => `archsim://examples/${file}`), 'archsim://schemas/experiment']) assert.ok(resources.some((one) => one.uri === uri), uri);
    const { contents } = await client.ask('resources/read', { uri: 'archsim://examples/flightllm.json' }) as unknown as { readonly contents: readonly { readonly text: string }[] };
    assert.equal(contents[0]!.text, exampleText('flightllm.json'));
    assert.deepEqual(await client.end(), { code: 0, err: '' });
  });

  it('runs an experiment by name, as an object and as a text, to the digits of archsim run', async () => {
    write({ 'mine.json': experimentText() });
    await start();
    const expected = { ...runDocument(parseDocument(exampleText('flightllm.json'), 'flightllm.json')) };
    const named = await client.call('run', { experiment: 'flightllm', operators: true });
    assert.deepEqual([named.isError, named.structuredContent], [false, JSON.parse(JSON.stringify(expected))]);
    assert.match(named.content[0]!.text, /^llama-2-7b on u280/);
    const text = (await client.call('run', { experiment: `// mine\n${experimentText()}` })).structuredContent;
    assert.equal('operators' in text, false);
    assert.deepEqual((await client.call('run', { experiment: experiment() })).structuredContent, text);
    assert.deepEqual((await client.call('run', { experiment: 'mine.json' })).structuredContent, text);
    const changed = (await client.call('run', { experiment: 'mine.json', set: { 'workload.scenario.batch': 4, 'workload.model': 'opt-350m' }, fidelity: 'roofline' })).structuredContent as { readonly workload: { readonly batch: number; readonly model: string } };
    assert.deepEqual([changed.workload.batch, changed.workload.model], [4, 'opt-350m']);
  });

  it('says of wrong input where it is wrong and what to do', async () => {
    await start();
    const object = await client.call('run', { experiment: experiment({ model: 'lama-2-7b' }) });
    const found = problemOf(object);
    assert.deepEqual([found.code, found.pointer, found.line, found.remedy], ['model/unknown', '/experiment/workload/model', undefined, 'did you mean "llama-2-7b"?']);
    assert.match(object.content[0]!.text, /^\/experiment\/workload\/model model\/unknown: .*did you mean/);
    const text = await client.call('run', { experiment: experimentText({ model: 'lama-2-7b' }) });
    assert.deepEqual([problemOf(text).line, problemOf(text).column], [5, 14]);
    assert.match(text.content[0]!.text, /^experiment:5:14 model\/unknown/);
    const codes: readonly (readonly [tool: string, args: object, code: string])[] = [
      ['run', {}, 'mcp/missing-argument'],
      ['run', { experiment: 'flightllm', fidelty: 'event' }, 'mcp/unknown-argument'],
      ['run', { experiment: 'flightlm.json' }, 'file/not-found'],
      ['run', { experiment: '-' }, 'mcp/not-a-file'],
      ['run', { experiment: '{"kind":' }, 'json/syntax'],
      ['run', { experiment: 'flightllm', set: { 'workload.modl': 'x' } }, 'spec/unknown-field'],
      ['explain', { experiment: 'flightllm', metric: 'ttftt' }, 'explain/unknown-metric'],
      ['explain', { experiment: 'flightllm', metric: 'totals.energyJoules' }, 'explain/not-modelled'],
      ['explain', { experiment: 'flightllm', depth: 0 }, 'mcp/wrong-argument'],
      ['list', { kind: 'model' }, 'mcp/wrong-argument'],
      ['list', { name: 'u280' }, 'mcp/name-needs-kind'],
      ['list', { kind: 'devices', name: 'u820' }, 'usage/unknown-name'],
      ['schema', { name: 'experimnt' }, 'usage/unknown-schema'],
      ['schema', { name: 'experiment', path: '/properties/model' }, 'mcp/no-such-part'],
      ['propose', { study: 'flightllm' }, 'study/wrong-kind'],
      ['propose', { study: 'zdt7' }, 'cli/unknown-study'],
      ['propose', { study: 'zdt1', agent: 'gready' }, 'agent/unknown'],
      ['propose', { study: 'zdt1', hyperparameters: { bach: 3 } }, 'agent/unknown-hyperparameter'],
      ['propose', { study: 'zdt1', trajectory: [{ design: {} }] }, 'design/missing-parameter'],
      ['propose', { study: 'zdt1', trajectory: 'once upon a time' }, 'mcp/not-a-trajectory'],
    ];
    for (const [tool, args, code] of codes) {
      const answered = await client.call(tool, args);
      assert.equal(problemOf(answered).code, code, answered.content[0]!.text);
      assert.match(answered.content[0]!.text, /; |must be/);
      assert.doesNotMatch(answered.content[0]!.text, /undefined|\[object|\n\s+at |\.js:/);
    }
  });

  it('explains a number as a tree of the levels that were asked for', async () => {
    await start();
    interface Node { readonly value: number; readonly inputs: readonly Node[]; readonly omittedInputs?: number }
    const { structuredContent: { metric, tree }, content } = await client.call('explain', { experiment: 'flightllm', metric: 'ttft', depth: 3, inputs: 5 }) as unknown as { structuredContent: { metric: string; tree: Node }; content: ToolResult['content'] };
    assert.equal(metric, 'totals.firstTokenSeconds');
    assert.match(content[0]!.text, /^prefill = 297\.6 ms/);
    const depthOf = (node: Node): number => 1 + Math.max(0, ...node.inputs.map(depthOf));
    assert.equal(depthOf(tree), 3);
    assert.deepEqual([tree.inputs.length, tree.omittedInputs], [5, 17]);
    const whole = await client.call('explain', { experiment: 'flightllm', metric: 'ttft', depth: 2, inputs: 1000 }) as unknown as { structuredContent: { tree: Node } };
    const sum = whole.structuredContent.tree.inputs.reduce((total, { value }) => total + value, 0);
    assert.ok(Math.abs(sum / whole.structuredContent.tree.value - 1) < 1e-12);
    const huge = await client.call('explain', { experiment: 'flightllm', depth: 32, inputs: 10_000 });
    assert.ok(huge.isError ? problemOf(huge).code === 'mcp/answer-too-large' : JSON.stringify(huge).length < 5e6);
  });

  it('lists what there is and shows everything known of one of it', async () => {
    await start();
    const kinds = (await client.call('list', {})).structuredContent['entries'] as { name: string }[];
    for (const { name } of kinds) assert.ok(((await client.call('list', { kind: name })).structuredContent['entries'] as unknown[]).length > 0, name);
    const shown = await client.call('list', { kind: 'devices', name: 'u280' });
    assert.deepEqual(shown.structuredContent['value'], JSON.parse((await archsim('show', 'devices', 'u280', '--json')).out));
    const some = (await client.call('list', { kind: 'models', contains: 'LLAMA-2' })).structuredContent['entries'] as { name: string }[];
    assert.ok(some.length > 0 && some.every(({ name }) => /llama-2/i.test(name)));
  });

  it('gives the schema of files, large ones as an outline whose parts can be asked for', async () => {
    await start();
    const { structuredContent: { names } } = await client.call('schema', {}) as unknown as { structuredContent: { names: readonly string[] } };
    for (const name of names) {
      const whole = (await client.call('schema', { name, whole: true })).structuredContent;
      assert.deepEqual(whole['schema'], JSON.parse((await archsim('schema', name)).out));
    }
    const outline = (await client.call('schema', { name: 'experiment' })).structuredContent;
    assert.equal(outline['isOutline'], true);
    const text = JSON.stringify(outline['schema']);
    assert.ok(text.length <= 24_000);
    const pointers = [...text.matchAll(/\{"…":"([^"]+)"\}/g)].map(([, pointer]) => pointer!);
    assert.ok(pointers.length > 0);
    for (const path of pointers.slice(0, 12)) assert.equal((await client.call('schema', { name: 'experiment', path })).isError, false, path);
    assert.equal((await client.call('schema', { name: 'problem' })).structuredContent['isOutline'], false);
  });

  it('proposes the designs that archsim explore tries, from what it proposed before', async () => {
    await start();
    await archsim('explore', 'flightllm-u280.json', '--agent', 'genetic', '--budget', '40', '--seed', '7', '--baseline', '0', '--out', 'searched');
    const lines = readFileSync('searched/trajectory.jsonl', 'utf8').trimEnd().split('\n');
    const explored = lines.slice(1).map((line) => JSON.parse(line) as { design: object; objectives: unknown });
    const args = { study: 'flightllm-u280.json', agent: 'genetic', seed: 7, budget: 40 };
    const rows: { design: object; objectives: unknown }[] = [];
    for (;;) {
      const { structuredContent: found } = await client.call('propose', { ...args, trajectory: rows, count: 9 });
      if (found['end'] !== null) break;
      assert.equal('problem' in found, rows.length === 0);
      rows.push(...found['designs'] as typeof rows);
    }
    assert.deepEqual(rows.map(({ design, objectives }) => ({ design, objectives })), explored.map(({ design, objectives }) => ({ design, objectives })));
    const { structuredContent: end } = await client.call('propose', { ...args, trajectory: lines.join('\n') });
    assert.deepEqual([end['end'], end['tried'], end['designs']], ['budget', 40, []]);
    const best = (end['best'] as { objectives: readonly number[]; index: number }[])[0]!;
    assert.deepEqual(best.objectives, explored[best.index]!.objectives);
    const bare = await client.call('propose', { study: 'zdt1', count: 2, evaluate: false });
    assert.deepEqual((bare.structuredContent['designs'] as object[]).map((row) => Object.keys(row)), [['index', 'design'], ['index', 'design']]);
  });

  it('reads files of its folder and no others, whatever names them', async () => {
    const config = JSON.stringify({ kind: 'scheme', name: 'x' });
    write({ 'secret.json': experimentText(), 'root/mine.json': experimentText(), 'root/deep/scheme.json': config });
    symlinkSync('../secret.json', 'root/link.json');
    symlinkSync('..', 'root/up');
    mkdirSync('root/folder');
    await start('--root', 'root');
    assert.equal((await client.call('run', { experiment: 'mine.json' })).isError, false);
    assert.equal((await client.call('run', { experiment: 'flightllm.json' })).isError, false);
    for (const name of ['../secret.json', '../nothing.json', 'link.json', 'up/secret.json', 'up/nothing.json', '/etc/passwd', 'deep/../../secret.json', `${process.cwd()}/secret.json`]) {
      assert.equal(problemOf(await client.call('run', { experiment: name })).code, 'mcp/outside-root', name);
      assert.equal(problemOf(await client.call('propose', { study: name })).code, 'mcp/outside-root', name);
      // Named by an experiment, and by a study.
      const model = problemOf(await client.call('run', { experiment: experiment({ quantization: name.includes('/') ? name : `./${name}` }) }));
      assert.deepEqual([model.code, model.pointer], ['mcp/outside-root', '/experiment/workload/quantization'], name);
    }
    assert.equal(problemOf(await client.call('run', { experiment: 'folder' })).code, 'file/folder');
    assert.equal(problemOf(await client.call('run', { experiment: experiment({ quantization: './deep/scheme.json' }) })).code.startsWith('spec/'), true);
    // A study may vary a bundled experiment, and names no file for it.
    const { isError } = await client.call('propose', { study: JSON.parse(studyText({ experiment: 'flightllm.json' })) as object, count: 1 });
    assert.equal(isError, false);
  });

  it('reads no files where it was started in the root of the file system, unless it is told to', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = process.cwd();
    write({ 'mine.json': experimentText() });
    process.chdir('/');
    try {
      await start();
      assert.equal((await client.call('run', { experiment: 'flightllm' })).isError, false);
      for (const name of [`${folder}/mine.json`, `${folder.slice(1)}/mine.json`, `${folder.slice(1)}/nothing.json`]) assert.equal(problemOf(await client.call('run', { experiment: name })).code, 'mcp/no-root', name);
      await client.end();
      await start('--root', '/');
      assert.equal((await client.call('run', { experiment: `${folder}/mine.json` })).isError, false);
    } finally {
      process.chdir(folder);
    }
  });

  it('answers a ping while a tool works, and ends a call that is cancelled or takes too long', async () => {
    await start();
    const { structuredContent: { problem } } = await client.call('propose', { study: 'zdt1', count: 1 });
    const names = (problem as { readonly parameters: readonly { readonly name: string }[] }).parameters.map(({ name }) => name);
    // A Gaussian process that learns anew for each of many designs of others: longer than anybody waits.
    const long = { study: 'zdt1', agent: 'gp-bo', budget: 100_000, trajectory: Array.from({ length: 2000 }, (_, i) => ({ design: Object.fromEntries(names.map((name, k) => [name, ((i * 37 + k * 11) % 101) / 101])) })) };
    const cancelled = client.request('tools/call', { name: 'propose', arguments: long });
    const waiting = client.request('tools/call', { name: 'list', arguments: {} });
    assert.deepEqual(await client.ask('ping'), {});
    for (const { id } of [waiting, cancelled]) client.send({ method: 'notifications/cancelled', params: { requestId: id } });
    assert.equal((await client.call('run', { experiment: 'flightllm' })).isError, false);
    const answered = client.lines.map((line) => (JSON.parse(line) as { readonly id: number }).id);
    for (const { id } of [cancelled, waiting]) assert.ok(!answered.includes(id));
    await client.end();
    await start('--timeout', '1');
    const { code, remedy } = problemOf(await client.call('propose', long));
    assert.equal(code, 'mcp/too-slow');
    assert.match(remedy!, /--timeout/);
  });

  it('is a server that survives whatever it is sent', async () => {
    await start();
    const lines = ['', 'nonsense', '[]', '[1]', '{}', '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":1,"result":{}}', '{"jsonrpc":"2.0","method":"nobody/knows"}', '['.repeat(100_000), `${'['.repeat(50_000)}${']'.repeat(50_000)}`];
    for (const line of lines) client.child.stdin.write(`${line}\n`);
    let deep: unknown = 1;
    for (let i = 0; i < 1000; i++) deep = { a: deep };
    assert.equal(problemOf(await client.call('run', { experiment: deep })).code, 'mcp/too-deep');
    assert.equal(problemOf(await client.call('run', { experiment: { kind: 'experiment', constructor: 1 } })).code, 'json/forbidden-key');
    client.child.stdin.write(`{"jsonrpc":"2.0","id":99,"method":"ping","params":{"x":"${'y'.repeat(33 * 2 ** 20)}"}}\n`);
    assert.deepEqual(await client.ask('ping'), {});
    assert.ok(client.lines.some((line) => (JSON.parse(line) as { error?: { code: number } }).error?.code === -32001));
    for (const line of client.lines) assert.equal((JSON.parse(line) as { jsonrpc?: string }).jsonrpc ?? '2.0', '2.0');
  });

  it('answers all that it was asked before its input ends', async () => {
    client = new Client();
    const request = (id: number, method: string, params: object): string => JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const { code, out, err } = await archsimProcess(['mcp'], { input: `${request(1, 'tools/call', { name: 'run', arguments: { experiment: 'flightllm' } })}\n${request(2, 'ping', {})}` });
    assert.deepEqual([code, err], [0, '']);
    assert.deepEqual(out.trimEnd().split('\n').map((line) => (JSON.parse(line) as { id: number }).id), [2, 1]);
  });

  it('answers every message of the session that its page shows', async () => {
    client = new Client();
    const page = readFileSync(join(repositoryRoot(), 'docs', 'mcp.md'), 'utf8');
    const input = /^```jsonl\n([\s\S]*?)^```$/m.exec(page)![1]!;
    const { code, out, err } = await archsimProcess(['mcp'], { input });
    assert.deepEqual([code, err], [0, '']);
    const answers = out.trimEnd().split('\n').map((line) => JSON.parse(line) as { readonly id: number; readonly error?: object; readonly result?: { readonly isError?: boolean } });
    assert.deepEqual(answers.map(({ id }) => id).sort(), [1, 2, 3, 4, 5]);
    for (const { error, result } of answers) assert.deepEqual([error, result!.isError ?? false], [undefined, false]);
  });

  it('refuses a root that is no folder, and limits that are none', async () => {
    client = new Client();
    write({ 'a.json': '{}' });
    for (const [words, code] of [[['--root', 'a.json'], 'mcp/not-a-folder'], [['--root', 'nowhere'], 'mcp/not-a-folder'], [['--timeout', 'long'], 'cli/not-a-count'], [['--memory', '1'], 'cli/not-a-count']] as const) {
      const { code: exit, out, err } = await archsimProcess(['mcp', ...words]);
      assert.deepEqual([exit, out, err.startsWith(code)], [2, '', true], err);
    }
  });
});
