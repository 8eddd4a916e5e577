import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { createRng, type Rng } from '../../sim/core/rng.js';
import { designFrom, type ParameterValue } from '../../sim/model/design-space.js';
import { unknownHyperparameter, wrongHyperparameter } from '../diagnostics.js';
import type { Agent, AgentKind, AgentState, Hyperparameter, Hyperparameters, Proposal, SearchTask, Trial } from './agent.js';

/** A hyperparameter without its name. */
export type Setting =
  | { readonly type: 'integer' | 'real'; readonly low: number; readonly high: number; readonly scale: 'linear' | 'log'; readonly default: number; readonly meaning: string }
  | { readonly type: 'categorical'; readonly values: readonly string[]; readonly default: string; readonly meaning: string };

export type Settings = Readonly<Record<string, Setting>>;

export type SettingValues<S extends Settings> = { readonly [Name in keyof S]: S[Name] extends { readonly values: readonly (infer Value)[] } ? Value : number };

/** What the functions of an agent get beside its state. */
export interface Context<S extends Settings> {
  readonly task: SearchTask;
  readonly settings: SettingValues<S>;
  readonly rng: Rng;
}

/**
 * An algorithm as functions of a state that they change. The state is plain JSON: no infinities, no maps. `propose` may keep in it what `observe` needs; a
 * saved state is one between batches.
 */
export interface AgentParts<State, S extends Settings> {
  readonly id: string;
  readonly summary: string;
  readonly source: string;
  readonly objectives: 'one' | 'many';
  readonly settings: S;
  /** Settings that have other values than their defaults for a task, where they are left out. */
  usual?(task: SearchTask): Hyperparameters;
  /** Throws `InputError` for a task that it cannot take on. */
  check?(task: SearchTask): void;
  start(context: Context<S>): State;
  propose(context: Context<S>, state: State): readonly Proposal[];
  observe(context: Context<S>, state: State, trials: readonly Trial[]): void;
}

/** Closes the types of state and settings, checks hyperparameters, and saves and restores random numbers with the state. */
export function defineAgent<State, const S extends Settings>(parts: AgentParts<State, S>): AgentKind {
  const { id, summary, source, objectives } = parts;
  const hyperparameters = Object.entries<Setting>(parts.settings).map(([name, setting]): Hyperparameter => ({ name, ...setting }));
  const settingsOf = (given: Hyperparameters, task: SearchTask): SettingValues<S> => checked(id, hyperparameters, { ...parts.usual?.(task), ...given }) as SettingValues<S>;
  const agentOf = (context: Context<S>, state: State): Agent => ({
    propose: () => parts.propose(context, state),
    observe: (trials) => { parts.observe(context, state, trials); },
    save: () => JSON.parse(JSON.stringify({ rng: context.rng.state(), state })) as AgentState,
  });
  return {
    id, summary, source, objectives, hyperparameters,
    create: (task, given, rng) => {
      parts.check?.(task);
      const context = { task, settings: settingsOf(given, task), rng };
      return agentOf(context, parts.start(context));
    },
    restore: (task, given, saved) => {
      const { rng, state } = JSON.parse(JSON.stringify(saved)) as { readonly rng: number; readonly state: State };
      return agentOf({ task, settings: settingsOf(given, task), rng: createRng(rng) }, state);
    },
  };
}

/** All hyperparameters, those that were not given with their defaults. Throws every one that is wrong. */
function checked(agent: string, known: readonly Hyperparameter[], given: Hyperparameters): Hyperparameters {
  const problems: Problem[] = Object.keys(given).filter((name) => !known.some((one) => one.name === name)).map((name) => unknownHyperparameter(agent, name, known.map((one) => one.name)));
  const values = known.map((one): [string, ParameterValue] => {
    const value = Object.hasOwn(given, one.name) ? given[one.name]! : one.default;
    try {
      designFrom({ parameters: [one] }, { [one.name]: value });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(wrongHyperparameter(agent, one.name, 'values' in one ? `one of ${one.values.join(', ')}` : `${one.type === 'integer' ? 'an integer' : 'a number'} from ${one.low} to ${one.high}`, value));
    }
    return [one.name, value];
  });
  if (problems.length > 0) throw new InputError(problems);
  return Object.fromEntries(values);
}
