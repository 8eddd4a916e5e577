import assert from 'node:assert/strict';
import { documentOf } from '../../../src/cli/documents.js';
import { openFile } from '../../../src/cli/open-file.js';
import { checkEnv } from '../../../src/gym/env/check-env.js';
import { DesignEnv } from '../../../src/gym/env/design-env.js';
import { environmentEntries, registry } from '../../../src/gym/env/environments.js';
import { argumentsOf, createRegistry, type EnvironmentFiles } from '../../../src/gym/env/registry.js';
import { SyncVectorEnv } from '../../../src/gym/env/sync-vector-env.js';
import { DesignVectorEnv } from '../../../src/gym/env/design-vector-env.js';
import type { Info } from '../../../src/gym/env/env.js';
import { isLegal } from '../../../src/gym/problem/evaluation.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { sampleDesign } from '../../../src/sim/model/design-space.js';
import { ToyEnv } from './toy-env.js';

const isCode = (code: string) => (error: unknown): boolean => error instanceof InputError && error.problems.some((problem) => problem.code === code);
const files: EnvironmentFiles = { document: documentOf, bundled: documentOf, open: openFile, mayOpen: true };
const usual: Readonly<Record<string, Info>> = { 'Problem-v0': { problem: 'accdse-a' }, 'Experiment-v0': { study: 'flightllm-u280.json' }, 'MemoryController-v0': { fidelity: 'short' } };

describe('the environments', () => {
  for (const { id } of environmentEntries) {
    it(`${id} keeps the rules, and has legal designs and others with their reasons`, async () => {
      const options = { files, kwargs: usual[id] ?? {} };
      const [env, other] = [(await registry.make(id, options)).unwrapped, (await registry.make(id, options)).unwrapped];
      assert.deepEqual(checkEnv(env, () => other), { errors: [], warnings: [] });
      assert.ok(env instanceof DesignEnv);
      const { task } = env;
      const rng = createRng(2);
      const found = Array.from({ length: id === 'MemoryController-v0' ? 8 : 60 }, () => task.evaluate(sampleDesign(task.problem.space, rng)));
      assert.equal(found.filter(({ failure }) => failure !== undefined).length, 0);
      for (const evaluation of found) assert.equal(evaluation.reasons.length > 0, !isLegal(evaluation));
      // One in a hundred of the ways to choose formats keeps the perplexity.
      assert.ok(id === 'QuantAllocation-v0' || found.some(isLegal));
    });
  }

  it('are made in the wrappers that keep order and, where it is asked for, time', async () => {
    const env = await registry.make('Problem', { kwargs: { problem: 'zdt1' }, maxEpisodeSteps: 4 });
    assert.deepEqual(env.spec, { id: 'Problem-v0', maxEpisodeSteps: 4, rewardThreshold: null, nondeterministic: false, orderEnforce: true, kwargs: { problem: 'zdt1' } });
    assert.throws(() => env.step([]), isCode('env/not-reset'));
    assert.ok(await registry.makeVector('Problem-v0', 3, { kwargs: { problem: 'zdt1' } }) instanceof DesignVectorEnv);
    assert.ok(await registry.makeVector('Problem-v0', 3, { kwargs: { problem: 'zdt1' }, maxEpisodeSteps: 4 }) instanceof SyncVectorEnv);
  });

  it('refuse unknown ids, unknown, missing and wrong arguments', async () => {
    await assert.rejects(registry.make('Problm-v0'), isCode('env/unknown'));
    await assert.rejects(registry.make('Problem-v0'), isCode('env/missing-argument'));
    await assert.rejects(registry.make('Problem-v0', { kwargs: { problem: 'zdt1', targts: {} } }), isCode('env/unknown-argument'));
    for (const kwargs of [{ reward: 3 }, { targets: [1] }, { fidelity: 2 }, { problem: 3 }]) await assert.rejects(registry.make('Problem-v0', { kwargs: { problem: 'zdt1', ...kwargs } }), isCode('env/wrong-argument'));
    await assert.rejects(registry.make('Problem-v0', { kwargs: { problem: 'zdt1' }, maxEpisodeSteps: 0 }), isCode('env/wrong-argument'));
    await assert.rejects(registry.make('Problem-v0', { kwargs: { problem: 'no-such-file.json' } }), isCode('env/no-files'));
    await assert.rejects(registry.make('FlightLLM-v0'), isCode('env/no-files'));
    await assert.rejects(registry.make('Problem-v0', { kwargs: { problem: { kind: 'problem' } } }), isCode('spec/missing-field'));
    await assert.rejects(registry.make('Experiment-v0', { kwargs: { study: { kind: 'study', name: 's', experiment: './x.json', parameters: [{ path: 'a.b', values: [1] }], objectives: [{ metric: 'ttft', direction: 'minimise' }] } } }), isCode('env/no-files'));
    await assert.rejects(registry.make('Experiment-v0', { files, kwargs: { study: 'flightllm-u280.json', accept: ['all'] } }), isCode('env/wrong-argument'));
    for (const kwargs of [{ function: 'tan' }, { inputBits: 40 }]) await assert.rejects(registry.make('FunctionUnit-v0', { kwargs }), InputError);
    for (const kwargs of [{ part: 'sdram' }, { channels: 3 }, { channels: '3' }, { traffic: 'none' }, { queuePlaces: 0 }]) await assert.rejects(registry.make('MemoryController-v0', { kwargs }), InputError);
    for (const kwargs of [{ model: 'llama-9' }, { formats: ['int99'] }, { formats: 'int4' }, { sections: 0 }, { perplexityIncrease: 0 }, { model: 'bert-base-uncased' }]) await assert.rejects(registry.make('QuantAllocation-v0', { kwargs }), InputError);
  });

  it('say what every argument means', () => {
    for (const entry of environmentEntries) for (const { meaning } of Object.values(argumentsOf(entry))) assert.ok(meaning.length > 10);
  });

  it('may be of other kinds, in a registry of one\'s own; without a version the latest is meant', async () => {
    const own = createRegistry(['Toy-v0', 'Toy-v2'].map((id) => ({ id, summary: 'a walk', arguments: { start: { meaning: 'where it begins', default: 0 } }, make: () => Promise.resolve(() => new ToyEnv()), maxEpisodeSteps: 2 })));
    const env = await own.make('Toy', { kwargs: { start: 1 } });
    assert.equal(env.spec!.id, 'Toy-v2');
    env.reset();
    env.step([0]);
    assert.equal(env.step([0])[3], true);
    assert.equal(await own.task('Toy'), null);
    await assert.rejects(own.make('Toy-v0', { kwargs: { reward: 'target' } }), isCode('env/unknown-argument'));
    assert.throws(() => createRegistry([{ id: 'toy', summary: '', arguments: {}, make: () => Promise.resolve(() => new ToyEnv()) }]), RangeError);
  });
});
