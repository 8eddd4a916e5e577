import assert from 'node:assert/strict';
import { defineAgent } from '../../../src/gym/agents/define-agent.js';
import { genetic } from '../../../src/gym/agents/genetic.js';
import { hillClimbing } from '../../../src/gym/agents/hill-climbing.js';
import { random } from '../../../src/gym/agents/random.js';
import { lotteryColumns, lotteryDocument } from '../../../src/gym/lottery/lottery-document.js';
import { lotteryOf, lotterySize, type Lottery, type LotteryPlan } from '../../../src/gym/lottery/lottery.js';
import { lotteryRun, outcomeAt, secondsAt } from '../../../src/gym/lottery/lottery-run.js';
import { randomCurve } from '../../../src/gym/lottery/random-curve.js';
import { scoreKind } from '../../../src/gym/lottery/score.js';
import { lotterySettings } from '../../../src/gym/lottery/settings.js';
import { problemFromInput, bundledProblem, search, type SearchProblem } from '../../../src/gym/index.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { sampleDesign } from '../../../src/sim/model/design-space.js';

const bundled = (name: string): Promise<SearchProblem> => problemFromInput(bundledProblem(name)!);

/** Sixty designs, of which those with a < 2 are not legal. */
const small: SearchProblem = {
  name: 'small', objectives: [{ name: 'cost', direction: 'minimise' }], constraints: [{ name: 'a', limit: 'at least 2' }],
  space: { parameters: [{ type: 'ordinal', name: 'a', values: [0, 1, 2, 3, 4, 5] }, { type: 'integer', name: 'b', low: 0, high: 9, scale: 'linear' }] },
  evaluate: ([a, b]) => ({ objectives: [(a! - 4) ** 2 + 0.1 * (b! - 3) ** 2 + 1], violations: [a! < 2 ? 1 : 0], reasons: [], metrics: {} }),
};

function plan(problem: SearchProblem, changes: Partial<LotteryPlan> = {}): LotteryPlan {
  return {
    problem, agents: [genetic, hillClimbing].map((kind) => ({ kind, settings: lotterySettings(kind, 4, createRng(1)) })), budgets: [10, 30], seeds: 6, seed: 1,
    mostEnumerated: 1e6, baseline: 2000, limitSeconds: Infinity, evaluationSeconds: null, ...changes,
  };
}

function play(of: LotteryPlan, now = (): number => 0): Lottery {
  const steps = lotteryOf(of, now);
  for (let count = 0; ; count++) {
    const step = steps.next();
    if (step.done === true) {
      assert.equal(count, lotterySize(of));
      return step.value;
    }
  }
}

/** A clock that goes on by the same at every look. */
function ticking(step: number): () => number {
  let time = 0;
  return () => { time += step; return time; };
}

