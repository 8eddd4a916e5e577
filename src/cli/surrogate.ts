import type { KnownDesigns } from '../gym/surrogate/known-designs.js';
import type { SurrogateOptions } from '../gym/surrogate/surrogate-report.js';
import type { Evaluation } from '../gym/problem/search-problem.js';
import type { Study } from '../gym/study/study.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { Design } from '../sim/model/design-space.js';
import { text, texts, type Arguments, type Command } from './command.js';
import { countOf } from './count-option.js';
import { countsOf } from './counts-option.js';
import { exitCodes, type ExitCode } from './exit.js';
import { noFamilyParameter, studyOfTrajectory, tooFewDesigns } from './surrogate-diagnostics.js';
import type { Terminal } from './terminal.js';

/** `archsim surrogate STUDY|TRAJECTORY` */
export const surrogateCommand: Command = {
  positionals: { source: { describe: 'a study or search problem, which is sampled, or the trajectory of a search (.jsonl)', type: 'string' } },
  options: {
    study: { describe: 'the study of the trajectory: its space, and an evaluator to measure', type: 'string', group: 'Designs:' },
    train: { describe: 'designs to learn from, with commas between several numbers (default 1000)', type: 'string', group: 'Designs:' },
    test: { describe: 'designs to ask about (default 1000)', type: 'string', group: 'Designs:' },
    family: { describe: 'the parameter whose values are held out in turn (default: the one that sets the family)', type: 'string', group: 'Designs:' },
    accept: { describe: 'what is taken though it is not modelled; may be repeated', type: 'string', array: true, nargs: 1, choices: ['assumed'], group: 'Designs:' },
    trees: { describe: 'trees of a forest (default 100)', type: 'string', group: 'Model:' },
    seed: { describe: 'where random numbers begin (default 1)', type: 'string', group: 'Model:' },
    json: { describe: 'print everything as one JSON document', type: 'boolean', group: 'Output:' },
  },
  examples: [
    ['surrogate accdse-a --family dataflow --train 300 --test 500 --trees 30', 'a problem in formulas, with an unseen dataflow'],
    ['surrogate flightllm-u280.json --train 300 --test 300 --trees 30', 'a bundled study'],
  ],
  nextArgument: async () => [...(await import('./documents.js')).experimentNames(), ...(await import('../gym/problem/bundled/index.js')).bundledProblems.map(({ name }) => name)],
  run: surrogate,
};

/** Fewer designs say nothing. */
const leastDesigns = 50;

/** What is learnt from, the study where there is one, and what else a reader should know. */
interface Source {
  readonly known: KnownDesigns;
  readonly study: Study | null;
  readonly evaluationSeconds: number | null;
  readonly notes: readonly string[];
}

async function surrogate(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { surrogateReport } = await import('../gym/surrogate/surrogate-report.js');
  const name = text(args['source'])!;
  const seed = countOf(args, 'seed', 0) ?? 1;
  const trainRows = countsOf(args, 'train') ?? [1000];
  const testRows = countOf(args, 'test', 10) ?? 1000;
  const trees = countOf(args, 'trees', 1) ?? 100;
  const source = /\.(?:jsonl|ndjson)$/i.test(name) ? await trajectorySource(name, args) : await studySource(name, args, trainRows.at(-1)! + testRows, seed);
  if (source.known.designs.length < leastDesigns) throw new InputError([tooFewDesigns(name, source.known.designs.length)]);
  const report = surrogateReport(source.known, { source: name, trainRows, testRows, trees, seed, family: familyOf(args, source), evaluationSeconds: source.evaluationSeconds, now: seconds });
  if (args['json'] === true) terminal.print(JSON.stringify({ ...report, notes: source.notes }));
  else terminal.print((await import('./surrogate-text.js')).surrogateText(report, source.notes, terminal.width));
  return exitCodes.done;
}

function seconds(): number {
  return performance.now() / 1000;
}

async function studyNamed(name: string, args: Arguments): Promise<Study> {
  const { studyOfDocument } = await import('../gym/study/study.js');
  const { studyDocument } = await import('./study-document.js');
  const { openFile } = await import('./open-file.js');
  return studyOfDocument(await studyDocument(name), { open: openFile, accept: texts(args['accept']) as readonly 'assumed'[] });
}

