import assert from 'node:assert/strict';
import { commandEntries } from '../../src/cli/commands.js';
import { listKinds } from '../../src/cli/catalogue.js';
import { archsim, inEmptyFolder } from './session.js';

async function completions(...typed: readonly string[]): Promise<readonly string[]> {
  const { code, out, err } = await archsim('--get-yargs-completions', 'archsim', ...typed);
  assert.deepEqual([code, err], [0, '']);
  return out === '' ? [] : out.trimEnd().split('\n');
}

describe('completion in a shell', () => {
  const write = inEmptyFolder();

  it('has a script that asks archsim', async () => {
    const { code, out } = await archsim('completion');
    assert.equal(code, 0);
    assert.match(out, /archsim --get-yargs-completions/);
    assert.doesNotMatch(out, /Unknown argument|Options:/);
  });

  it('offers the commands', async () => {
    assert.deepEqual(await completions(''), [...commandEntries.map(({ name }) => name), '--help', '--version']);
    assert.deepEqual(await completions('s'), ['sweep', 'size', 'surrogate', 'show', 'schema']);
    assert.deepEqual(await completions(), await completions(''));
  });

  it('offers bundled examples and JSON files where an experiment goes', async () => {
    write({ 'mine.json': '{}', 'notes.txt': '' });
    for (const command of ['run', 'explain', 'report']) {
      assert.deepEqual((await completions(command, '')).filter((name) => /mine|notes|^flightllm\.json/.test(name)), ['mine.json', 'flightllm.json'], command);
      assert.deepEqual(await completions(command, 'min'), ['mine.json'], command);
    }
    assert.deepEqual(await completions('run', 'flightllm.json', '--json', 'mi'), ['mine.json']);
  });

  it('offers kinds, then names of that kind', async () => {
    assert.deepEqual(await completions('list', ''), listKinds);
    assert.deepEqual(await completions('show', 'dev'), ['devices']);
    assert.deepEqual(await completions('show', 'devices', 'u28'), ['u280']);
    assert.deepEqual(await completions('show', 'nothing', ''), []);
    assert.deepEqual(await completions('list', 'models', ''), []);
  });

  it('offers metrics, schemas and systems', async () => {
    assert.ok((await completions('explain', 'flightllm.json', '')).includes('totals.latencySeconds'));
    assert.ok((await completions('explain', 'flightllm.json', 'tt')).includes('ttft'));
    assert.deepEqual(await completions('schema', 'exp'), ['experiment']);
    assert.deepEqual(await completions('validate', 'flightllm-board', 'flightllm-'), ['flightllm-simulator']);
  });

  it('offers options and what they may be', async () => {
    assert.ok((await completions('run', '--')).includes('--no-progress'));
    assert.deepEqual(await completions('run', 'x.json', '--fi'), ['--fidelity']);
    assert.deepEqual(await completions('run', '--fidelity', ''), ['roofline', 'analytic', 'event']);
    assert.deepEqual(await completions('run', '--out', ''), []);
  });

  it('offers nothing for a command that does not exist', async () => {
    assert.deepEqual(await completions('rnu', ''), []);
    assert.deepEqual(await completions('constructor', ''), []);
  });
});
