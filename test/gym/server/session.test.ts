import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { createRegistry } from '../../../src/gym/env/registry.js';
import { ToyEnv } from '../env/toy-env.js';
import { registry } from '../../../src/gym/env/environments.js';
import { LineCutter } from '../../../src/gym/server/lines.js';
import { packDoubles, unpackDoubles } from '../../../src/gym/server/packing.js';
import { errorCodes, limits, methodNames } from '../../../src/gym/server/protocol.js';
import { answer } from '../../../src/gym/server/rpc.js';
import { Session } from '../../../src/gym/server/session.js';
import { serveLines } from '../../../src/gym/server/stdio.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';

type Answer = { readonly id: unknown; readonly result?: Record<string, unknown>; readonly error?: { readonly code: number; readonly message: string; readonly data?: { readonly problems: readonly { readonly code: string }[] } } };

function client(session = new Session(registry)): (method: string, params?: unknown, id?: unknown) => Promise<Answer> {
  return async (method, params = {}, id = 1) => JSON.parse((await answer(session, JSON.stringify({ jsonrpc: '2.0', id, method, params })))!) as Answer;
}

const zdt1 = { id: 'Problem-v0', kwargs: { problem: 'zdt1' } };

describe('a session', () => {
  it('says what there is, makes an environment, steps it, renders it and closes it twice', async () => {
    const ask = client();
    const { result: hello } = await ask('hello');
    assert.equal(hello!['protocol'], 1);
    assert.ok((hello!['environments'] as { id: string }[]).some(({ id }) => id === 'FlightLLM-v0'));
    const { result: made } = await ask('make', { ...zdt1, renderMode: 'ansi' });
    const env = made!['env'];
    assert.deepEqual((await ask('spaces', { env })).result, Object.fromEntries(Object.entries(made!).filter(([key]) => key !== 'env')));
    assert.deepEqual(made!['actionSpace'], { type: 'Box', shape: [30], low: 0, high: 1, dtype: 'float64' });
    const { result: first } = await ask('reset', { env, seed: 3 });
    assert.deepEqual(first, { observation: [0, 0, 0, 0, 0, 0], info: {} });
    const { result: stepped } = await ask('step', { env, action: new Array(30).fill(0) });
    assert.deepEqual(stepped!['info'], { outcome: 'legal', objectives: [0, 1], metrics: { first: 0, g: 1, h: 1, f1: 0, f2: 1 }, violations: [], reasons: [] });
    assert.equal(stepped!['terminated'], true);
    assert.match(String((await ask('render', { env })).result!['text']), /^zdt1: legal/);
    assert.deepEqual((await ask('close', { env })).result, {});
    assert.deepEqual((await ask('close', { env })).result, {});
    assert.equal((await ask('step', { env, action: [] })).error!.data!.problems[0]!.code, 'protocol/no-environment');
    assert.equal((await ask('close', { env: 99 })).error!.code, errorCodes.refused);
  });

  it('begins an episode with the step that asks for it, as all begin: with the first observation that it tells', async () => {
    const ask = client();
    for (const made of [zdt1, { id: 'Problem-v0', kwargs: { problem: 'accdse-a' }, maxEpisodeSteps: 3 }]) {
      const { env, firstObservation, actionSpace } = (await ask('make', made)).result as { env: number; firstObservation: number[]; actionSpace: { shape?: number[]; nvec?: number[] } };
      const action = new Array(actionSpace.nvec?.length ?? actionSpace.shape![0]!).fill(0);
      for (const seed of [undefined, 7]) assert.deepEqual((await ask('reset', { env, ...(seed === undefined ? {} : { seed }) })).result, { observation: firstObservation, info: {} });
      const { result: plain } = await ask('step', { env, action });
      assert.deepEqual((await ask('reset', { env })).result!['observation'], firstObservation);
      assert.deepEqual((await ask('step', { env, action })).result, plain);
      for (let i = 0; i < 3; i++) assert.deepEqual((await ask('step', { env, action, reset: true })).result, plain);
      assert.equal((await ask('step', { env, action, reset: false })).error!.data!.problems[0]!.code, 'env/episode-over');
      assert.equal((await ask('step', { env, action: ['x'], reset: true })).error!.data!.problems[0]!.code, 'env/illegal-action');
      assert.deepEqual((await ask('step', { env, action })).result, plain);
      assert.equal((await ask('step', { env, action, reset: 1 })).error!.data!.problems[0]!.code, 'protocol/wrong-parameter');
    }
    assert.equal('firstObservation' in (await ask('make', { ...zdt1, count: 2 })).result!, false);
  });

  it('steps batches, plain and packed alike', async () => {
    const ask = client();
    const made = async (): Promise<unknown> => (await ask('make', { ...zdt1, count: 3, autoreset: 'same-step' })).result!['env'];
    const [plain, packed] = [await made(), await made()];
    for (const env of [plain, packed]) assert.equal(((await ask('reset', { env })).result!['observations'] as unknown[]).length, 3);
    const actions = Array.from({ length: 3 }, (_, i) => Array.from({ length: 30 }, (__, k) => ((i + 1) * (k + 2)) % 7 / 7));
    const a = (await ask('stepBatch', { env: plain, actions })).result!;
    const b = (await ask('stepBatch', { env: packed, packed: packDoubles(Float64Array.from(actions.flat())) })).result!;
    assert.deepEqual([...unpackDoubles(b['rewards'] as string, 'rewards')], a['rewards']);
    assert.deepEqual([...unpackDoubles(b['finalObservations'] as string, 'x')], ((a['infos'] as { final_obs: number[][] }).final_obs).flat());
    assert.deepEqual([...Buffer.from(b['terminated'] as string, 'base64')], [1, 1, 1]);
    assert.equal((await ask('render', { env: plain })).result!['texts'] instanceof Array, true);
  });

  const refused: readonly (readonly [string, string, unknown, string])[] = [
    ['unknown parameters', 'make', { ...zdt1, sed: 1 }, 'protocol/unknown-parameter'],
    ['an id that is none', 'make', { id: 3 }, 'protocol/wrong-parameter'],
    ['arguments that are no object', 'make', { id: 'Problem-v0', kwargs: [] }, 'protocol/wrong-parameter'],
    ['too many environments at once', 'make', { ...zdt1, count: limits.batch + 1 }, 'protocol/wrong-parameter'],
    ['an unknown autoreset', 'make', { ...zdt1, autoreset: 'always' }, 'protocol/wrong-parameter'],
    ['an unknown render mode', 'make', { ...zdt1, renderMode: 'human' }, 'protocol/wrong-parameter'],
    ['an unknown environment', 'make', { id: 'Zdt1-v0' }, 'env/unknown'],
    ['a step without an environment', 'step', { action: [] }, 'protocol/no-environment'],
    ['a batch for one', 'stepBatch', { env: 1, actions: [] }, 'protocol/not-a-batch'],
    ['a step for a batch', 'step', { env: 2, action: [] }, 'protocol/is-a-batch'],
    ['too few actions', 'stepBatch', { env: 2, actions: [[]] }, 'env/action-count'],
    ['actions of another kind', 'stepBatch', { env: 2, actions: 3 }, 'protocol/wrong-parameter'],
    ['half a number', 'stepBatch', { env: 2, packed: 'AAAA' }, 'protocol/wrong-parameter'],
    ['what is no base64', 'stepBatch', { env: 2, packed: '*'.repeat(64) }, 'protocol/wrong-parameter'],
    ['two kinds of actions', 'stepBatch', { env: 2, packed: '', actions: [] }, 'protocol/wrong-parameter'],
    ['packed actions outside the space', 'stepBatch', { env: 2, packed: packDoubles(new Float64Array(60).fill(2)) }, 'env/illegal-action'],
    ['a seed that is none', 'reset', { env: 1, seed: 0.5 }, 'env/seed'],
    ['options that are no object', 'reset', { env: 1, options: 3 }, 'protocol/wrong-parameter'],
    ['an action outside the space', 'step', { env: 1, action: [1] }, 'env/illegal-action'],
  ];
  for (const [what, method, params, code] of refused) {
    it(`refuses ${what}`, async () => {
      const ask = client();
      await ask('make', zdt1);
      await ask('make', { ...zdt1, count: 2 });
      for (const env of [1, 2]) await ask('reset', { env });
      const { error } = await ask(method, params);
      assert.equal(error!.code, errorCodes.refused);
      assert.equal(error!.data!.problems[0]!.code, code);
    });
  }

  it('has so many environments and no more', async () => {
    const toys = createRegistry([{ id: 'Toy-v0', summary: 'a walk', arguments: {}, make: () => Promise.resolve(() => new ToyEnv()) }]);
    const ask = client(new Session(toys));
    for (let i = 0; i < limits.environments; i++) await ask('make', { id: 'Toy-v0' });
    assert.equal((await ask('make', { id: 'Toy-v0' })).error!.data!.problems[0]!.code, 'protocol/too-many-environments');
    await ask('close', { env: 1 });
    const { result } = await ask('make', { id: 'Toy-v0', count: 2 });
    assert.equal((await ask('stepBatch', { env: result!['env'], packed: '' })).error!.data!.problems[0]!.code, 'protocol/not-packed');
    await ask('reset', { env: result!['env'] });
    assert.equal(((await ask('stepBatch', { env: result!['env'], actions: [[0], [1]] })).result!['rewards'] as unknown[]).length, 2);
  });
});

