import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { AgentKind, Hyperparameters } from '../gym/agents/agent.js';
import type { Executor } from '../gym/executors/executor.js';
import type { StudyAnswer } from '../gym/study/answer.js';
import type { StudyOutcome } from '../gym/study/run-study.js';
import type { Study } from '../gym/study/study.js';
import type { TrajectoryStore } from '../gym/study/trajectory-store.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import { text, texts, type Arguments, type Command } from './command.js';
import { countOf } from './count-option.js';
import { argumentMissing } from './diagnostics.js';
import { noHyperparameter, resumeNeedsFolder } from './explore-diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import { foundText } from './explore-found.js';
import { studyDocument } from './study-document.js';
import type { Terminal } from './terminal.js';

/** `archsim explore STUDY` */
export const exploreCommand: Command = {
  positionals: { study: { describe: 'a study, a search problem, or the name of a bundled one (archsim list studies)', type: 'string' } },
  options: {
    agent: { describe: 'what searches (default: what the study says, else random)', type: 'string', group: 'Search:' },
    hyper: { describe: 'a hyperparameter of the agent: name=value; may be repeated', type: 'string', array: true, nargs: 1, group: 'Search:' },
    budget: { describe: 'evaluations (default: what the study says, else 1000)', type: 'string', group: 'Search:' },
    seed: { describe: 'where random numbers begin (default: what the study says, else 1)', type: 'string', group: 'Search:' },
    accept: { describe: 'what is taken though it is not modelled; may be repeated', type: 'string', array: true, nargs: 1, choices: ['assumed'], group: 'Search:' },
    workers: { describe: 'threads that evaluate; 0: without threads (default: one a core where that is worth it)', type: 'string', group: 'Evaluation:' },
    timeout: { describe: 'seconds after which an evaluation in a worker is given up (default 60)', type: 'string', group: 'Evaluation:' },
    memory: { describe: 'MiB that each worker may use (default 1024)', type: 'string', group: 'Evaluation:' },
    baseline: { describe: 'random designs for comparison (default: four times the budget, at most 10000; 0: none)', type: 'string', group: 'Evaluation:' },
    queue: { describe: 'evaluate on other machines: the Redis that they serve with archsim worker --queue', type: 'string', group: 'Several machines:' },
    emit: { describe: 'write a script for a cluster that searches in parts, in place of searching', type: 'string', choices: ['slurm'], group: 'Several machines:' },
    parts: { describe: 'parts that the script has (default 16)', type: 'string', group: 'Several machines:' },
    part: { describe: 'search one part of several, such as 3/16: agents that look at no result', type: 'string', group: 'Several machines:' },
    merge: { describe: 'the answer of a search whose parts are in this folder', type: 'string', group: 'Several machines:' },
    out: { describe: 'also write trajectory, answer and an experiment for each design of the front into this folder', type: 'string', group: 'Output:' },
    resume: { describe: 'go on with the trajectory in the folder', type: 'boolean', group: 'Output:' },
    csv: { describe: 'also write the trajectory as CSV', type: 'string', group: 'Output:' },
    parquet: { describe: 'also write the trajectory as Parquet', type: 'string', group: 'Output:' },
    json: { describe: 'print the answer as one JSON document', type: 'boolean', group: 'Output:' },
    progress: { describe: 'a bar on the terminal when it takes long (--no-progress: never)', type: 'boolean', default: true, group: 'Output:' },
  },
  examples: [
    ['explore flightllm-u280.json --agent genetic --budget 500', 'the best decode rate on an Alveo U280'],
    ['explore flightllm-u280.json --budget 500 --out flightllm-search', 'random designs, with the trajectory and the best design in a folder'],
    ['explore zdt1 --agent nsga-ii --budget 5000', 'a test problem of two objectives'],
    ['explore flightllm-u280.json --json --queue redis://127.0.0.1:6379 > answer.json', 'evaluated on every machine that runs archsim worker'],
    ['explore flightllm-u280.json --agent random --emit slurm --out cluster', 'a script for sbatch; then archsim explore --merge cluster'],
  ],
  nextArgument: async () => [...(await import('./documents.js')).experimentNames(), ...(await import('../gym/problem/bundled/index.js')).bundledProblems.map(({ name }) => name)],
  run: explore,
};

