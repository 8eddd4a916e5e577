import type { AgentKind, SearchTask } from '../gym/agents/agent.js';
import type { LotterySetting, SettingGrid } from '../gym/lottery/settings.js';
import type { LotteryPlan } from '../gym/lottery/lottery.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { ParameterValue } from '../sim/model/design-space.js';
import { text, texts, type Arguments, type Command } from './command.js';
import { countOf } from './count-option.js';
import { countsOf } from './counts-option.js';
import { exitCodes, type ExitCode } from './exit.js';
import { agentNotPlayed, noHyperparameterValues, notSeconds } from './lottery-diagnostics.js';
import type { Terminal } from './terminal.js';

/** Agents where nobody names any: those whose proposals cost little. */
const usualAgents = ['hill-climbing', 'simulated-annealing', 'genetic', 'ant-colony', 'regularised-evolution', 'nsga-ii'];
/** A larger space is not enumerated for random search. */
const mostEnumerated = 200_000;

/** `archsim lottery STUDY` */
export const lotteryCommand: Command = {
  positionals: { study: { describe: 'a study, a search problem, or the name of a bundled one (archsim list studies)', type: 'string' } },
  options: {
    agents: { describe: `agents with commas between them (default: ${usualAgents.join(',')})`, type: 'string', group: 'Lottery:' },
    settings: { describe: 'settings of the hyperparameters of each agent, the defaults and random ones (default 10)', type: 'string', group: 'Lottery:' },
    over: { describe: 'values of a hyperparameter in place of random ones: agent.name=a,b,c; may be repeated for a grid', type: 'string', array: true, nargs: 1, group: 'Lottery:' },
    seeds: { describe: 'runs of each setting (default 6)', type: 'string', group: 'Lottery:' },
    seed: { describe: 'the first seed (default 1)', type: 'string', group: 'Lottery:' },
    budgets: { describe: 'evaluations at which runs are judged, with commas between them (default 100,1000)', type: 'string', group: 'Lottery:' },
    limit: { describe: 'seconds after which a run is given up; it then counts as censored (default: none)', type: 'string', group: 'Lottery:' },
    accept: { describe: 'what is taken though it is not modelled; may be repeated', type: 'string', array: true, nargs: 1, choices: ['assumed'], group: 'Lottery:' },
    enumerate: { describe: `designs of a space up to which random search is exact (default ${mostEnumerated})`, type: 'string', group: 'Random search:' },
    baseline: { describe: 'random designs that stand for a larger space (default: four times the largest budget, at least 2000)', type: 'string', group: 'Random search:' },
    'evaluation-seconds': { describe: 'what an evaluation would take, for the comparison at equal compute (default: what it takes)', type: 'string', group: 'Random search:' },
    csv: { describe: 'also write every run as CSV', type: 'string', group: 'Output:' },
    json: { describe: 'print everything as one JSON document', type: 'boolean', group: 'Output:' },
    progress: { describe: 'a bar on the terminal when it takes long (--no-progress: never)', type: 'boolean', default: true, group: 'Output:' },
  },
  examples: [
    ['lottery accdse-a-energy --agents genetic,simulated-annealing --settings 4 --budgets 100', 'two agents against exact random search'],
    ['lottery accdse-a-energy --agents genetic --over genetic.mutation=0.01,0.1 --budgets 200', 'chosen values of a hyperparameter'],
  ],
  nextArgument: async () => [...(await import('./documents.js')).experimentNames(), ...(await import('../gym/problem/bundled/index.js')).bundledProblems.map(({ name }) => name)],
  run: lottery,
};

