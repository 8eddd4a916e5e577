import { InputError } from '../../sim/core/diagnostics.js';
import { createRng } from '../../sim/core/rng.js';
import { designKey } from '../../sim/model/design-space.js';
import type { AgentKind, Hyperparameters, Trial } from '../agents/agent.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { taskOf } from '../search.js';
import type { Outcome } from './outcome.js';
import type { ScoreKind } from './score.js';

/** Where a run stood after so many evaluations asked for. */
export interface Checkpoint {
  readonly evaluations: number;
  readonly score: number | null;
  /** Seconds until then that the agent took, and that evaluations took. */
  readonly proposing: number;
  readonly evaluating: number;
}

/** One run of an agent with a setting and a seed. */
export interface LotteryRun {
  /** `budget` and `nothing-left` are whole runs; the others ended too soon. */
  readonly end: 'budget' | 'nothing-left' | 'stopped' | 'failed';
  /** Why a failed one did. */
  readonly reason: string | null;
  /** One a budget that was reached, and where it ended. */
  readonly checkpoints: readonly Checkpoint[];
}

export interface LotteryRunOptions {
  readonly problem: SearchProblem;
  readonly kind: AgentKind;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  /** Ascending; the run lasts to the last. */
  readonly budgets: readonly number[];
  readonly score: ScoreKind;
  /** A clock in seconds. */
  readonly now: () => number;
  /** Seconds after which a run is given up between two batches; Infinity for none, so that runs are the same every time. */
  readonly limitSeconds: number;
}

/** Runs an agent to its largest budget. What it throws ends the run, not the lottery; an `InputError` says that the agent cannot search this problem, and is passed on. */
export function lotteryRun({ problem, kind, hyperparameters, seed, budgets, score: scoring, now, limitSeconds }: LotteryRunOptions): LotteryRun {
  const budget = budgets.at(-1)!;
  const last = (problem.fidelities?.length ?? 1) - 1;
  const known = Array.from({ length: last + 1 }, () => new Map<string, Evaluation>());
  const running = scoring.begin();
  const checkpoints: Checkpoint[] = [];
  const wanted = new Set(budgets);
  let [evaluations, proposing, evaluating] = [0, 0, 0];
  const note = (): void => { checkpoints.push({ evaluations, score: running.score, proposing, evaluating }); };
  const ended = (end: LotteryRun['end'], reason: string | null = null): LotteryRun => {
    if (checkpoints.at(-1)?.evaluations !== evaluations) note();
    return { end, reason, checkpoints };
  };
  let since = now();
  const lap = (): number => {
    const time = now();
    const passed = time - since;
    since = time;
    return passed;
  };
  try {
    const agent = kind.create(taskOf(problem, budget), hyperparameters, createRng(seed));
    while (evaluations < budget) {
      const batch = agent.propose();
      proposing += lap();
      if (batch.length === 0) return ended('nothing-left');
      const asked = batch.slice(0, budget - evaluations);
      const trials = asked.map((proposal): Trial => {
        const fidelity = proposal.fidelity ?? last;
        const key = designKey(proposal.design);
        const seen = known[fidelity]!.get(key);
        const evaluation = seen ?? problem.evaluate(proposal.design, fidelity);
        if (seen === undefined) known[fidelity]!.set(key, evaluation);
        if (fidelity === last) running.add(evaluation);
        evaluations++;
        evaluating += lap();
        if (wanted.has(evaluations)) note();
        return { ...proposal, evaluation };
      });
      if (asked.length === batch.length) agent.observe(trials);
      proposing += lap();
      if (evaluations < budget && proposing + evaluating > limitSeconds) return ended('stopped');
    }
    return ended('budget');
  } catch (error) {
    if (error instanceof InputError) throw error;
    return ended('failed', error instanceof Error ? error.message : String(error));
  }
}

/** What a run had found within a budget. One that had nothing more to try has found what it would with any; one that ended too soon is censored. */
export function outcomeAt({ checkpoints, end }: LotteryRun, budget: number): Outcome {
  const reached = checkpoints.find(({ evaluations }) => evaluations === budget);
  if (reached !== undefined) return { score: reached.score, isCensored: false };
  return { score: checkpoints.at(-1)?.score ?? null, isCensored: end !== 'nothing-left' };
}

/** Seconds of proposing and evaluating within a budget; null for a run that did not get there. */
export function secondsAt({ checkpoints, end }: LotteryRun, budget: number): { readonly proposing: number; readonly evaluating: number } | null {
  return checkpoints.find(({ evaluations }) => evaluations === budget) ?? (end === 'nothing-left' ? checkpoints.at(-1) ?? null : null);
}