describe('JSON-RPC', () => {
  const tell = async (text: string): Promise<Answer | Answer[] | null> => {
    const found = await answer(new Session(registry), text);
    return found === null ? null : JSON.parse(found) as Answer;
  };
  const codes: readonly (readonly [string, number, unknown])[] = [
    ['{', errorCodes.parse, null],
    ['3', errorCodes.request, null],
    ['[]', errorCodes.request, null],
    [`[${'1,'.repeat(1000)}1]`, errorCodes.tooLarge, null],
    ['{"id":1,"method":"hello"}', errorCodes.request, 1],
    ['{"jsonrpc":"2.0","id":{},"method":"hello"}', errorCodes.request, null],
    ['{"jsonrpc":"2.0","id":"a","method":3}', errorCodes.request, 'a'],
    ['{"jsonrpc":"2.0","id":"a","method":"toString"}', errorCodes.method, 'a'],
    ['{"jsonrpc":"2.0","id":2,"method":"hello","params":[]}', errorCodes.params, 2],
    ['['.repeat(100_000), errorCodes.parse, null],
  ];
  for (const [text, code, id] of codes) {
    it(`answers ${text.slice(0, 50)} with ${code}`, async () => {
      const found = await tell(text) as Answer;
      assert.equal(found.error!.code, code);
      assert.equal(found.id, id);
    });
  }

  it('answers a list in its order, and notifications and answers not at all', async () => {
    const request = (id: number | undefined, method: string, params: object): object => ({ jsonrpc: '2.0', ...(id === undefined ? {} : { id }), method, params });
    const found = await tell(JSON.stringify([request(1, 'make', zdt1), request(undefined, 'reset', { env: 1 }), request(2, 'step', { env: 1, action: new Array(30).fill(1) }), request(undefined, 'nothing', {})])) as Answer[];
    assert.deepEqual(found.map(({ id }) => id), [1, 2]);
    assert.equal(found[1]!.result!['terminated'], true);
    assert.equal(await tell(JSON.stringify([request(undefined, 'hello', {})])), null);
    assert.equal(await tell(JSON.stringify(request(undefined, 'make', zdt1))), null);
    for (const reply of [{ result: {} }, { error: { code: 1, message: '' } }]) assert.equal(await tell(JSON.stringify({ jsonrpc: '2.0', id: 1, ...reply })), null);
  });
});

