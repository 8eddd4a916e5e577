import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../../src/gym/env/environments.js';
import { serveBlocking } from '../../../src/gym/server/blocking.js';
import { Session } from '../../../src/gym/server/session.js';

describe('lines of descriptors', () => {
  it('are answered in their order, also those that have to wait, until the input ends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'archsim-lines-'));
    const [input, output] = [join(folder, 'in'), join(folder, 'out')];
    const request = (id: number, method: string, params: object): string => JSON.stringify({ jsonrpc: '2.0', id, method, params });
    writeFileSync(input, [request(1, 'make', { id: 'Problem-v0', kwargs: { problem: 'mw1' } }), '', '{', request(2, 'reset', { env: 1 }), request(3, 'close', { env: 1 })].join('\n'));
    const [from, to] = [openSync(input, 'r'), openSync(output, 'w')];
    assert.equal(await serveBlocking(new Session(registry), from, to), true);
    for (const descriptor of [from, to]) closeSync(descriptor);
    const ids = readFileSync(output, 'utf8').trimEnd().split('\n').map((line) => (JSON.parse(line) as { id: unknown }).id);
    assert.deepEqual(ids, [1, null, 2, 3]);
    rmSync(folder, { recursive: true });
  });
});
