import { createRng } from '../../sim/core/rng.js';
import type { AgentKind } from '../agents/agent.js';
import { random } from '../agents/random.js';
import type { SearchProblem } from '../problem/search-problem.js';
import { bestOfRuns, type BestOfRuns } from './best-of-runs.js';
import { claimOf, type Claim } from './claim.js';
import { equalCompute, type EqualCompute } from './equal-compute.js';
import { lotteryRun, outcomeAt, type LotteryRun } from './lottery-run.js';
import { randomCurve, type RandomCurve, type RandomPoint } from './random-curve.js';
import { rankStability, type RankStability } from './rank-stability.js';
import { scoreKind, type ScoreKind } from './score.js';
import type { LotterySetting } from './settings.js';
import { spreadOf, type Spread } from './spread.js';
import { tunedOf, type Tuned } from './tuned.js';

/** What is to be run. */
export interface LotteryPlan {
  readonly problem: SearchProblem;
  readonly agents: readonly { readonly kind: AgentKind; readonly settings: readonly LotterySetting[] }[];
  /** Ascending. Every run lasts to the last, and is judged at each. */
  readonly budgets: readonly number[];
  /** How many, at least two, and the first. */
  readonly seeds: number;
  readonly seed: number;
  /** Larger spaces are not enumerated for random search, but sampled with `baseline` designs. */
  readonly mostEnumerated: number;
  readonly baseline: number;
  /** Infinity where runs take what they take. */
  readonly limitSeconds: number;
  /** Seconds of an evaluation for the comparison at equal compute; null for measured ones. */
  readonly evaluationSeconds: number | null;
}

/** An agent in the lottery. */
export interface LotteryAgent {
  readonly agent: string;
  readonly settings: readonly LotterySetting[];
  /** By setting and seed. */
  readonly runs: readonly (readonly LotteryRun[])[];
  /** By budget. */
  readonly at: readonly LotteryAgentAt[];
}

export interface LotteryAgentAt {
  readonly budget: number;
  /** Runs that ended before it. */
  readonly censored: number;
  /** Whole runs that found nothing legal. */
  readonly nothing: number;
  readonly spread: Spread;
  readonly tuned: Tuned;
  /** The best of k of all runs, and what random search gets with k times the samples. */
  readonly bestOf: readonly (BestOfRuns & { readonly random: number | null })[];
}

export interface Lottery {
  readonly score: ScoreKind;
  readonly random: RandomCurve;
  /** Of random search with each budget. */
  readonly randomAt: readonly (RandomPoint | null)[];
  readonly agents: readonly LotteryAgent[];
  readonly ranks: readonly RankStability[];
  readonly claims: readonly Claim[];
  /** What depends on the clock, apart from the rest, which is the same every time as long as no run has a limit of time. */
  readonly times: { readonly secondsPerRandomSample: number; readonly equalCompute: readonly EqualCompute[] };
}

/** Runs of random search that are timed. */
const timedSamples = 1000;

/** Runs in all: what `lotteryOf` yields that many times. */
export function lotterySize({ agents, seeds }: LotteryPlan): number {
  return agents.reduce((sum, { settings }) => sum + settings.length * seeds, 0);
}

/** Plays the lottery; yields after every run. `now` is a clock in seconds. */
export function* lotteryOf(plan: LotteryPlan, now: () => number): Generator<undefined, Lottery> {
  const { problem, budgets, seed, seeds } = plan;
  const score = scoreKind(problem);
  const most = budgets.at(-1)!;
  const curve = randomCurve({ problem, score, mostEnumerated: plan.mostEnumerated, designs: plan.baseline, mostSamples: 16 * most, rng: createRng(seed) });
  const run = (kind: AgentKind, { hyperparameters }: Pick<LotterySetting, 'hyperparameters'>, own: number, until = budgets): LotteryRun => lotteryRun({
    problem, kind, hyperparameters, seed: own, budgets: until, score, now, limitSeconds: plan.limitSeconds,
  });
  const played: { agent: string; settings: readonly LotterySetting[]; runs: LotteryRun[][] }[] = [];
  for (const { kind, settings } of plan.agents) {
    const runs: LotteryRun[][] = [];
    for (const setting of settings) {
      const own: LotteryRun[] = [];
      for (let i = 0; i < seeds; i++) {
        own.push(run(kind, setting, seed + i));
        yield undefined;
      }
      runs.push(own);
    }
    played.push({ agent: kind.id, settings, runs });
  }
  const timed = run(random, { hyperparameters: { batch: 64 } }, seed, [timedSamples]).checkpoints.at(-1)!;
  const { proposing, evaluating, evaluations } = timed;
  const secondsPerRandomSample = evaluations === 0 ? 0 : proposing / evaluations + (plan.evaluationSeconds ?? evaluating / evaluations);
  return judged(plan, score, curve, played, secondsPerRandomSample);
}

function judged(plan: LotteryPlan, score: ScoreKind, curve: RandomCurve, played: readonly Omit<LotteryAgent, 'at'>[], secondsPerRandomSample: number): Lottery {
  const { budgets, seed } = plan;
  const { possible } = curve;
  const randomAt = budgets.map((budget) => curve.at(budget));
  const agents = played.map(({ agent, settings, runs }): LotteryAgent => ({
    agent, settings, runs,
    at: budgets.map((budget, i): LotteryAgentAt => {
      const outcomes = runs.map((own) => own.map((one) => outcomeAt(one, budget)));
      const all = outcomes.flat();
      return {
        budget, censored: all.filter(({ isCensored }) => isCensored).length, nothing: all.filter((one) => !one.isCensored && one.score === null).length,
        spread: spreadOf(outcomes, randomAt[i]?.expected ?? null, possible), tuned: tunedOf(outcomes, possible, createRng(seed)),
        bestOf: ticketsUpTo(all.length).map((k) => ({ ...bestOfRuns(all, k, possible), random: curve.at(k * budget)?.expected ?? null })),
      };
    }),
  }));
  return {
    score, random: curve, randomAt, agents,
    ranks: agents.length < 2 ? [] : budgets.map((budget, i) => rankStability(budget, agents.map(({ agent, at }) => ({ agent, judged: at[i]!.tuned.judged, last: at.at(-1)!.tuned.judged })), createRng(seed))),
    claims: budgets.map((budget, i) => claimOf(budget, agents.map(({ agent, at }) => ({ agent, tuned: at[i]!.tuned })), randomAt[i]?.expected ?? null)),
    times: {
      secondsPerRandomSample,
      equalCompute: agents.flatMap(({ agent, runs }) => budgets.map((budget) => equalCompute({ agent, budget, runs: runs.flat(), secondsPerSample: secondsPerRandomSample, evaluationSeconds: plan.evaluationSeconds, curve }))),
    },
  };
}

/** 1, 2, 4, ... up to 64 and to the number of runs. */
function ticketsUpTo(runs: number): number[] {
  return [1, 2, 4, 8, 16, 32, 64].filter((k) => k <= runs);
}