async function lottery(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { studyOfDocument } = await import('../gym/study/study.js');
  const { studyDocument } = await import('./study-document.js');
  const { openFile } = await import('./open-file.js');
  const { lotteryOf, lotterySize } = await import('../gym/lottery/lottery.js');
  const { lotteryColumns, lotteryDocument } = await import('../gym/lottery/lottery-document.js');
  const { taskOf } = await import('../gym/search.js');
  const { turn } = await import('./turn.js');
  const study = await studyOfDocument(await studyDocument(text(args['study'])!), { open: openFile, accept: texts(args['accept']) as readonly 'assumed'[] });
  const seed = countOf(args, 'seed', 0) ?? 1;
  const budgets = countsOf(args, 'budgets') ?? [100, 1000];
  const plan: LotteryPlan = {
    problem: study.problem, agents: await playersOf(args, seed, taskOf(study.problem, budgets.at(-1)!)), budgets, seeds: countOf(args, 'seeds', 2) ?? 6, seed,
    mostEnumerated: countOf(args, 'enumerate', 0) ?? mostEnumerated, baseline: countOf(args, 'baseline', 1) ?? Math.max(2000, 4 * budgets.at(-1)!),
    limitSeconds: secondsOf(args, 'limit') ?? Infinity, evaluationSeconds: secondsOf(args, 'evaluation-seconds'),
  };
  const progress = terminal.progress('lottery', lotterySize(plan));
  const play = lotteryOf(plan, () => performance.now() / 1000);
  let step = play.next();
  for (let done = 1; step.done !== true; done++) {
    progress.at(done);
    await turn();
    step = play.next();
  }
  progress.hide();
  const document = lotteryDocument(step.value, plan, study);
  const csv = text(args['csv']);
  if (csv !== undefined) {
    const { writeWhole } = await import('./write-file.js');
    const { csvOf } = await import('./table-file.js');
    writeWhole(csv, await csvOf(lotteryColumns(step.value.agents, step.value, plan)));
    terminal.note(`wrote ${csv}`);
  }
  if (args['json'] === true) terminal.print(JSON.stringify(document));
  else terminal.print((await import('./lottery-text.js')).lotteryText(document, terminal.width));
  return exitCodes.done;
}

async function playersOf(args: Arguments, seed: number, task: SearchTask): Promise<readonly { readonly kind: AgentKind; readonly settings: readonly LotterySetting[] }[]> {
  const { agentNamed } = await import('../gym/agents/registry.js');
  const { lotterySettings } = await import('../gym/lottery/settings.js');
  const { createRng } = await import('../sim/core/rng.js');
  const kinds = await Promise.all([...new Set((text(args['agents']) ?? usualAgents.join(',')).split(',').map((name) => name.trim()))].map(agentNamed));
  const grids = gridsOf(texts(args['over']), kinds);
  const settings = countOf(args, 'settings', 1) ?? 10;
  const players = kinds.map((kind) => ({ kind, settings: lotterySettings(kind, settings, createRng(seed), grids.get(kind.id)) }));
  // Wrong hyperparameters, and agents that cannot search the space, are found before hours of runs, not after.
  for (const { kind, settings: own } of players) for (const { hyperparameters } of own) kind.create(task, hyperparameters, createRng(seed));
  return players;
}

function gridsOf(given: readonly string[], kinds: readonly AgentKind[]): ReadonlyMap<string, SettingGrid> {
  const grids = new Map<string, Record<string, readonly ParameterValue[]>>();
  for (const one of given) {
    const [, agent, name, values] = /^([^.=]+)\.([^.=]+)=(.+)$/.exec(one) ?? [];
    if (agent === undefined || name === undefined || values === undefined) throw new InputError([noHyperparameterValues(one)]);
    const kind = kinds.find(({ id }) => id === agent);
    if (kind === undefined) throw new InputError([agentNotPlayed(agent)]);
    const isText = kind.hyperparameters.some((own) => own.name === name && 'values' in own);
    grids.set(agent, { ...grids.get(agent), [name]: values.split(',').map((value) => (isText || value.trim() === '' || !Number.isFinite(Number(value)) ? value : Number(value))) });
  }
  return grids;
}

function secondsOf(args: Arguments, option: string): number | null {
  const given = text(args[option]);
  if (given === undefined) return null;
  const seconds = Number(given);
  if (given.trim() === '' || !Number.isFinite(seconds) || seconds <= 0) throw new InputError([notSeconds(option, given)]);
  return seconds;
}
