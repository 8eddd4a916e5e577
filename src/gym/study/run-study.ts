import { InputError } from '../../sim/core/diagnostics.js';
import { createRng } from '../../sim/core/rng.js';
import { designFrom } from '../../sim/model/design-space.js';
import type { Agent, AgentKind, Hyperparameters, Proposal, Trial } from '../agents/agent.js';
import type { Executor } from '../executors/executor.js';
import type { Evaluation } from '../problem/search-problem.js';
import { taskOf } from '../search.js';
import { badBudget, otherWay } from './diagnostics.js';
import { knownEvaluations, noKnownEvaluations, type KnownEvaluations } from './known-evaluations.js';
import { trackProgress, type SearchProgress } from './progress.js';
import type { Study } from './study.js';
import { evaluationOfRow, lineWriter, type LineWriter, type TrajectoryRow } from './trajectory.js';
import type { TrajectoryStore } from './trajectory-store.js';

export interface StudyRun {
  readonly study: Study;
  readonly agent: AgentKind;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  readonly budget: number;
  readonly executor: Executor;
  readonly store: TrajectoryStore;
  /** Ends the search between two pieces of work. */
  readonly signal?: AbortSignal;
  /** Hears of every piece of work that is done. */
  readonly onProgress?: (progress: SearchProgress) => void;
  /** Time in milliseconds: only for when states are saved. */
  readonly now?: () => number;
}

export interface StudyOutcome {
  readonly progress: SearchProgress;
  /** Evaluations that were made now; the others were known or read. */
  readonly evaluated: number;
  /** Why it ended. */
  readonly end: 'budget' | 'nothing-left' | 'stopped';
}

/** Time between two saved states. */
const saveMs = 5000;

/** Agents that look at nothing take larger batches: the same designs in the same order, in pieces that are worth sending. */
export function usualHyperparameters(agent: Pick<AgentKind, 'id'>, given: Hyperparameters): Hyperparameters {
  return isBlind(agent) ? { batch: 16384, ...given } : given;
}

/** True for agents that look at no evaluation, and so ask for no design twice, or for one that a real number makes unlikely to come again. */
function isBlind({ id }: Pick<AgentKind, 'id'>): boolean {
  return id === 'random' || id === 'exhaustive';
}

/** Throws `study/bad-budget` for what is no count of evaluations. */
export function demandBudget(budget: number): void {
  if (!Number.isSafeInteger(budget) || budget < 1) throw new InputError([badBudget(budget)]);
}

/**
 * Searches a study until its budget is spent, the agent has nothing more to try, or somebody stops it. The trajectory depends on study, agent, hyperparameters, seed and
 * budget alone: not on workers, and not on where it was interrupted. Throws `InputError` (`study/other-way`) where the rows of an earlier run are not the agent's.
 */
export async function runStudy(run: StudyRun): Promise<StudyOutcome> {
  const { study, store, budget, signal, now = () => performance.now() } = run;
  demandBudget(budget);
  const agent = agentOf(run);
  const search = searchState(run);
  if (store.saved !== null) search.take(store.rows.slice(0, store.saved.evaluations).map((row) => trialOf(row, study, search.known)));
  let savedAt = now();
  try {
    while (search.done() < budget) {
      if (signal?.aborted === true) return search.outcome('stopped');
      const batch = agent.propose();
      if (batch.length === 0) return search.outcome('nothing-left');
      const asked = batch.slice(0, budget - search.done());
      const trials = await evaluateBatch(run, search, asked);
      if (trials.length < asked.length) return search.outcome('stopped');
      if (asked.length < batch.length) break;
      agent.observe(trials);
      if (search.done() > store.rows.length && now() - savedAt >= saveMs) {
        search.write();
        store.save({ evaluations: search.done(), state: agent.save() });
        savedAt = now();
      }
    }
    return search.outcome('budget');
  } finally {
    search.write();
  }
}

