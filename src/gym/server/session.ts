import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { version } from '../../experiment/version.js';
import type { DesignTask } from '../env/design-task.js';
import { DesignEnv } from '../env/design-env.js';
import { DesignVectorEnv, outcomes } from '../env/design-vector-env.js';
import type { Env, Info, RenderMode } from '../env/env.js';
import { argumentsOf, type EnvironmentFiles, type Registry } from '../env/registry.js';
import { spaceToJson } from '../env/spaces/space-json.js';
import type { SpaceValue } from '../env/spaces/space.js';
import { autoresetModes, type AutoresetMode, type VectorEnv } from '../env/vector.js';
import { inBatches, noSuchEnvironment, notPacked, oneByOne, tooManyEnvironments, unknownParameter, wrongParameter } from './diagnostics.js';
import { packBytes, packDoubles, unpackDoubles } from './packing.js';
import { limits, methodNames, protocolVersion, type MethodName } from './protocol.js';
import type { Methods, Params } from './rpc.js';

/** What a client has made: one environment, or several that are stepped together. */
interface Held {
  readonly env: Env | VectorEnv;
  readonly task: DesignTask | null;
}

/** The environments of one client, by the numbers that it calls them. Methods throw `InputError` for what is wrong with their parameters. */
export class Session implements Methods {
  readonly names = methodNames;
  private readonly registry: Registry;
  private readonly files: EnvironmentFiles | undefined;
  private readonly held = new Map<number, Held>();
  private made = 0;

  constructor(registry: Registry, files?: EnvironmentFiles) {
    this.registry = registry;
    this.files = files;
  }

  /** Calls a method. `make` gives a promise, the others their result at once. */
  call(name: string, params: Params): unknown {
    const method = name as MethodName;
    checkNames(method, params);
    switch (method) {
      case 'hello': return this.hello();
      case 'make': return this.make(params);
      case 'spaces': return describe(this.find(params));
      case 'reset': return this.reset(params);
      case 'step': return this.step(params);
      case 'stepBatch': return this.stepBatch(params);
      case 'render': return this.render(params);
      case 'close': return this.close(params);
    }
  }

  /** Closes all environments. */
  end(): void {
    for (const { env } of this.held.values()) env.close();
    this.held.clear();
  }

  private hello(): unknown {
    return {
      name: 'archsim', version, protocol: protocolVersion, methods: methodNames, limits,
      environments: this.registry.entries.map((entry) => ({ id: entry.id, summary: entry.summary, arguments: argumentsOf(entry) })),
    };
  }

  private async make(params: Params): Promise<unknown> {
    const { id, kwargs = {}, count, autoreset = 'next-step', renderMode, maxEpisodeSteps } = params;
    const problems: Problem[] = [
      ...(typeof id === 'string' ? [] : [wrongParameter('id', 'the id of an environment', id)]),
      ...(isObject(kwargs) ? [] : [wrongParameter('kwargs', 'an object', kwargs)]),
      ...(count === undefined || isCount(count, limits.batch) ? [] : [wrongParameter('count', `a whole number from 1 to ${limits.batch}`, count)]),
      ...(autoresetModes.includes(autoreset as AutoresetMode) ? [] : [wrongParameter('autoreset', `one of ${autoresetModes.join(', ')}`, autoreset)]),
      ...(renderMode == null || renderMode === 'ansi' ? [] : [wrongParameter('renderMode', 'ansi', renderMode)]),
      ...(maxEpisodeSteps == null || isCount(maxEpisodeSteps, Number.MAX_SAFE_INTEGER) ? [] : [wrongParameter('maxEpisodeSteps', 'a whole number from 1', maxEpisodeSteps)]),
    ];
    if (problems.length > 0) throw new InputError(problems);
    if (this.held.size >= limits.environments) throw new InputError([tooManyEnvironments(limits.environments)]);
    const options = {
      kwargs: kwargs as Info,
      ...(renderMode == null ? {} : { renderMode: renderMode as RenderMode }),
      ...(maxEpisodeSteps == null ? {} : { maxEpisodeSteps: maxEpisodeSteps as number }),
      ...(this.files === undefined ? {} : { files: this.files }),
    };
    const env = count === undefined ? await this.registry.make(id as string, options) : await this.registry.makeVector(id as string, count as number, { ...options, autoreset: autoreset as AutoresetMode });
    const handle = ++this.made;
    const held = { env, task: taskOf(env) };
    this.held.set(handle, held);
    return { env: handle, ...describe(held) };
  }