describe('the lottery', function () {
  this.timeout(20_000);

  it('gives the same digits every time, times apart, whatever the clock says', () => {
    const text = (step: number): string => {
      const own = plan(small);
      const { times, ...rest } = lotteryDocument(play(own, ticking(step)), own, { name: 'small', digest: 'd' });
      assert.ok(times.secondsPerRandomSample > 0);
      return JSON.stringify(rest);
    };
    assert.equal(text(1e-3), text(7e-6));
  });

  it('reads each budget off one run, as a search of the largest budget has it', () => {
    const of = plan(small);
    const { agents, score } = play(of);
    for (const { agent, settings, runs } of agents) {
      const kind = agent === 'genetic' ? genetic : hillClimbing;
      settings.forEach(({ hyperparameters }, s) => {
        const { trials } = search(small, kind, { budget: 30, seed: 3, hyperparameters });
        for (const budget of [10, 30]) {
          const legal = trials.slice(0, budget).filter(({ evaluation }) => evaluation.violations[0] === 0).map(({ evaluation }) => evaluation.objectives![0]!);
          const { score: found, isCensored } = outcomeAt(runs[s]![2]!, budget);
          assert.equal(isCensored, false);
          assert.equal(found === null ? null : score.valueOf(found), legal.length === 0 ? null : Math.min(...legal));
        }
      });
    }
  });

  it('has the spread between the best and the worst setting, and a best of k that gets better with k and meets random search at k times the samples', () => {
    const own = plan(small);
    const { agents, random: random_, randomAt } = play(own);
    for (const { at } of agents) {
      for (const { spread, bestOf, tuned, budget } of at) {
        const order = [spread.worst, spread.lowerQuarter, spread.median, spread.upperQuarter, spread.best].map((one) => one!);
        assert.deepEqual([...order].sort((a, b) => a - b), order);
        assert.ok(spread.worst! <= spread.default! && spread.default! <= spread.best!);
        bestOf.slice(1).forEach((one, i) => { assert.ok(one.expected! >= bestOf[i]!.expected! - 1e-12); });
        assert.deepEqual(bestOf.map(({ random: r }) => r), bestOf.map(({ k }) => random_.at(k * budget)!.expected));
        assert.equal(tuned.judged.length, 6);
        assert.ok(tuned.interval.low! <= tuned.mean! && tuned.mean! <= tuned.interval.high!);
      }
    }
    assert.ok(randomAt[0]!.expected! < randomAt[1]!.expected!);
  });

  it('takes random search in the time of the agent, from the times that it is given', () => {
    const own = plan(small, { evaluationSeconds: 2 });
    const { times } = play(own, ticking(1e-9));
    // Next to two seconds an evaluation the agents cost nothing: random search gets as many samples, give or take one.
    for (const { budget, randomSamples, randomExpected } of times.equalCompute) {
      assert.ok(Math.abs(randomSamples! - budget) <= 1, `${randomSamples}`);
      assert.ok(randomExpected !== null);
    }
    assert.ok(Math.abs(times.secondsPerRandomSample - 2) < 1e-6);
  });

  it('keeps runs that fail or run out of time as censored at what they had', () => {
    const fragile = defineAgent({
      id: 'fragile', summary: '', source: '', objectives: 'one', settings: {},
      start: () => ({ asked: 0 }),
      propose: ({ task, rng }, state) => {
        if (state.asked === 12) throw new Error('no more');
        state.asked++;
        return [{ design: sampleDesign(task.space, rng) }];
      },
      observe: () => undefined,
    });
    const score = scoreKind(small);
    const common = { problem: small, kind: fragile, hyperparameters: {}, seed: 1, budgets: [10, 30], score };
    const failed = lotteryRun({ ...common, now: () => 0, limitSeconds: Infinity });
    assert.deepEqual([failed.end, failed.reason, failed.checkpoints.length], ['failed', 'no more', 2]);
    assert.deepEqual([outcomeAt(failed, 10).isCensored, outcomeAt(failed, 30).isCensored, secondsAt(failed, 30)], [false, true, null]);
    assert.equal(outcomeAt(failed, 30).score, failed.checkpoints[1]!.score);
    const stopped = lotteryRun({ ...common, now: ticking(1), limitSeconds: 5 });
    assert.deepEqual([stopped.end, outcomeAt(stopped, 10).isCensored], ['stopped', true]);

    const own = plan(small, { agents: [{ kind: fragile, settings: lotterySettings(fragile, 4, createRng(1)) }, ...plan(small).agents] });
    const { agents, claims } = play(own);
    assert.deepEqual([agents[0]!.settings.length, agents[0]!.at[1]!.censored], [1, 6]);
    assert.deepEqual(claims.map(({ verdict }) => verdict).slice(1), ['open']);
    const columns = lotteryColumns(agents, { score }, own);
    assert.deepEqual(columns.map(({ name }) => name), ['agent', 'setting', 'hyperparameters', 'seed', 'budget', 'cost', 'censored', 'end']);
    assert.equal(columns[0]!.values.length, 2 * 6 * (1 + 4 + 4));
  });

  it('knows a space that is used up as found, not as censored', () => {
    const run = lotteryRun({ problem: small, kind: random, hyperparameters: {}, seed: 1, budgets: [30, 500], score: scoreKind(small), now: () => 0, limitSeconds: Infinity });
    assert.equal(run.end, 'nothing-left');
    assert.deepEqual(outcomeAt(run, 500), { score: -1, isCensored: false });
  });
});

