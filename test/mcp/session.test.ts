import assert from 'node:assert/strict';
import { answer, type Id } from '../../src/gym/server/rpc.js';
import { limits, protocolVersions } from '../../src/mcp/protocol.js';
import { McpSession, type ToolRunner } from '../../src/mcp/session.js';
import type { ToolHead, ToolOutcome } from '../../src/mcp/tool.js';

interface Answer { readonly id: Id; readonly result?: Record<string, unknown>; readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown } }

const echo: ToolHead = { name: 'echo', title: 'Echo', description: 'gives back', fields: { text: { types: ['string'], isRequired: true, description: 'a text' } } };

function session(outcome: ToolOutcome | undefined = { text: 'hi', data: { a: 1 }, isError: false }): { readonly ask: (method: string, params?: object, id?: Id) => Promise<Answer | null>; readonly calls: unknown[] } {
  const calls: unknown[] = [];
  const runner: ToolRunner = {
    call: (...given) => {
      calls.push(given);
      return Promise.resolve(outcome);
    },
    cancel: (id) => { calls.push(['cancel', id]); }, warm: () => { calls.push('warm'); }, end: () => undefined,
  };
  const own = new McpSession([echo], runner, { list: () => [{ uri: 'a://b', name: 'b', description: 'c', mimeType: 'text/plain' }], read: (uri) => (uri === 'a://b' ? { mimeType: 'text/plain', text: 'words' } : undefined) });
  return {
    calls,
    ask: async (method, params = {}, id = 1) => {
      const text = await answer(own, JSON.stringify({ jsonrpc: '2.0', ...(id === null ? {} : { id }), method, params }));
      return text === null ? null : JSON.parse(text) as Answer;
    },
  };
}

const hello = (protocolVersion: string): object => ({ protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } });

describe('a session of the Model Context Protocol', () => {
  it('speaks the version that the client asks for, or else the newest it knows', async () => {
    for (const version of protocolVersions) assert.equal((await session().ask('initialize', hello(version)))!.result!['protocolVersion'], version);
    for (const version of ['2099-01-01', '', '1.0']) assert.equal((await session().ask('initialize', hello(version)))!.result!['protocolVersion'], protocolVersions[0]);
    assert.equal((await session().ask('initialize', {}))!.error!.code, -32602);
  });

  it('says what it is and what it has, and gets ready', async () => {
    const { ask, calls } = session();
    const { result } = (await ask('initialize', hello('2025-06-18')))!;
    assert.deepEqual(result!['capabilities'], { tools: {}, resources: {} });
    assert.equal((result!['serverInfo'] as { name: string }).name, 'archsim');
    assert.deepEqual(calls, ['warm']);
    assert.equal(await ask('notifications/initialized', {}, null), null);
    assert.deepEqual((await ask('ping'))!.result, {});
    const { tools } = (await ask('tools/list'))!.result as { tools: Record<string, unknown>[] };
    assert.deepEqual(tools[0]!['inputSchema'], { type: 'object', properties: { text: { type: 'string', description: 'a text' } }, required: ['text'], additionalProperties: false });
    assert.equal((tools[0]!['annotations'] as { readOnlyHint: boolean }).readOnlyHint, true);
  });

  it('gives what a tool says as text and as data, and to old clients the data as text', async () => {
    const { ask } = session();
    for (const [version, structured] of [['2025-11-25', true], ['2025-06-18', true], ['2025-03-26', false], ['2024-11-05', false]] as const) {
      await ask('initialize', hello(version));
      const { result } = (await ask('tools/call', { name: 'echo', arguments: { text: 'hi' } }))!;
      assert.deepEqual(result, structured ? { content: [{ type: 'text', text: 'hi' }], structuredContent: { a: 1 }, isError: false }
        : { content: [{ type: 'text', text: 'hi' }, { type: 'text', text: '{"a":1}' }], isError: false });
    }
  });

  it('hands calls and cancellations on with their ids, and does not answer what was cancelled', async () => {
    const { ask, calls } = session();
    await ask('tools/call', { name: 'echo', arguments: { text: 'x' }, _meta: { progressToken: 1 } }, 'seven');
    assert.equal(await ask('notifications/cancelled', { requestId: 'seven', reason: 'enough' }, null), null);
    assert.deepEqual(calls, [['echo', { text: 'x' }, 'seven'], ['cancel', 'seven']]);
    const silent = new McpSession([echo], { call: () => Promise.resolve(undefined), cancel: () => undefined, warm: () => undefined, end: () => undefined }, { list: () => [], read: () => undefined });
    assert.equal(await answer(silent, JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'echo' } })), null);
  });

  it('lists and reads texts', async () => {
    const { ask } = session();
    assert.deepEqual((await ask('resources/list'))!.result, { resources: [{ uri: 'a://b', name: 'b', description: 'c', mimeType: 'text/plain' }] });
    assert.deepEqual((await ask('resources/templates/list'))!.result, { resourceTemplates: [] });
    assert.deepEqual((await ask('resources/read', { uri: 'a://b' }))!.result, { contents: [{ uri: 'a://b', mimeType: 'text/plain', text: 'words' }] });
  });

  const refused: readonly (readonly [what: string, method: string, params: object, code: number])[] = [
    ['a tool that there is not', 'tools/call', { name: 'rm' }, -32602],
    ['a call without a tool', 'tools/call', {}, -32602],
    ['arguments that are no object', 'tools/call', { name: 'echo', arguments: [1] }, -32602],
    ['a text that there is not', 'resources/read', { uri: 'file:///etc/passwd' }, -32002],
    ['a text without a name', 'resources/read', {}, -32602],
    ['a second page', 'tools/list', { cursor: 'x' }, -32602],
    ['a second page of texts', 'resources/list', { cursor: 'x' }, -32602],
    ['what it does not have', 'prompts/list', {}, -32601],
    ['methods of every object', 'toString', {}, -32601],
  ];
  for (const [what, method, params, code] of refused) {
    it(`refuses ${what}`, async () => { assert.equal((await session().ask(method, params))!.error!.code, code); });
  }

  it('has limits that its messages can reach', () => {
    assert.ok(limits.answerCharacters < limits.messageBytes);
  });
});
