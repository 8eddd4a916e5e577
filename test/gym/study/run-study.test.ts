import assert from 'node:assert/strict';
import { agentNamed } from '../../../src/gym/agents/registry.js';
import type { Executor } from '../../../src/gym/executors/executor.js';
import { inlineExecutor } from '../../../src/gym/executors/inline.js';
import { poolExecutor } from '../../../src/gym/executors/pool.js';
import { search } from '../../../src/gym/search.js';
import { runStudy, usualHyperparameters, type StudyOutcome, type StudyRun } from '../../../src/gym/study/run-study.js';
import { headerOf, readTrajectory, trialsOf, type Trajectory } from '../../../src/gym/study/trajectory.js';
import { memoryStore, type SavedState, type TrajectoryStore } from '../../../src/gym/study/trajectory-store.js';
import type { Study } from '../../../src/gym/study/study.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { smallStudy, studyText } from './small-study.js';

interface Ran { readonly outcome: StudyOutcome; readonly trajectory: Trajectory; readonly text: string; readonly saved: readonly SavedState[] }

function hyperparametersOf(agent: string): Readonly<Record<string, number>> {
  return agent === 'genetic' || agent === 'nsga-ii' ? { population: 12 } : agent === 'random' ? { batch: 16 } : {};
}

describe('a study', () => {
  let study: Study;
  before(async () => { study = await smallStudy({ fidelities: ['roofline', 'analytic'] }); });

  async function ran(agentId: string, budget: number, { executor = inlineExecutor(study.problem), rows = [], saved = null, ...more }: Partial<StudyRun> & Partial<Pick<TrajectoryStore, 'rows' | 'saved'>> = {}): Promise<Ran> {
    const agent = await agentNamed(agentId);
    const hyperparameters = hyperparametersOf(agentId);
    const header = headerOf(study, agentId, hyperparameters, 1, budget);
    const states: SavedState[] = [];
    const store = { ...memoryStore(header), rows, saved, save: (state: SavedState) => states.push(state) };
    let time = 0;
    const outcome = await runStudy({ study, agent, hyperparameters, seed: 1, budget, executor, store, now: () => (time += 3000), ...more });
    await executor.close();
    const [first = '', ...lines] = store.text().split('\n');
    // Rows that were there already are not written again.
    const text = [first, ...rows.map((row) => JSON.stringify(row)), ...lines].join('\n');
    return { outcome, trajectory: readTrajectory(text, 'memory')!, text: store.text(), saved: states };
  }

  for (const agent of ['random', 'genetic', 'successive-halving']) {
    it(`takes the way of the plain search: ${agent}`, async () => {
      const kind = await agentNamed(agent).catch(() => null);
      if (kind === null) return;
      const { outcome, trajectory } = await ran(agent, 100);
      const plain = search(study.problem, kind, { budget: 100, seed: 1, hyperparameters: hyperparametersOf(agent) });
      assert.deepEqual(trialsOf(trajectory.rows, study.problem).map(({ design, evaluation }) => [design, evaluation]), plain.trials.map(({ design, evaluation }) => [design, evaluation]));
      assert.deepEqual(outcome.progress.front().map(({ design }) => design), plain.front.map(({ design }) => design));
      assert.equal(outcome.progress.legal, plain.legal);
    });
  }

  it('has the same trajectory with any number of workers', async () => {
    const expected = (await ran('genetic', 60)).trajectory;
    const source = { module: new URL('./worker-problem.js', import.meta.url).href, name: 'workerProblem', argument: studyText({ fidelities: ['roofline', 'analytic'] }) };
    const executor = poolExecutor({ problem: study.problem, source, workers: 2 });
    assert.deepEqual((await ran('genetic', 60, { executor })).trajectory, expected);
  });

  for (const agent of ['random', 'genetic', 'nsga-ii']) {
    it(`goes on from any row with the same digits: ${agent}`, async () => {
      const whole = await ran(agent, 60);
      for (const known of [0, 1, 11, 12, 13, 40, 59, 60]) {
        const rows = whole.trajectory.rows.slice(0, known);
        const rest = await ran(agent, 60, { rows });
        assert.deepEqual(rest.trajectory, whole.trajectory, `after ${known}`);
        assert.equal(rest.text.split('\n').length - 2, 60 - known);
        assert.ok(rest.outcome.evaluated <= 60 - known, 'nothing that is known is evaluated again');
        assert.deepEqual(rest.outcome.progress.improvements, whole.outcome.progress.improvements);
      }
    });

    it(`goes on from a saved state with the same digits: ${agent}`, async () => {
      const whole = await ran(agent, 60);
      assert.ok(whole.saved.length > 0);
      for (const saved of whole.saved.slice(0, 3)) {
        for (const more of [0, 3]) {
          const known = Math.min(60, saved.evaluations + more);
          const rows = whole.trajectory.rows.slice(0, known);
          const rest = await ran(agent, 60, { rows, saved: JSON.parse(JSON.stringify(saved)) as SavedState });
          assert.deepEqual(rest.trajectory, whole.trajectory);
        }
      }
    });
  }

  it('refuses rows that are not those of its agent', async () => {
    const { trajectory: { rows } } = await ran('genetic', 30);
    await assert.rejects(ran('genetic', 30, { rows: [...rows.slice(0, 5), { ...rows[5]!, digest: '0123456789abcdef' }] }), (error) => error instanceof InputError && error.problems[0]!.code === 'study/other-way');
  });

  it('ends between two pieces of work when it is stopped, and what it wrote is the beginning of the whole', async () => {
    const controller = new AbortController();
    const stopped = await ran('genetic', 60, { signal: controller.signal, onProgress: ({ evaluations }) => { if (evaluations >= 24) controller.abort(); } });
    assert.equal(stopped.outcome.end, 'stopped');
    const { rows } = stopped.trajectory;
    assert.ok(rows.length >= 24 && rows.length < 60);
    assert.deepEqual(rows, (await ran('genetic', 60)).trajectory.rows.slice(0, rows.length));
  });

  it('writes down what was evaluated before a piece fails', async () => {
    const inner = inlineExecutor(study.problem);
    let calls = 0;
    const executor: Executor = { ...inner, evaluate: (jobs, signal) => { if (++calls === 3) throw new Error('planted'); return inner.evaluate(jobs, signal); } };
    const agent = await agentNamed('genetic');
    const store = memoryStore(headerOf(study, 'genetic', { population: 12 }, 1, 60));
    await assert.rejects(runStudy({ study, agent, hyperparameters: { population: 12 }, seed: 1, budget: 60, executor, store }), /planted/);
    const { rows } = readTrajectory(store.text(), 'memory')!;
    assert.ok(rows.length >= 20);
    assert.deepEqual(rows, (await ran('genetic', 60)).trajectory.rows.slice(0, rows.length));
  });

  it('evaluates a design once, however often it is asked for', async () => {
    const tiny = await smallStudy({ parameters: [{ path: 'architecture.parameters.cores', values: [1, 2, 3] }] });
    const agent = await agentNamed('simulated-annealing');
    const executor = inlineExecutor(tiny.problem);
    const { outcome } = { outcome: await runStudy({ study: tiny, agent, hyperparameters: {}, seed: 1, budget: 50, executor, store: memoryStore(headerOf(tiny, agent.id, {}, 1, 50)) }) };
    assert.ok(outcome.evaluated <= 3, `${outcome.evaluated}`);
  });

  it('sends agents that look at nothing through larger batches, in the same order', async () => {
    const agent = await agentNamed('random');
    assert.deepEqual(usualHyperparameters(agent, {}), { batch: 16384 });
    assert.deepEqual(usualHyperparameters(agent, { batch: 3 }), { batch: 3 });
    const [few, many] = [3, 16384].map((batch) => search(study.problem, agent, { budget: 50, seed: 1, hyperparameters: { batch } }).trials);
    assert.deepEqual(few, many);
  });

  it('needs a budget', async () => {
    for (const budget of [0, -1, 1.5]) await assert.rejects(ran('random', budget), (error) => error instanceof InputError && error.problems[0]!.code === 'study/bad-budget');
  });
});
