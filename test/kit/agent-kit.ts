import assert from 'node:assert/strict';
import type { Agent, AgentKind, AgentState, Hyperparameters, Proposal, SearchTask, Trial } from '../../src/gym/agents/agent.js';
import { agentNamed } from '../../src/gym/agents/registry.js';
import { failed, isLegal } from '../../src/gym/problem/evaluation.js';
import { bundledProblem } from '../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import type { Evaluation, SearchProblem } from '../../src/gym/problem/search-problem.js';
import { search, taskOf } from '../../src/gym/search.js';
import { createRng } from '../../src/sim/core/rng.js';
import { designKey, isInSpace, spaceProblems, type DesignSpace, type Parameter, type ParameterValue } from '../../src/sim/model/design-space.js';
import { accdse, accdseRandomRegrets } from '../gym/known-results.js';
import { problemOf } from './problems.js';

/** What the kit has to know of an agent; all else is the same for all. */
export interface AgentTraits {
  /** False for one that tries all designs in an order. */
  readonly usesChance?: boolean;
  readonly takesReals?: boolean;
  /** True where the order of costs is all that it looks at, with one objective. */
  readonly seesOrderOnly?: boolean;
  /** Evaluations of most searches of the kit: less for those that take long to think. */
  readonly budget?: number;
  /** Budgets at which its median regret must be less than that of chance. */
  readonly beatsChance?: { readonly budgets: readonly number[] };
}

const parameters = {
  flow: { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] },
  rows: { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64, 128] },
  depth: { type: 'integer', name: 'depth', low: 1, high: 100, scale: 'log' },
  offset: { type: 'integer', name: 'offset', low: -3, high: 3, scale: 'linear' },
  volts: { type: 'real', name: 'volts', low: 0.5, high: 1.5, scale: 'linear' },
  size: { type: 'real', name: 'size', low: 1e-3, high: 10, scale: 'log' },
  wide: { type: 'integer', name: 'wide', low: 0, high: 2 ** 40, scale: 'linear' },
  only: { type: 'ordinal', name: 'only', values: [7] },
  fixed: { type: 'integer', name: 'fixed', low: 4, high: 4, scale: 'linear' },
} as const satisfies Record<string, Parameter>;

const discrete: DesignSpace = { parameters: [parameters.flow, parameters.rows, parameters.depth, parameters.only, parameters.offset] };
const mixed: DesignSpace = { parameters: [...discrete.parameters, parameters.volts, parameters.size, parameters.wide, parameters.fixed] };
const oneDesign: DesignSpace = { parameters: [parameters.only, parameters.fixed] };

/** Costs with an optimum inside; 0 to 1 of each parameter, so that any space will do. */
function costs(space: DesignSpace, design: readonly number[], objectives: number): number[] {
  const units = space.parameters.map((parameter, i) => ('values' in parameter ? design[i]! / parameter.values.length : (design[i]! - parameter.low) / Math.max(1e-9, parameter.high - parameter.low)));
  return [0, 1, 2].slice(0, objectives).map((objective) => units.reduce((sum, unit, i) => sum + (unit - 0.2 - 0.3 * ((i + objective) % 3)) ** 2, objective));
}

type Evaluate = (design: readonly number[], fidelity?: number) => Evaluation;
const legal = (objectives: readonly number[]): Evaluation => ({ objectives, violations: [0], reasons: [], metrics: {} });

function problemWith(space: DesignSpace, objectives: number, evaluate: Evaluate): SearchProblem {
  const names = ['first', 'second', 'third'].slice(0, objectives);
  return { name: 'kit', space, objectives: names.map((name, i) => ({ name, direction: i === 1 ? 'maximise' : 'minimise' })), constraints: [{ name: 'area', limit: 'at most 1' }], evaluate };
}

const plain = (space: DesignSpace, objectives: number): SearchProblem => problemWith(space, objectives, (design) => legal(costs(space, design, objectives)));

/** Some designs fail, some break the limit and have no objectives, some break it and have them. */
const rough = (space: DesignSpace, objectives: number): SearchProblem => problemWith(space, objectives, (design) => {
  const of = costs(space, design, objectives);
  const last = Math.floor(of[0]! * 1000) % 7;
  if (last === 0) return failed('the tool ended', 1);
  const violation = Math.max(0, of[0]! - 0.6);
  return violation === 0 ? legal(of) : { objectives: last < 4 ? of : null, violations: [violation], reasons: ['too large'], metrics: {} };
});

const evaluated = (problem: SearchProblem, batch: readonly Proposal[]): Trial[] => batch.map((proposal) => ({ ...proposal, evaluation: problem.evaluate(proposal.design, proposal.fidelity) }));

