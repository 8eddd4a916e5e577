import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { Open } from '../../experiment/byte-source.js';
import type { Document } from '../../sim/core/document.js';
import type { SearchProblem } from '../problem/search-problem.js';
import { DesignEnv } from './design-env.js';
import { designTask, type DesignTask, type DesignTaskOptions } from './design-task.js';
import { DesignVectorEnv } from './design-vector-env.js';
import { fileNotRead, missingArgument, unknownArgument, unknownEnvironment, wrongArgument } from './diagnostics.js';
import type { Env, EnvSpec, Info, RenderMode } from './env.js';
import { rewardNames, type RewardName } from './reward.js';
import { SyncVectorEnv } from './sync-vector-env.js';
import type { AutoresetMode, VectorEnv } from './vector.js';
import { OrderEnforcing } from './wrappers/order-enforcing.js';
import { TimeLimit } from './wrappers/time-limit.js';
import { Wrapper } from './wrappers/wrapper.js';

/** What an argument of an environment is. */
export interface Argument {
  readonly meaning: string;
  /** Left out where the argument must be given. */
  readonly default?: Info[string];
}

interface EntryBase {
  /** `Name-v0`: what it does is changed under a new number. */
  readonly id: string;
  readonly summary: string;
  readonly arguments: Readonly<Record<string, Argument>>;
}

/** An environment over a search problem. It takes the arguments of every design environment too. */
export interface DesignEntry extends EntryBase {
  /** Throws `InputError` for arguments that are wrong. `files`: those that an argument may name. */
  readonly problem: (kwargs: Info, files: EnvironmentFiles) => Promise<SearchProblem>;
}

/** An environment of another kind. */
export interface OtherEntry extends EntryBase {
  readonly make: (kwargs: Info) => Promise<() => Env>;
  readonly maxEpisodeSteps?: number;
}

export type EnvironmentEntry = DesignEntry | OtherEntry;

/** How files that arguments name are read. Throws `InputError` for what cannot be read, or may not be. */
export interface EnvironmentFiles {
  readonly document: (name: string) => Promise<Document>;
  /** A file that is bundled with the product. */
  readonly bundled: (name: string) => Promise<Document>;
  /** Opens what a document names in turn. */
  readonly open: Open;
  /** Whether documents that are given as values, and not as files, may name files too. */
  readonly mayOpen: boolean;
}

export interface MakeOptions {
  readonly kwargs?: Info;
  readonly renderMode?: RenderMode;
  /** Truncates episodes after so many steps; null: never. Default: as the environment has it. */
  readonly maxEpisodeSteps?: number | null;
  /** Without them, no argument can name a file. */
  readonly files?: EnvironmentFiles;
}

/** Arguments that every design environment takes. */
export const designArguments: Readonly<Record<string, Argument>> = {
  reward: { meaning: `how a design is rewarded: ${rewardNames.join(', ')}`, default: 'target' },
  targets: { meaning: 'what the objectives are measured against, by name; those left out are the reference point of the problem, or what a design in the middle of its space has', default: {} },
  fidelity: { meaning: 'how designs are evaluated, where a problem has several ways', default: null },
};

/** Environments by their ids. */
export interface Registry {
  readonly entries: readonly EnvironmentEntry[];
  /** The entry of an id; of several versions the latest, where the id has none. Throws `InputError` (`env/unknown`). */
  entry(id: string): EnvironmentEntry;
  /** Makes an environment in the wrappers `OrderEnforcing` and, with a limit, `TimeLimit`. */
  make(id: string, options?: MakeOptions): Promise<Env>;
  /** Makes several of one kind, to be stepped together. */
  makeVector(id: string, count: number, options?: MakeOptions & { readonly autoreset?: AutoresetMode }): Promise<VectorEnv>;
  /** The task of a design environment; null for one of another kind. */
  task(id: string, options?: MakeOptions): Promise<DesignTask | null>;
}