/** Evaluations where nobody says how many. */
const usualBudget = 1000;
const mostBaseline = 10_000;
/** Budgets below are done before threads are ready. */
const budgetForThreads = 20_000;

async function explore(given: Arguments, terminal: Terminal): Promise<ExitCode> {
  const merge = text(given['merge']);
  const args = merge === undefined ? given : (await import('./explore-parts.js')).mergedArguments(given, merge);
  if (text(args['study']) === undefined) throw new InputError([argumentMissing('explore <study>', `archsim ${exploreCommand.examples[0]![0]}`)]);
  const { studyOfDocument } = await import('../gym/study/study.js');
  const { demandBudget, runStudy, usualHyperparameters } = await import('../gym/study/run-study.js');
  const { agentNamed } = await import('../gym/agents/registry.js');
  const { openFile } = await import('./open-file.js');
  const document = await studyDocument(text(args['study'])!);
  const accept = texts(args['accept']) as readonly 'assumed'[];
  const study = await studyOfDocument(document, { open: openFile, accept });
  const wholeAgent = await agentNamed(text(args['agent']) ?? study.search.agent);
  const wholeBudget = countOf(args, 'budget', 0) ?? study.search.budget ?? usualBudget;
  demandBudget(wholeBudget);
  const seed = countOf(args, 'seed', 0) ?? study.search.seed;
  const usual = usualHyperparameters(wholeAgent, { ...(wholeAgent.id === study.search.agent ? study.search.hyperparameters : {}), ...hyperparametersOf(texts(args['hyper']), wholeAgent) });
  const whole = { study, agent: wholeAgent, hyperparameters: usual, seed, budget: wholeBudget };
  if (args['emit'] !== undefined) return (await import('./explore-parts.js')).emitSlurm(args, whole, terminal);
  const { agent, hyperparameters, budget } = args['part'] === undefined ? whole : await (await import('./explore-parts.js')).searchOfPart(text(args['part'])!, whole);
  const executor = merge === undefined ? await executorOf(args, study, document, accept, budget, terminal) : await (await import('./explore-parts.js')).mergedExecutor(merge, whole);
  const { store, trajectory } = await storeOf(args, study, agent, { hyperparameters, seed, budget }, terminal).catch(async (error: unknown) => {
    await executor.close();
    throw error;
  });
  const stop = stopOnInterrupt(terminal);
  const start = performance.now();
  const progress = terminal.progress('explore', budget);
  let answer: StudyAnswer;
  let outcome: StudyOutcome;
  try {
    outcome = await runStudy({ study, agent, hyperparameters, seed, budget, executor, store, signal: stop.signal, onProgress: (found) => { progress.at(found.evaluations, () => foundText(study.problem, found)); } });
    progress.hide();
    const { answerOf } = await import('../gym/study/answer.js');
    const baseline = countOf(args, 'baseline', 0) ?? Math.min(4 * budget, mostBaseline);
    answer = await answerOf(study, outcome, { agent: agent.id, seed, budget, seconds: (performance.now() - start) / 1000, executor, baseline, signal: stop.signal });
  } finally {
    progress.hide();
    store.close();
    stop.end();
    await executor.close();
  }
  await writeFiles(args, study, answer, trajectory, terminal);
  if (args['json'] === true) terminal.print(JSON.stringify(answer));
  else terminal.print((await import('../gym/study/answer-text.js')).answerText(answer));
  if (outcome.end === 'stopped') {
    terminal.note(text(args['out']) === undefined ? 'stopped' : 'stopped: go on with --resume');
    return exitCodes.interrupted;
  }
  return answer.best === null ? exitCodes.missed : exitCodes.done;
}