describe('a session that is told anything', () => {
  it('answers with a result or with what is wrong, and never has a bug to tell', async () => {
    const session = new Session(registry);
    const ask = client(session);
    await ask('make', zdt1);
    await ask('make', { ...zdt1, count: 2, autoreset: 'same-step' });
    for (const env of [1, 2]) await ask('reset', { env });
    const any = fc.oneof(fc.jsonValue(), fc.constantFrom(1, 2, 'Problem-v0', 'AAAAAAAAAAA=', [0, 1], { problem: 'zdt1' }, { reset_mask: [true, 1] }, { targets: { f1: 'x' } }));
    const params = fc.dictionary(fc.constantFrom('id', 'kwargs', 'count', 'env', 'action', 'actions', 'packed', 'seed', 'options', 'renderMode', 'autoreset', 'maxEpisodeSteps', '__proto__'), any, { maxKeys: 4 });
    await fc.assert(fc.asyncProperty(fc.constantFrom(...methodNames.filter((name) => name !== 'close')), fc.oneof(params, fc.jsonValue()), async (method, given) => {
      const found = await answer(session, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: given }));
      assert.notEqual((JSON.parse(found!) as Answer).error?.code, errorCodes.internal, found!);
    }), { numRuns: 400 });
  });
});

describe('lines', () => {
  it('are cut wherever chunks end, and those that are too long are dropped alone', () => {
    const text = 'one\ntwo-is-too-long\n\nthree\nfö';
    const bytes = Buffer.from(text);
    for (let size = 1; size <= bytes.length; size++) {
      const cutter = new LineCutter(5);
      const lines: (string | null | undefined)[] = [];
      for (let at = 0; at < bytes.length; at += size) lines.push(...cutter.push(bytes.subarray(at, at + size)));
      assert.deepEqual([...lines, cutter.rest(), cutter.rest()], ['one', null, '', 'three', 'fö', undefined]);
    }
  });

  it('are answered in their order until the input ends', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const served = serveLines(new Session(registry), input, output);
    for (const line of [JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'make', params: zdt1 }), '', '{}', JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'reset', params: { env: 1 } })]) input.write(`${line}\n`);
    input.end(JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'hello' }));
    await served;
    const lines = String(output.read()).trimEnd().split('\n').map((line) => JSON.parse(line) as Answer);
    assert.deepEqual(lines.map(({ id }) => id), [1, null, 2, 3]);
  });
});

describe('packed doubles', () => {
  it('are the same bits afterwards', () => {
    const values = Float64Array.from([0, -0, 1 / 3, NaN, Infinity, 5e-324, -1.7e308]);
    assert.deepEqual(unpackDoubles(packDoubles(values), 'values'), values);
    assert.throws(() => unpackDoubles('AAA', 'values'), InputError);
  });
});
