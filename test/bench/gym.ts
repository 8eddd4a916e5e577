import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openFile } from '../../src/cli/open-file.js';
import { examplePath } from '../../src/cli/package-files.js';
import { readDocument } from '../../src/experiment/read-document.js';
import { DesignVectorEnv } from '../../src/gym/env/design-vector-env.js';
import { registry } from '../../src/gym/env/environments.js';
import type { EnvironmentFiles } from '../../src/gym/env/registry.js';
import { pack, packedLength } from '../../src/gym/env/spaces/packed.js';
import { sampleSpace } from '../../src/gym/env/spaces/sample.js';
import { createRng } from '../../src/sim/core/rng.js';
import { mainFile } from '../cli/session.js';
import { repositoryRoot } from '../kit/fixtures.js';
import { measure, type Goal } from './harness.js';

const batch = 64;

/** Environments in this process, and through the Python client where there is a Python. */
export async function environments(smoke: boolean): Promise<readonly Goal[]> {
  return [await inProcess(smoke), ...fromPython(smoke)];
}

/** Random designs of FlightLLM-v0, each with observation, reward and metrics. */
async function inProcess(smoke: boolean): Promise<Goal> {
  const files: EnvironmentFiles = {
    document: (name) => Promise.reject(new Error(`no file is named here, not even ${name}`)),
    bundled: (name) => Promise.resolve(readDocument(openFile(examplePath(name)))),
    open: openFile, mayOpen: false,
  };
  const envs = await registry.makeVector('FlightLLM-v0', batch, { files, autoreset: 'same-step' });
  if (!(envs instanceof DesignVectorEnv)) throw new Error('FlightLLM-v0 has no packed steps');
  envs.reset({ seed: 1 });
  const space = envs.singleActionSpace;
  const rng = createRng(1);
  const batches = smoke ? 4 : 40;
  const drawn = (): Float64Array => {
    const rows = new Float64Array(batch * packedLength(space)!);
    for (let i = 0, at = 0; i < batch; i++) at = pack(space, sampleSpace(space, rng), rows, at);
    return rows;
  };
  const measurement = measure('gym in this process, FlightLLM-v0', 'steps', smoke ? 3 : 31, () => {
    const actions = Array.from({ length: batches }, drawn);
    return { count: batch * batches, body: () => actions.reduce((sum, rows) => sum + envs.stepPacked(rows).rewards.reduce((a, b) => a + b, 0), 0) };
  });
  return { measurement, floor: 12_000 };
}

/** What `python/tests/bench_archsim_gym.py` measures, with the least that each must reach. */
const pythonGoals = [
  { key: 'pairs of zdt1', name: 'gym from Python, reset and step, zdt1', floor: 8_000 },
  { key: 'batches of zdt1', name: `gym from Python, batches of ${batch}, zdt1`, floor: 120_000 },
  { key: 'batches of FlightLLM-v0', name: `gym from Python, batches of ${batch}, FlightLLM-v0`, floor: 10_000 },
] as const;

function fromPython(smoke: boolean): readonly Goal[] {
  const script = join(repositoryRoot(), 'python', 'tests', 'bench_archsim_gym.py');
  const { status, stdout, stderr, error } = spawnSync('python3', ['-B', script, ...(smoke ? ['2', '0.1'] : ['15', '0.5'])], { env: { ...process.env, ARCHSIM_COMMAND: `"${process.execPath}" "${mainFile}" gym serve` }, encoding: 'utf8', timeout: 300_000 });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    process.stderr.write('gym from Python: skipped, there is no python3\n');
    return [];
  }
  if (error !== undefined || status !== 0) throw new Error(`the Python client failed: ${error?.message ?? stderr}`);
  const rates = JSON.parse(stdout) as Readonly<Record<string, readonly number[]>>;
  return pythonGoals.map(({ key, name, floor }) => {
    const sorted = [...rates[key]!].sort((a, b) => a - b);
    return { measurement: { name, unit: 'steps', perSecond: sorted[sorted.length >> 1]!, slowest: sorted[0]!, fastest: sorted[sorted.length - 1]!, repeats: sorted.length }, floor };
  });
}