  private reset(params: Params): unknown {
    const { env } = this.find(params);
    const { seed, options = {} } = params;
    if (!isObject(options)) throw new InputError([wrongParameter('options', 'an object', options)]);
    if (isVector(env)) {
      if (seed != null && typeof seed !== 'number' && !Array.isArray(seed)) throw new InputError([wrongParameter('seed', 'a number, or one for each environment', seed)]);
      const [observations, infos] = env.reset({ ...(seed == null ? {} : { seed: seed as number }), options: options as Info });
      return { observations, infos };
    }
    const [observation, info] = env.reset({ ...(seed == null ? {} : { seed: seed as number }), options: options as Info });
    return { observation, info };
  }

  private step(params: Params): unknown {
    const { env } = this.find(params);
    const { reset } = params;
    if (isVector(env)) throw new InputError([inBatches('step')]);
    if (reset !== undefined && typeof reset !== 'boolean') throw new InputError([wrongParameter('reset', 'true or false', reset)]);
    if (reset === true) env.reset();
    const [observation, reward, terminated, truncated, info] = env.step(params['action'] as SpaceValue);
    return { observation, reward, terminated, truncated, info };
  }

  private stepBatch(params: Params): unknown {
    const { env } = this.find(params);
    if (!isVector(env)) throw new InputError([oneByOne('stepBatch')]);
    const { actions, packed } = params;
    if (packed === undefined) {
      if (!Array.isArray(actions)) throw new InputError([wrongParameter('actions', 'a list, or "packed" given', actions)]);
      return env.step(actions as readonly SpaceValue[]);
    }
    if (typeof packed !== 'string' || actions !== undefined) throw new InputError([wrongParameter('packed', 'base64 of doubles, without "actions"', packed)]);
    if (!(env instanceof DesignVectorEnv)) throw new InputError([notPacked()]);
    const step = env.stepPacked(unpackDoubles(packed, 'packed'));
    return {
      observations: packDoubles(step.observations), finalObservations: step.finalObservations === null ? null : packDoubles(step.finalObservations),
      rewards: packDoubles(step.rewards), terminated: packBytes(step.terminated), truncated: packBytes(step.truncated), evaluated: packBytes(step.evaluated),
      outcome: packBytes(step.outcome), metrics: packDoubles(step.metrics), violations: packDoubles(step.violations), reasons: step.reasons,
    };
  }

  private render(params: Params): unknown {
    const { env } = this.find(params);
    return isVector(env) ? { texts: env.render() } : { text: env.render() };
  }

  private close({ env: handle }: Params): unknown {
    const held = this.held.get(handle as number);
    // Closing twice is no error; closing what never was is.
    if (held === undefined && !isCount(handle, this.made)) throw new InputError([noSuchEnvironment(handle)]);
    held?.env.close();
    this.held.delete(handle as number);
    return {};
  }

  private find({ env: handle }: Params): Held {
    const held = this.held.get(handle as number);
    if (held === undefined) throw new InputError([noSuchEnvironment(handle)]);
    return held;
  }
}

const parameterNames: Readonly<Record<MethodName, readonly string[]>> = {
  hello: ['client'], make: ['id', 'kwargs', 'count', 'autoreset', 'renderMode', 'maxEpisodeSteps'], spaces: ['env'], reset: ['env', 'seed', 'options'],
  step: ['env', 'action', 'reset'], stepBatch: ['env', 'actions', 'packed'], render: ['env'], close: ['env'],
};

function checkNames(method: MethodName, params: Params): void {
  const known = parameterNames[method];
  const unknown = Object.keys(params).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new InputError(unknown.map((name) => unknownParameter(method, name, known)));
}

/** What a client must know to speak with an environment. */
function describe({ env, task }: Held): object {
  const isSeveral = isVector(env);
  return {
    spec: env.spec,
    metadata: isSeveral ? { renderModes: ['ansi'] } : env.metadata,
    ...(isSeveral ? { count: env.count, autoreset: env.autoreset } : {}),
    actionSpace: spaceToJson(isSeveral ? env.singleActionSpace : env.actionSpace),
    observationSpace: spaceToJson(isSeveral ? env.singleObservationSpace : env.observationSpace),
    ...(task === null ? {} : {
      problem: task.problem.name,
      actionTable: task.actions.table,
      observationNames: task.observation.names,
      objectives: task.problem.objectives, constraints: task.problem.constraints, targets: task.targets,
    }),
    // Episodes of designs all begin alike: a client that knows how need not ask.
    ...(task === null || isSeveral ? {} : { firstObservation: task.observation.names.map(() => 0) }),
    ...(env instanceof DesignVectorEnv ? { packed: { metrics: env.packedMetrics, outcomes } } : {}),
  };
}

function taskOf(env: Env | VectorEnv): DesignTask | null {
  if (env instanceof DesignVectorEnv) return env.task;
  return !isVector(env) && env.unwrapped instanceof DesignEnv ? env.unwrapped.task : null;
}

function isVector(env: Env | VectorEnv): env is VectorEnv {
  return 'count' in env;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}