/** The trials of the next batches, and the state as text after each. */
function run(problem: SearchProblem, agent: Agent, batches: number): { readonly trials: Trial[][]; readonly states: string[] } {
  const [trials, states]: [Trial[][], string[]] = [[], []];
  for (let i = 0; i < batches; i++) {
    const batch = evaluated(problem, agent.propose());
    if (batch.length === 0) break;
    agent.observe(batch);
    trials.push(batch);
    states.push(JSON.stringify(agent.save()));
  }
  return { trials, states };
}

/** Every promise of an agent, as tests. Call it inside of a `describe`. */
export function agentKit(id: string, { usesChance = true, takesReals = true, seesOrderOnly = false, budget = 120, beatsChance }: AgentTraits): void {
  let kind: AgentKind;
  before(async () => { kind = await agentNamed(id); });
  const spaces = takesReals ? [discrete, mixed] : [discrete];
  const start = (task: SearchTask, seed: number, hyperparameters: Hyperparameters = {}): Agent => kind.create(task, hyperparameters, createRng(seed));
  const batches = 6;

  it('has the id that it is asked for by, and legal defaults', () => {
    assert.equal(kind.id, id);
    assert.ok(kind.summary.length > 10 && kind.source.length > 10);
    assert.deepEqual(spaceProblems({ parameters: kind.hyperparameters }), []);
    for (const { meaning } of kind.hyperparameters) assert.ok(meaning.length > 5);
  });

  it('refuses hyperparameters that are unknown or out of range', () => {
    const task = taskOf(plain(discrete, 1), 100);
    assert.equal(problemOf(() => start(task, 1, { nonsense: 1 })).code, 'agent/unknown-hyperparameter');
    for (const { name } of kind.hyperparameters) assert.equal(problemOf(() => start(task, 1, { [name]: -1e9 })).code, 'agent/wrong-hyperparameter');
  });

  it('works at both ends of every hyperparameter', () => {
    const problem = rough(discrete, 2);
    for (const one of kind.hyperparameters) {
      // Large counts are cut: what they would cost is no question of this test.
      const ends: readonly ParameterValue[] = 'values' in one ? one.values : [one.low, one.type === 'integer' ? Math.min(one.high, 150) : one.high];
      for (const value of ends) {
        const { trials } = run(problem, start(taskOf(problem, 200), 1, { [one.name]: value }), 3);
        assert.ok(trials.length > 0 && trials.flat().every(({ design }) => isInSpace(discrete, design)), `${one.name} = ${String(value)}`);
      }
    }
  });

  it('proposes designs of the space and nothing else, whatever failed or broke a limit before', () => {
    for (const space of spaces) {
      for (const objectives of [1, 2, 3]) {
        const { trials } = search(rough(space, objectives), kind, { budget, seed: 3 });
        assert.equal(trials.length, budget);
        assert.ok(trials.every(({ design }) => isInSpace(space, design)));
        assert.ok(new Set(trials.map(({ design }) => designKey(design))).size > budget / 4);
      }
    }
  });

  it('takes the same way for the same seed, and another for another', () => {
    for (const space of spaces) {
      const problem = rough(space, 2);
      const task = taskOf(problem, 500);
      const { trials, states } = run(problem, start(task, 5), batches);
      assert.deepEqual(run(problem, start(task, 5), batches), { trials, states });
      if (usesChance) assert.notDeepEqual(run(problem, start(task, 6), batches).trials, trials);
    }
  });

  it('goes on from the text of its state after any batch as if nothing had happened, beside others of its kind', () => {
    for (const space of spaces) {
      const problem = rough(space, 2);
      const task = taskOf(problem, 500);
      const { trials, states } = run(problem, start(task, 5), batches);
      const other = start(task, 9);
      for (let k = 0; k + 1 < trials.length; k++) {
        const state = JSON.parse(states[k]!) as AgentState;
        const restored = kind.restore(task, {}, state);
        run(problem, other, 1);
        const next = run(problem, restored, Math.min(2, trials.length - k - 1));
        assert.deepEqual(next.trials, trials.slice(k + 1, k + 3));
        assert.deepEqual(next.states, states.slice(k + 1, k + 3));
        assert.equal(JSON.stringify(state), states[k], 'the state that it was restored from is not its own');
      }
    }
  });

  it('spends its budget, no more, and has nothing to propose ever again once it said so', () => {
    for (const count of [1, 2, 7, 40]) assert.equal(search(plain(discrete, 1), kind, { budget: count, seed: 2 }).evaluations, count);
    const small: DesignSpace = { parameters: [parameters.flow, parameters.rows] };
    const problem = plain(small, 1);
    const agent = start(taskOf(problem, 60), 2);
    const asked = run(problem, agent, 60).trials.flat();
    assert.ok(asked.length >= 5);
    if (agent.propose().length > 0) return;
    assert.deepEqual([agent.propose(), agent.propose()], [[], []]);
  });

  it('survives spaces of one parameter, of one value and of one design', () => {
    for (const parameter of Object.values(parameters)) {
      if (!takesReals && (parameter.type === 'real' || parameter.name === 'wide')) continue;
      const space = { parameters: [parameter] };
      const { trials } = search(rough(space, 1), kind, { budget: 40, seed: 1 });
      assert.ok(trials.length > 0 && trials.every(({ design }) => isInSpace(space, design)), parameter.name);
    }
    const alone = search(plain(oneDesign, 2), kind, { budget: 20, seed: 1 });
    assert.ok(alone.evaluations >= 1 && alone.evaluated === 1 && alone.front.length === 1);
  });

  it('goes on where nothing is legal, everything fails or all costs are equal, and answers with what there is', () => {
    const space = spaces.at(-1)!;
    const nothing = search(problemWith(space, 2, (design) => ({ objectives: costs(space, design, 2), violations: [1 + costs(space, design, 1)[0]!], reasons: ['too large'], metrics: {} })), kind, { budget, seed: 1 });
    assert.deepEqual([nothing.evaluations, nothing.front, nothing.legal], [budget, [], 0]);
    const failing = search(problemWith(space, 1, () => failed('never', 1)), kind, { budget, seed: 1 });
    assert.deepEqual([failing.evaluations, failing.front, failing.legal], [budget, [], 0]);
    const flat = search(problemWith(space, 1, () => legal([5])), kind, { budget, seed: 1 });
    assert.deepEqual([flat.evaluations, flat.front.length, flat.legal], [budget, 1, budget]);
  });

  it('finds what is legal where that is little', () => {
    const rare = problemWith(discrete, 1, (design) => {
      const [cost = 0] = costs(discrete, design, 1);
      const violation = (design[1] === 4 ? 0 : 4 - design[1]!) + (design[4]! >= 2 ? 0 : 2 - design[4]!);
      return violation === 0 ? legal([cost]) : { objectives: null, violations: [violation], reasons: ['rows, offset'], metrics: {} };
    });
    assert.ok(search(rare, kind, { budget: id === 'exhaustive' ? 1e5 : 300, seed: 4 }).legal > 0);
  });

  it('asks for fidelities that there are, and not only for cheap ones', () => {
    const problem: SearchProblem = { ...plain(discrete, 1), fidelities: ['rough', 'better', 'true'] };
    const { trials, front } = search(problem, kind, { budget: 120, seed: 2 });
    assert.ok(trials.every(({ fidelity = 2 }) => Number.isInteger(fidelity) && fidelity >= 0 && fidelity < 3));
    assert.equal(front.length, 1);
  });

  if (seesOrderOnly) {
    it('sees the order of costs only: another scale of them changes nothing', () => {
      const space = spaces.at(-1)!;
      const designs = (scale: (cost: number) => number): (readonly number[])[] => search(problemWith(space, 1, (design) => legal([scale(costs(space, design, 1)[0]!)])), kind, { budget: 150, seed: 8 }).trials.map(({ design }) => design);
      // Powers of two, so that no two costs become equal.
      assert.deepEqual(designs((cost) => 2 ** 40 * cost), designs((cost) => cost));
      assert.deepEqual(designs((cost) => -1 / (cost + 1)), designs((cost) => cost));
    });
  }

  if (beatsChance !== undefined) {
    const { budgets } = beatsChance;
    it(`is better than chance on the energy of accdse-a with ${budgets.join(' and ')} evaluations: the median of eleven seeds`, async () => {
      const problem = await problemFromInput(bundledProblem('accdse-a-energy')!);
      for (const count of budgets) {
        const chance = accdseRandomRegrets.find(({ draws }) => draws === count)!.median;
        const regrets = Array.from({ length: 11 }, (_, seed) => {
          const [best] = search(problem, kind, { budget: count, seed: seed + 1 }).front;
          return best !== undefined && isLegal(best.evaluation) ? best.evaluation.objectives![0]! / accdse.bestEnergy - 1 : Infinity;
        }).sort((a, b) => a - b);
        assert.ok(regrets[5]! < chance, `${regrets[5]!} with ${count} evaluations, chance ${chance}`);
      }
    });
  }
}