/** What a running search has done. */
interface SearchState {
  readonly known: KnownEvaluations;
  readonly writer: LineWriter;
  done(): number;
  /** Takes trials into the progress; they are written with the next call of `write` or `take`. */
  take(trials: readonly Trial[]): void;
  write(): void;
  count(evaluated: number): void;
  outcome(end: StudyOutcome['end']): StudyOutcome;
}

function searchState({ study, agent, store, onProgress }: StudyRun): SearchState {
  const last = fidelitiesOf(study) - 1;
  const writer = lineWriter(study);
  const progress = trackProgress(study.problem);
  let [done, evaluated] = [0, 0];
  let unwritten: { readonly from: number; readonly trials: readonly Trial[] } | null = null;
  const write = (): void => {
    if (unwritten === null) return;
    const { from, trials } = unwritten;
    unwritten = null;
    let lines = '';
    trials.forEach(({ design, fidelity = last, evaluation }, i) => {
      if (from + i >= store.rows.length) lines += writer.line(from + i, design, fidelity, evaluation);
    });
    if (lines !== '') store.append(lines);
  };
  return {
    known: isBlind(agent) ? noKnownEvaluations(last + 1) : knownEvaluations(last + 1), writer, write,
    done: () => done,
    take: (trials) => {
      write();
      unwritten = { from: done, trials };
      for (const { design, fidelity, evaluation } of trials) progress.add(fidelity === undefined ? { index: done++, design, evaluation } : { index: done++, design, fidelity, evaluation });
      onProgress?.(progress);
    },
    count: (more) => { evaluated += more; },
    outcome: (end) => ({ progress, evaluated, end }),
  };
}

/** The trials of a batch, in its order; fewer where somebody stopped it. What is known from the beginning on is taken as soon as it is. */
async function evaluateBatch({ study, executor, store, signal }: StudyRun, search: SearchState, batch: readonly Proposal[]): Promise<readonly Trial[]> {
  const { known, writer } = search;
  const last = fidelitiesOf(study) - 1;
  const start = search.done();
  const { found, jobs, places } = known.plan(batch, (place) => {
    const row = store.rows[start + place];
    if (row === undefined) return undefined;
    const { design, fidelity = last } = batch[place]!;
    if (row.digest !== writer.digest(design, fidelity)) throw new InputError([otherWay('the trajectory', start + place)]);
    return evaluationOfRow(row);
  });
  const trials: Trial[] = [];
  const advance = (): void => {
    const from = trials.length;
    while (trials.length < batch.length && found[trials.length] !== undefined) trials.push(trialFrom(batch[trials.length]!, found[trials.length]!));
    if (trials.length > from) search.take(trials.slice(from));
  };
  if (jobs.length === 0) {
    advance();
    return trials;
  }
  const pieces = executor.evaluate(jobs, signal);
  // While others evaluate, the trials before these are written.
  search.write();
  let at = 0;
  for await (const piece of pieces) {
    for (const evaluation of piece) {
      known.remember(jobs[at]!, evaluation);
      for (const place of places[at++]!) found[place] = evaluation;
    }
    search.count(piece.length);
    advance();
  }
  return trials;
}

function fidelitiesOf({ problem: { fidelities } }: Study): number {
  return fidelities?.length ?? 1;
}

function trialFrom({ design, fidelity }: Proposal, evaluation: Evaluation): Trial {
  return fidelity === undefined ? { design, evaluation } : { design, fidelity, evaluation };
}

function agentOf({ study: { problem }, agent, hyperparameters, seed, budget, store }: StudyRun): Agent {
  const task = taskOf(problem, budget);
  return store.saved === null ? agent.create(task, hyperparameters, createRng(seed)) : agent.restore(task, hyperparameters, store.saved.state);
}

function trialOf(row: TrajectoryRow, { problem: { space, fidelities = [] } }: Study, known: KnownEvaluations): Trial {
  const trial: Trial = { design: designFrom(space, row.design), ...(fidelities.length > 1 ? { fidelity: fidelities.indexOf(row.fidelity!) } : {}), evaluation: evaluationOfRow(row) };
  known.remember(trial, trial.evaluation);
  return trial;
}
