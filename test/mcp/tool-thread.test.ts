import assert from 'node:assert/strict';
import { toolThread } from '../../src/mcp/tool-thread.js';
import { limits } from '../../src/mcp/protocol.js';
import type { ToolRunner } from '../../src/mcp/session.js';
import type { ToolHead, ToolOutcome } from '../../src/mcp/tool.js';

const tools: readonly ToolHead[] = [{ name: 'do', title: 'Do', description: '', fields: { what: { types: ['string'], isRequired: true, description: 'what to do' } } }];

/** A thread that obeys: it says who it is, never ends, fills its memory, breaks, ends, or writes to standard output. */
const source = `
import { parentPort, threadId } from 'node:worker_threads';
parentPort.on('message', ({ args: { what } }) => {
  if (what === 'loop') for (;;);
  if (what === 'fill') { const all = []; for (;;) all.push(new Array(100000).fill({}).map(() => ({ a: [1] }))); }
  if (what === 'throw') throw new TypeError('broken');
  if (what === 'exit') process.exit(0);
  if (what === 'print') console.log('noise');
  parentPort.postMessage({ text: what, data: { threadId }, isError: false });
});`;
const start = (timeoutMs = 20_000, memoryMib = 128): ToolRunner => toolThread({ tools, module: new URL(`data:text/javascript,${encodeURIComponent(source)}`), data: {}, timeoutMs, memoryMib });
const codeOf = (outcome: ToolOutcome | undefined): string => (outcome!.data as { problems: { code: string }[] }).problems[0]!.code;
const threadOf = (outcome: ToolOutcome | undefined): number => (outcome!.data as { threadId: number }).threadId;

describe('a thread of tools', function () {
  this.timeout(30_000);
  let runner: ToolRunner;
  afterEach(() => { runner.end(); });

  it('answers calls in their order, all in one thread', async () => {
    runner = start();
    const outcomes = await Promise.all(['a', 'b', 'c'].map((what, i) => runner.call('do', { what }, i)));
    assert.deepEqual(outcomes.map((one) => one!.text), ['a', 'b', 'c']);
    assert.equal(new Set(outcomes.map(threadOf)).size, 1);
  });

  it('ends what takes too long, and goes on with the next', async () => {
    runner = start(1000);
    const [slow, next] = await Promise.all([runner.call('do', { what: 'loop' }, 1), runner.call('do', { what: 'b' }, 2)]);
    assert.deepEqual([codeOf(slow), slow!.isError, next!.text], ['mcp/too-slow', true, 'b']);
    assert.match(slow!.text, /longer than 1 s/);
  });

  it('ends what takes too much memory, and goes on', async () => {
    runner = start(20_000, 32);
    assert.equal(codeOf(await runner.call('do', { what: 'fill' }, 1)), 'mcp/too-much-memory');
    assert.equal((await runner.call('do', { what: 'b' }, 2))!.text, 'b');
  });

  it('tells of a thread that broke or ended, without where in the code that was', async () => {
    runner = start();
    const broken = await runner.call('do', { what: 'throw' }, 1);
    assert.match(broken!.text, /^this is a bug of archsim .*TypeError: broken$/);
    assert.match((await runner.call('do', { what: 'exit' }, 2))!.text, /^this is a bug of archsim .*ended$/);
    assert.equal((await runner.call('do', { what: 'print' }, 3))!.text, 'print');
  });

  it('ends what was cancelled, running or waiting, and nothing else', async () => {
    runner = start();
    await runner.call('do', { what: 'warm' }, 0);
    const running = runner.call('do', { what: 'loop' }, 1);
    const waiting = runner.call('do', { what: 'a' }, 'two');
    const other = runner.call('do', { what: 'b' }, 3);
    runner.cancel('two');
    runner.cancel(99);
    runner.cancel(null);
    assert.equal(await waiting, undefined);
    runner.cancel(1);
    assert.equal(await running, undefined);
    assert.equal((await other)!.text, 'b');
  });

  it('refuses wrong arguments at once, and calls when too many wait', async () => {
    runner = start();
    void runner.call('do', { what: 'loop' }, 1);
    assert.equal(codeOf(await runner.call('do', {}, 2)), 'mcp/missing-argument');
    const calls = Array.from({ length: limits.waiting + 1 }, (_, i) => runner.call('do', { what: 'a' }, 10 + i));
    assert.equal(codeOf(await calls[limits.waiting]), 'mcp/busy');
    runner.cancel(1);
    assert.equal((await Promise.all(calls.slice(0, limits.waiting))).length, limits.waiting);
  });
});