function hyperparametersOf(given: readonly string[], { hyperparameters }: AgentKind): Hyperparameters {
  return Object.fromEntries(given.map((one) => {
    const cut = one.indexOf('=');
    if (cut < 1) throw new InputError([noHyperparameter(one)]);
    const [name, value] = [one.slice(0, cut), one.slice(cut + 1)];
    const known = hyperparameters.find((own) => own.name === name);
    return [name, known !== undefined && !('values' in known) && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
  }));
}

/** Where a search writes, and the text of its trajectory afterwards. */
interface Stored {
  readonly store: TrajectoryStore;
  readonly trajectory: () => string;
}

async function storeOf(args: Arguments, study: Study, agent: AgentKind, search: { readonly hyperparameters: Hyperparameters; readonly seed: number; readonly budget: number }, terminal: Terminal): Promise<Stored> {
  const { fileStore, memoryStore, noStore } = await import('../gym/study/trajectory-store.js');
  const { headerOf } = await import('../gym/study/trajectory.js');
  const { unwritable } = await import('./diagnostics.js');
  const { reasonOf } = await import('./reason.js');
  const out = text(args['out']);
  const resume = args['resume'] === true;
  const header = headerOf(study, agent.id, search.hyperparameters, search.seed, search.budget);
  if (out === undefined) {
    if (resume) throw new InputError([resumeNeedsFolder()]);
    if (args['csv'] === undefined && args['parquet'] === undefined) return { store: noStore, trajectory: () => '' };
    const store = memoryStore(header);
    return { store, trajectory: () => store.text() };
  }
  const path = join(out, 'trajectory.jsonl');
  try {
    return { store: fileStore({ path, header, resume, note: (line) => { terminal.note(line); } }), trajectory: () => readFileSync(path, 'utf8') };
  } catch (error) {
    throw error instanceof InputError ? error : new InputError([unwritable(path, reasonOf(error))]);
  }
}

async function executorOf(args: Arguments, study: Study, document: Document, accept: readonly 'assumed'[], budget: number, terminal: Terminal): Promise<Executor> {
  const queue = await (await import('./explore-queue.js')).queueExecutor(args, study, document, accept, terminal);
  if (queue !== null) return queue;
  const isSlow = study.problem.fidelities?.at(-1) === 'event';
  const workers = countOf(args, 'workers', 0) ?? (isSlow || budget >= budgetForThreads ? availableParallelism() : 0);
  if (workers === 0) return (await import('../gym/executors/inline.js')).inlineExecutor(study.problem);
  const { poolExecutor } = await import('../gym/executors/pool.js');
  const timeout = countOf(args, 'timeout', 1);
  const memoryMib = countOf(args, 'memory', 16);
  return poolExecutor({
    problem: study.problem, workers,
    source: { module: new URL('./explore-problem.js', import.meta.url).href, name: 'exploredProblem', argument: { text: JSON.stringify(document.value), file: document.file, accept } },
    ...(timeout === undefined ? {} : { timeoutMs: 1000 * timeout }), ...(memoryMib === undefined ? {} : { memoryMib }),
  });
}

/** Ctrl-C ends the search between two pieces of work; a second one ends the process. */
function stopOnInterrupt(terminal: Terminal): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    terminal.note('stopping …');
    controller.abort();
  };
  process.once('SIGINT', stop);
  return { signal: controller.signal, end: () => { process.removeListener('SIGINT', stop); } };
}

async function writeFiles(args: Arguments, study: Study, answer: StudyAnswer, trajectory: () => string, terminal: Terminal): Promise<void> {
  const [out, csv, parquet] = ['out', 'csv', 'parquet'].map((name) => text(args[name]));
  const { writeWhole } = await import('./write-file.js');
  if (out !== undefined) {
    writeWhole(join(out, 'answer.json'), `${JSON.stringify(answer, null, 2)}\n`);
    terminal.note(`wrote ${join(out, 'answer.json')}`);
    const { writeFront } = await import('./explore-front.js');
    await writeFront(out, study, answer, terminal);
  }
  if (csv === undefined && parquet === undefined) return;
  const { readTrajectory } = await import('../gym/study/trajectory.js');
  const { trajectoryColumns } = await import('../gym/study/trajectory-columns.js');
  const { csvOf, parquetOf } = await import('./table-file.js');
  const { header, rows } = readTrajectory(trajectory(), 'the trajectory')!;
  const columns = trajectoryColumns(header, rows);
  if (csv !== undefined) writeWhole(csv, await csvOf(columns));
  if (parquet !== undefined) writeWhole(parquet, await parquetOf(columns));
  for (const path of [csv, parquet]) if (path !== undefined) terminal.note(`wrote ${path}`);
}
