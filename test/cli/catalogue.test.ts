import assert from 'node:assert/strict';
import { entriesOf, listKinds } from '../../src/cli/catalogue.js';
import { archsim } from './session.js';

describe('archsim list', () => {
  it('prints the kinds of lists when none is named', async () => {
    const { code, out } = await archsim('list');
    assert.equal(code, 0);
    assert.deepEqual(out.trimEnd().split('\n').map((line) => line.split(/\s/)[0]), listKinds);
  });

  for (const kind of listKinds) {
    it(`prints a line for each of the ${kind}, and with --json an array of objects`, async () => {
      const { code, out, err } = await archsim('list', kind);
      assert.deepEqual([code, err], [0, '']);
      const listed = JSON.parse((await archsim('list', kind, '--json')).out) as { readonly name: string; readonly summary: string; readonly kind?: string }[];
      assert.ok(listed.length > 0);
      assert.deepEqual(out.trimEnd().split('\n').map((line) => line.split(/\s/)[0]), listed.map(({ name }) => name));
      for (const { name, summary } of listed) assert.ok(name !== '' && summary !== '' && !/undefined|NaN|\[object/.test(summary), `${name}: ${summary}`);
      assert.equal(new Set(listed.map(({ name }) => name)).size, listed.length);
      assert.ok(listed.every((entry) => (entry.kind === undefined) !== (kind === 'examples')));
    });

    it(`can show each of the ${kind}`, async () => {
      for (const { name } of await entriesOf(kind)) {
        const shown = await archsim('show', kind, name);
        assert.deepEqual([shown.code, shown.err], [0, ''], name);
        const line = (await archsim('show', kind, name, '--json')).out;
        assert.equal(line.trimEnd().split('\n').length, 1);
        assert.deepEqual(JSON.parse(line), JSON.parse(shown.out));
      }
    });
  }
});

describe('archsim show', () => {
  it('finds examples without their ending, and models by their id on the hub', async () => {
    assert.equal((await archsim('show', 'examples', 'flightllm')).code, 0);
    assert.equal((await archsim('show', 'models', 'META-LLAMA/llama-2-7b-hf')).out, (await archsim('show', 'models', 'llama-2-7b')).out);
  });
});

describe('archsim schema', () => {
  it('prints the names of all schemas, and each of them', async () => {
    const names = (await archsim('schema')).out.trimEnd().split('\n');
    for (const name of ['experiment', 'device', 'graph', 'scheme', 'result', 'dsp-chain', 'gpu']) assert.ok(names.includes(name), name);
    for (const name of names) {
      const schema = JSON.parse((await archsim('schema', name)).out) as { readonly $schema: string };
      assert.match(schema.$schema, /json-schema\.org/);
    }
  });
});