export function createRegistry(entries: readonly EnvironmentEntry[]): Registry {
  for (const { id } of entries) if (!/^[A-Za-z][A-Za-z0-9]*-v\d+$/.test(id)) throw new RangeError(`an environment is called Name-v0, not ${id}`);
  const entry = (id: string): EnvironmentEntry => {
    const versions = entries.filter((one) => one.id.replace(/-v\d+$/, '') === id).sort((a, b) => versionOf(b.id) - versionOf(a.id));
    const found = entries.find((one) => one.id === id) ?? versions[0];
    if (found === undefined) throw new InputError([unknownEnvironment(id, entries.map((one) => one.id))]);
    return found;
  };
  const task = async (id: string, { kwargs = {}, files = noFiles }: MakeOptions = {}): Promise<DesignTask | null> => {
    const found = entry(id);
    checkArguments(found, kwargs);
    return 'problem' in found ? designTask(await found.problem(kwargs, files), taskOptions(kwargs)) : null;
  };
  const maker = async (id: string, options: MakeOptions): Promise<() => Env> => {
    const found = entry(id);
    checkArguments(found, options.kwargs ?? {});
    const inner = 'problem' in found ? designMaker((await task(id, options))!, options.renderMode) : await found.make(options.kwargs ?? {});
    const spec = specOf(found, options);
    return () => wrapped(inner(), spec);
  };
  return {
    entries, entry, task,
    make: async (id, options = {}) => (await maker(id, options))(),
    makeVector: async (id, count, { autoreset = 'next-step', ...options } = {}) => {
      const found = entry(id);
      // One-shot episodes end by themselves: a time limit would change nothing but the first step.
      if ('problem' in found && (options.maxEpisodeSteps ?? null) === null) return new DesignVectorEnv(count, (await task(id, options))!, autoreset, specOf(found, options));
      return new SyncVectorEnv(count, await maker(id, options), autoreset);
    },
  };
}

function designMaker(task: DesignTask, renderMode: RenderMode | undefined): () => Env {
  return () => new DesignEnv(task, renderMode ?? null);
}

/** An environment that knows its spec. */
class Specified extends Wrapper {
  private readonly known: EnvSpec;

  constructor(env: Env, spec: EnvSpec) {
    super(env);
    this.known = spec;
  }

  override get spec(): EnvSpec {
    return this.known;
  }
}

function wrapped(env: Env, spec: EnvSpec): Env {
  const ordered = new OrderEnforcing(new Specified(env, spec));
  return spec.maxEpisodeSteps === null ? ordered : new TimeLimit(ordered, spec.maxEpisodeSteps);
}

function specOf(entry: EnvironmentEntry, { kwargs = {}, maxEpisodeSteps }: MakeOptions): EnvSpec {
  const usual = 'problem' in entry ? null : entry.maxEpisodeSteps ?? null;
  const steps = maxEpisodeSteps === undefined ? usual : maxEpisodeSteps;
  if (steps !== null && (!Number.isInteger(steps) || steps < 1)) throw new InputError([wrongArgument('maxEpisodeSteps', 'a whole number from 1, or null', steps)]);
  return { id: entry.id, maxEpisodeSteps: steps, rewardThreshold: null, nondeterministic: false, orderEnforce: true, kwargs };
}

/** Every argument that an environment takes. */
export function argumentsOf(entry: EnvironmentEntry): Readonly<Record<string, Argument>> {
  return 'problem' in entry ? { ...entry.arguments, ...designArguments } : entry.arguments;
}

function checkArguments(entry: EnvironmentEntry, kwargs: Info): void {
  const known = argumentsOf(entry);
  const problems: Problem[] = [
    ...Object.keys(kwargs).filter((name) => !Object.hasOwn(known, name)).map((name) => unknownArgument(entry.id, name, Object.keys(known))),
    ...Object.entries(known).filter(([name, argument]) => argument.default === undefined && kwargs[name] === undefined).map(([name, { meaning }]) => missingArgument(entry.id, name, meaning)),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

function taskOptions({ reward, targets, fidelity }: Info): DesignTaskOptions {
  if (reward !== undefined && typeof reward !== 'string') throw new InputError([wrongArgument('reward', `one of ${rewardNames.join(', ')}`, reward)]);
  if (targets !== undefined && (typeof targets !== 'object' || targets === null || Array.isArray(targets))) throw new InputError([wrongArgument('targets', 'numbers by the names of objectives', targets)]);
  if (fidelity !== undefined && fidelity !== null && typeof fidelity !== 'string') throw new InputError([wrongArgument('fidelity', 'the name of a fidelity', fidelity)]);
  return {
    ...(reward === undefined ? {} : { reward: reward as RewardName }),
    ...(targets === undefined ? {} : { targets: targets as Readonly<Record<string, number>> }),
    ...(fidelity == null ? {} : { fidelity }),
  };
}

function versionOf(id: string): number {
  return Number(/\d+$/.exec(id)![0]);
}

const noFiles: EnvironmentFiles = {
  document: (name) => Promise.reject(new InputError([fileNotRead(name)])),
  bundled: (name) => Promise.reject(new InputError([fileNotRead(name)])),
  open: (name) => { throw new InputError([fileNotRead(name)]); },
  mayOpen: false,
};