describe('random search in closed form', function () {
  this.timeout(20_000);

  it('has the regrets of accdse-a that were worked out with replacement, less what replacement costs', async () => {
    const problem = await bundled('accdse-a-energy');
    const curve = randomCurve({ problem, score: scoreKind(problem), mostEnumerated: 1e6, designs: 0, mostSamples: 0, rng: createRng(1) });
    assert.deepEqual([curve.how, curve.designs, curve.legal], ['exact', 126_000, 72_824]);
    const optimum = -curve.possible!;
    assert.ok(Math.abs(optimum - 1.876929611851852) < 1e-12);
    const known: readonly (readonly [number, number, number])[] = [[10, 4.036763382528776, 3.260844726849977], [50, 1.542459497117636, 1.439085612126346], [200, 0.8095741804280041, 0.7744572731194235], [1000, 0.385108139161245, 0.35905095146218824], [2000, 0.26905457520115217, 0.2533211435065179]];
    for (const [samples, mean, median] of known) {
      const point = curve.at(samples)!;
      const regret = -point.expected! / optimum - 1;
      assert.ok(regret <= mean + 1e-9 && regret > mean * (1 - 0.02), `${samples}: ${regret} against ${mean}`);
      assert.ok(Math.abs(-point.median! / optimum - 1 - median) <= 0.01 * median, `${samples}: ${-point.median! / optimum - 1} against ${median}`);
    }
    assert.equal(curve.at(1e9)!.expected, curve.possible);
  });

  it('is what random search gets: the agent, over seeds', () => {
    const curve = randomCurve({ problem: small, score: scoreKind(small), mostEnumerated: 1e6, designs: 0, mostSamples: 0, rng: createRng(1) });
    const runs = Array.from({ length: 3000 }, (_, seed) => search(small, random, { budget: 5, seed }).front.map(({ evaluation }) => -evaluation.objectives![0]!)).flat();
    const mean = runs.reduce((a, b) => a + b) / runs.length;
    const { expected, anyScore } = curve.at(5)!;
    assert.ok(Math.abs(mean - expected!) < 0.05, `${mean} against ${expected}`);
    assert.ok(Math.abs(runs.length / 3000 - anyScore) < 0.005 && anyScore < 0.999, `${runs.length / 3000} against ${anyScore}`);
  });

  it('is estimated from random designs where a space is too large, and says so', () => {
    const exact = randomCurve({ problem: small, score: scoreKind(small), mostEnumerated: 60, designs: 0, mostSamples: 0, rng: createRng(1) });
    const estimated = randomCurve({ problem: small, score: scoreKind(small), mostEnumerated: 59, designs: 20_000, mostSamples: 0, rng: createRng(1) });
    assert.deepEqual([exact.how, estimated.how, estimated.possible, estimated.at(20_001)], ['exact', 'estimated', null, null]);
    assert.ok(Math.abs(exact.at(3)!.expected! - estimated.at(3)!.expected!) < 0.1);
  });

  it('is simulated for hypervolumes: within the bands of 400 played searches of accdse-a', async () => {
    const problem = await bundled('accdse-a');
    const curve = randomCurve({ problem, score: scoreKind(problem), mostEnumerated: 1e6, designs: 0, mostSamples: 200, rng: createRng(1) });
    assert.equal(curve.how, 'simulated');
    assert.ok(Math.abs(curve.possible! - 79.18321340163557) < 1e-9);
    for (const [samples, ratio] of [[50, 0.6717], [100, 0.7411], [200, 0.7851]] as const) assert.ok(Math.abs(curve.at(samples)!.expected! / curve.possible! - ratio) < 0.03);
    assert.equal(curve.at(201), null);
  });
});
