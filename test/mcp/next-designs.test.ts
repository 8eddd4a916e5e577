import assert from 'node:assert/strict';
import { agentIds, agentNamed } from '../../src/gym/agents/registry.js';
import type { Evaluation, SearchProblem } from '../../src/gym/problem/search-problem.js';
import { search } from '../../src/gym/search.js';
import { nextDesigns, openAgents } from '../../src/mcp/next-designs.js';
import { rowOf, trialsOfRows } from '../../src/mcp/trials.js';
import { createRng } from '../../src/sim/core/rng.js';
import { sampleDesign, valuesOf, type DesignSpace, type Parameter } from '../../src/sim/model/design-space.js';
import { problemOf, problemsOf } from '../kit/problems.js';

const discrete: readonly Parameter[] = [
  { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] },
  { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64] },
  { type: 'integer', name: 'depth', low: 1, high: 20, scale: 'log' },
];
const mixed: readonly Parameter[] = [...discrete, { type: 'real', name: 'volts', low: 0.5, high: 1.5, scale: 'linear' }];

/** A made-up accelerator: one objective, a limit that some designs break. */
function toyProblem(parameters: readonly Parameter[], fidelities?: readonly string[]): SearchProblem {
  const space: DesignSpace = { parameters };
  const evaluate = (design: readonly number[], fidelity = 1): Evaluation => {
    const [flow = 0, rows = 0, depth = 0, volts = 1] = design;
    const area = (rows + 1) * depth;
    const cost = (flow - 1) ** 2 + (rows - 2) ** 2 + Math.abs(depth - 6) / 5 + (volts - 0.8) ** 2 + 0.1 * (1 - fidelity);
    return { objectives: [cost], violations: [Math.max(0, area / 50 - 1)], reasons: area > 50 ? ['area'] : [], metrics: { area } };
  };
  return { name: 'toy', space, objectives: [{ name: 'cost', direction: 'minimise' }], constraints: [{ name: 'area', limit: 'at most 50' }], evaluate, ...(fidelities === undefined ? {} : { fidelities }) };
}

/** Rows as a client keeps them: through JSON. */
const kept = (row: unknown): unknown => JSON.parse(JSON.stringify(row));

describe('the designs that an agent wants next', () => {
  for (const id of agentIds) {
    it(`are those of an uninterrupted search of ${id}, however few are taken at a time`, async () => {
      const agent = await agentNamed(id);
      const problem = toyProblem(id === 'exhaustive' ? discrete : mixed, ['rough', 'exact']);
      // These learn anew for each answer.
      const options = { seed: 5, budget: id === 'smac' || id === 'gp-bo' ? 18 : 36, hyperparameters: {} };
      const whole = search(problem, agent, options).trials.map((trial, i) => kept(rowOf(i, trial, trial.evaluation, problem)));
      const rng = createRng(9);
      const rows: unknown[] = [];
      while (rows.length < whole.length) {
        const batch = nextDesigns(problem, agent, trialsOfRows(rows, problem), options);
        const few = batch.slice(0, Math.min(rng.integer(1, 7), whole.length - rows.length));
        assert.ok(few.length > 0);
        rows.push(...few.map((one, i) => kept(rowOf(rows.length + i, one, problem.evaluate(one.design, one.fidelity), problem))));
      }
      assert.deepEqual(rows, whole);
      // Where nobody says what came of a design, it is evaluated.
      const bare = rows.map((row) => ({ design: (row as { design: object }).design, ...('fidelity' in (row as object) ? { fidelity: (row as { fidelity: string }).fidelity } : {}) }));
      assert.deepEqual(trialsOfRows(bare, problem), trialsOfRows(rows, problem));
    });
  }

  it('are asked for again where they were left out, and may come in any order', async () => {
    const agent = await agentNamed('genetic');
    const problem = toyProblem(mixed);
    const options = { seed: 1, budget: 100, hyperparameters: { population: 6 } };
    const first = nextDesigns(problem, agent, [], options);
    assert.equal(first.length, 6);
    const trial = (i: number): { design: readonly number[]; evaluation: Evaluation } => ({ ...first[i]!, evaluation: problem.evaluate(first[i]!.design) });
    assert.deepEqual(nextDesigns(problem, agent, [trial(4), trial(1)], options), [first[0], first[2], first[3], first[5]]);
    const shuffled = nextDesigns(problem, agent, [5, 3, 0, 1, 4, 2].map(trial), options);
    assert.deepEqual(shuffled, nextDesigns(problem, agent, [0, 1, 2, 3, 4, 5].map(trial), options));
  });

  for (const id of openAgents) {
    it(`follow from designs of others, too: ${id}`, async () => {
      const agent = await agentNamed(id);
      const problem = toyProblem(id === 'exhaustive' ? discrete : mixed);
      const options = { seed: 3, budget: 60, hyperparameters: {} };
      const rng = createRng(4);
      const own = (): unknown => ({ design: valuesOf(problem.space, sampleDesign(problem.space, rng)) });
      const rows: unknown[] = Array.from({ length: 15 }, own);
      const ask = (): ReturnType<typeof nextDesigns> => nextDesigns(problem, agent, trialsOfRows(rows, problem), options);
      for (let round = 0; round < 6; round++) {
        const batch = ask();
        assert.ok(batch.length > 0);
        assert.deepEqual(ask(), batch);
        rows.push({ design: valuesOf(problem.space, batch[0]!.design) });
        // The others of the batch are still wanted, whatever is tried beside them.
        const rest = ask().length;
        rows.push(own());
        if (batch.length > 1) assert.ok(ask().length >= rest - 1);
      }
    });
  }

  it('of agents that learn a model are other ones when designs of others are known', async () => {
    const agent = await agentNamed('tpe');
    const problem = toyProblem(mixed);
    const options = { seed: 3, budget: 60, hyperparameters: {} };
    const rng = createRng(4);
    const rows = Array.from({ length: 15 }, () => ({ design: valuesOf(problem.space, sampleDesign(problem.space, rng)) }));
    // More than it begins with at random: it need not draw any, and learns at once.
    const learnt = nextDesigns(problem, agent, trialsOfRows(rows, problem), options);
    assert.equal(learnt.length, 1);
    assert.equal(nextDesigns(problem, agent, [], options).length, 10);
  });

  it('are refused to a trajectory that is not the agent\'s, where it could not learn from it', async () => {
    const problem = toyProblem(mixed);
    const rows = [{ design: { flow: 'WS', rows: 8, depth: 3, volts: 1 } }];
    for (const id of agentIds.filter((one) => !openAgents.includes(one))) {
      const agent = await agentNamed(id);
      const { code, pointer, remedy } = problemOf(() => nextDesigns(problem, agent, trialsOfRows(rows, problem), { seed: 1, budget: 50, hyperparameters: {} }));
      assert.deepEqual([code, pointer], ['mcp/own-design', '/trajectory/0']);
      assert.match(remedy!, /tpe/);
    }
  });

  it('are none where every design was tried', async () => {
    const problem = toyProblem([{ type: 'ordinal', name: 'flow', values: [1, 2] }]);
    const rows = [{ design: { flow: 1 } }, { design: { flow: 2 } }];
    assert.deepEqual(nextDesigns(problem, await agentNamed('exhaustive'), trialsOfRows(rows, problem), { seed: 1, budget: 50, hyperparameters: {} }), []);
  });
});