async function studySource(name: string, args: Arguments, count: number, seed: number): Promise<Source> {
  if (args['study'] !== undefined) throw new InputError([studyOfTrajectory()]);
  const { knownDesigns, sampledDesigns } = await import('../gym/surrogate/known-designs.js');
  const { createRng } = await import('../sim/core/rng.js');
  const study = await studyNamed(name, args);
  const { problem } = study;
  // What is made once is no part of the time of an evaluation.
  for (const design of sampledDesigns(problem.space, 20, createRng(seed))) problem.evaluate(design);
  const start = seconds();
  const trials: { design: Design; evaluation: Evaluation }[] = [];
  let withValues = 0;
  for (const design of sampledDesigns(problem.space, mostDraws * count, createRng(seed))) {
    const evaluation = problem.evaluate(design);
    trials.push({ design, evaluation });
    if (evaluation.objectives !== null && evaluation.failure === undefined && ++withValues >= count) break;
  }
  const evaluationSeconds = (seconds() - start) / trials.length;
  return { known: knownDesigns(problem.space, problem.objectives, trials), study, evaluationSeconds, notes: [] };
}

/** Designs that are tried for one with values: many a design does not fit. */
const mostDraws = 10;

async function trajectorySource(name: string, args: Arguments): Promise<Source> {
  const { knownDesigns, seenSpace } = await import('../gym/surrogate/known-designs.js');
  const { evaluationOfRow, readTrajectory } = await import('../gym/study/trajectory.js');
  const { notATrajectory } = await import('../gym/study/diagnostics.js');
  const { designFrom } = await import('../sim/model/design-space.js');
  const { readText } = await import('../experiment/read-document.js');
  const { openFile } = await import('./open-file.js');
  const trajectory = readTrajectory(readText(openFile(name), mostTrajectoryBytes), name);
  if (trajectory === null) throw new InputError([notATrajectory(name)]);
  const { header, rows } = trajectory;
  const counted = rows.filter(({ fidelity }) => fidelity === undefined || fidelity === header.fidelities.at(-1));
  const given = text(args['study']);
  const study = given === undefined ? null : await studyNamed(given, args);
  const space = study?.problem.space ?? seenSpace(header.parameters, counted.map(({ design }) => design));
  const objectives = header.objectives.map(({ name: objective, direction, unit }) => ({ name: objective, direction: direction === 'maximise' ? 'maximise' as const : 'minimise' as const, ...(unit === undefined ? {} : { unit }) }));
  const known = knownDesigns(space, objectives, counted.map((row) => ({ design: designFrom(space, row.design), evaluation: evaluationOfRow(row) })));
  return {
    known, study, evaluationSeconds: study === null ? null : evaluationTime(study, known.designs),
    notes: [
      `These are the designs that ${header.agent} asked for, and the errors are those among them: of a search they lie close together, and elsewhere a model may be worse`,
      ...(study === null || study.digest === header.studyDigest ? [] : ['The study is not the one of the trajectory, or of another version: the time of an evaluation may be another']),
    ],
  };
}

const mostTrajectoryBytes = 256 * 2 ** 20;
/** Evaluations that are timed. */
const timedDesigns = 500;

function evaluationTime({ problem }: Study, designs: readonly Design[]): number {
  const timed = designs.slice(0, timedDesigns);
  for (const design of timed) problem.evaluate(design);
  const start = seconds();
  for (const design of timed) problem.evaluate(design);
  return (seconds() - start) / timed.length;
}

/** The parameter that is named, or the one of a study that sets the family of the architecture. */
function familyOf(args: Arguments, { known, study }: Source): SurrogateOptions['family'] {
  const names = known.space.parameters.map(({ name }) => name);
  const given = text(args['family']);
  if (given !== undefined) {
    if (!names.includes(given)) throw new InputError([noFamilyParameter(given, names)]);
    return { parameter: given };
  }
  const found = study?.experiments?.choices.findIndex((choice) => JSON.stringify(choice).includes('"path":"architecture.family"')) ?? -1;
  if (found >= 0) return { parameter: names[found]! };
  return { reason: study?.experiments == null ? 'nothing says which parameter has families as its values (--family)' : 'no parameter of the study sets architecture.family (--family names another)' };
}