describe('rows of a trajectory', () => {
  const problem = toyProblem(mixed, ['rough', 'exact']);
  const design = { flow: 'WS', rows: 8, depth: 3, volts: 1 };
  const wrong: readonly (readonly [what: string, row: unknown, code: string, pointer: string])[] = [
    ['without a design', {}, 'mcp/no-design', '/trajectory/0'],
    ['that are no objects', 7, 'mcp/no-design', '/trajectory/0'],
    ['with a value that no design has', { design: { ...design, rows: 9 } }, 'design/illegal-value', '/trajectory/0/design'],
    ['with too few values', { design: { flow: 'WS', rows: 8, depth: 3 } }, 'design/missing-parameter', '/trajectory/0/design'],
    ['with too many objectives', { design, objectives: [1, 2] }, 'mcp/wrong-row', '/trajectory/0/objectives'],
    ['with objectives that are no numbers', { design, objectives: ['1'] }, 'mcp/wrong-row', '/trajectory/0/objectives'],
    ['with negative violations', { design, objectives: [1], violations: [-1] }, 'mcp/wrong-row', '/trajectory/0/violations'],
    ['with reasons that are no texts', { design, objectives: [1], reasons: [1] }, 'mcp/wrong-row', '/trajectory/0/reasons'],
    ['with metrics that are no numbers', { design, objectives: [1], metrics: { a: 'b' } }, 'mcp/wrong-row', '/trajectory/0/metrics'],
    ['with a failure that is no text', { design, failure: 1 }, 'mcp/wrong-row', '/trajectory/0/failure'],
    ['of a fidelity that there is not', { design, fidelity: 'event' }, 'mcp/wrong-row', '/trajectory/0/fidelity'],
  ];
  for (const [what, row, code, pointer] of wrong) {
    it(`are refused ${what}`, () => {
      const found = problemOf(() => trialsOfRows([row], problem));
      assert.deepEqual([found.code, found.pointer], [code, pointer]);
    });
  }

  it('are all told what is wrong with them, and are only so many', () => {
    assert.deepEqual(problemsOf(() => trialsOfRows([{}, { design, objectives: [] }, { design }], problem)).map(({ pointer }) => pointer), ['/trajectory/0', '/trajectory/1/objectives']);
    assert.equal(problemOf(() => trialsOfRows(new Array(20_001).fill({ design }), problem)).code, 'mcp/trajectory-too-long');
  });

  it('may have figures that were measured elsewhere, and designs without any', () => {
    const [measured, missing] = trialsOfRows([{ design, objectives: [7], index: 3, digest: 'x' }, { design, objectives: null, failure: 'no power' }], problem);
    assert.deepEqual(measured!.evaluation, { objectives: [7], violations: [0], reasons: [], metrics: {} });
    assert.deepEqual(missing!.evaluation, { objectives: null, violations: [0], reasons: [], metrics: {}, failure: 'no power' });
  });
});
