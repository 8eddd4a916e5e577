import { pointerOfPath, segmentsOf } from '../../experiment/constant-bench.js';
import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { gathered } from '../../sim/core/gathered.js';
import { childPointer } from '../../sim/core/pointer.js';
import { spaceProblems, type Design, type Parameter, type ParameterValue } from '../../sim/model/design-space.js';
import type { StudyParameter } from '../schema/study.js';
import { choicesAlone, needsDesignRange, needsPathOrChoices, pathNotSearched, pathTwice, rangeAndValues, typeOfOther, unitOfText, unlikeValues } from './experiment-problem-diagnostics.js';

/** A part of an experiment and what stands there. */
export interface Setting {
  readonly path: string;
  readonly value: unknown;
}

/** A parameter of a design, and what its values set in the experiment. */
export interface DesignParameter {
  readonly parameter: Parameter;
  /** Every path that it may set. */
  readonly paths: readonly string[];
  readonly settings: (code: number) => readonly Setting[];
}

/** What parameters of a study choose. Throws every one that is wrong, with its pointer in the study. */
export function designParameters(inputs: readonly StudyParameter[]): readonly DesignParameter[] {
  const names = namesOf(inputs);
  const all = gathered(inputs.map((input, i) => ({ input, i })), ({ input, i }) => designParameter(input, names[i]!, `/parameters/${i}`));
  const problems = [...spaceProblems({ parameters: all.map(({ parameter }) => parameter) }, '/parameters'), ...pathProblems(all)];
  if (problems.length > 0) throw new InputError(problems);
  return all;
}

/** What a design sets, parameter by parameter. */
export function settingsOf(parameters: readonly DesignParameter[], design: Design): Setting[] {
  return parameters.flatMap((one, i) => one.settings(design[i]!));
}

function designParameter(input: StudyParameter, name: string, at: string): DesignParameter {
  const { choices, path } = input;
  if (choices !== undefined) {
    if ([path, input.values, input.low, input.high, input.scale, input.unit].some((field) => field !== undefined)) throw new InputError([choicesAlone(at, name)]);
    return ofChoices(input, name, choices, at);
  }
  if (path === undefined) throw new InputError([needsPathOrChoices(at)]);
  const paths = typeof path === 'string' ? [path] : path;
  const parameter = parameterOf(input, name, at);
  const written = (value: ParameterValue): unknown => (input.unit === undefined ? value : `${String(value)} ${input.unit}`);
  return { parameter, paths, settings: (code) => paths.map((one) => ({ path: one, value: written('values' in parameter ? parameter.values[code]! : code) })) };
}

function ofChoices({ type = 'categorical' }: StudyParameter, name: string, choices: NonNullable<StudyParameter['choices']>, at: string): DesignParameter {
  if (type !== 'categorical' && type !== 'ordinal') throw new InputError([typeOfOther(`${at}/type`, name, type)]);
  const settings = Object.values(choices).map((values) => Object.entries(values).map(([path, value]): Setting => ({ path, value })));
  return {
    parameter: { type, name, values: Object.keys(choices) },
    paths: [...new Set(settings.flatMap((one) => one.map(({ path }) => path)))],
    settings: (code) => settings[code]!,
  };
}

function parameterOf({ type, values, low, high, scale = 'linear', unit }: StudyParameter, name: string, at: string): Parameter {
  if (values !== undefined) {
    if (low !== undefined || high !== undefined) throw new InputError([rangeAndValues(at, name)]);
    const kinds = new Set(values.map((value) => typeof value));
    if (kinds.size > 1) throw new InputError([unlikeValues(`${at}/values`, name)]);
    if (unit !== undefined && !kinds.has('number')) throw new InputError([unitOfText(`${at}/unit`, name)]);
    const usual = type ?? (kinds.has('number') ? 'ordinal' : 'categorical');
    if (usual !== 'ordinal' && usual !== 'categorical') throw new InputError([typeOfOther(`${at}/type`, name, usual)]);
    return { type: usual, name, values };
  }
  if (low === undefined || high === undefined) throw new InputError([needsDesignRange(at, name)]);
  const usual = type ?? 'integer';
  if (usual !== 'integer' && usual !== 'real') throw new InputError([typeOfOther(`${at}/type`, name, usual)]);
  return { type: usual, name, low, high, scale };
}

/** The names that are given, or as much of the end of each path as tells it from the others. */
function namesOf(inputs: readonly StudyParameter[]): string[] {
  const paths = inputs.map(({ name, path, choices }, i) => {
    const first = typeof path === 'string' ? path : path?.[0] ?? Object.keys(Object.values(choices ?? {})[0] ?? {})[0];
    return name === undefined ? segmentsOf(first ?? `parameter${i + 1}`).map(String) : [name];
  });
  const longest = Math.max(...paths.map((parts) => parts.length));
  let lengths = paths.map(() => 1);
  const named = (): string[] => paths.map((parts, i) => parts.slice(-lengths[i]!).join('.'));
  for (let step = 1; step < longest; step++) {
    const now = named();
    lengths = lengths.map((length, i) => (now.filter((other) => other === now[i]).length > 1 ? Math.min(paths[i]!.length, length + 1) : length));
  }
  return named();
}

function pathProblems(all: readonly DesignParameter[]): Problem[] {
  const seen: { readonly pointer: string; readonly name: string }[] = [];
  return all.flatMap(({ paths, parameter: { name } }, i) => {
    const at = childPointer('/parameters', i);
    const own = paths.map((path) => ({ path, pointer: pointerOfPath(path), name }));
    const problems = own.flatMap(({ path, pointer }): Problem[] => {
      if (!/^\/(?:workload|architecture|mapping)(?:\/|$)/.test(pointer)) return [pathNotSearched(at, path)];
      const other = seen.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`) || pointer.startsWith(`${one.pointer}/`));
      return other === undefined ? [] : [pathTwice(at, path, other.name)];
    });
    seen.push(...own);
    return problems;
  });
}

/** Puts values of designs into the parameters of an architecture: only what leads to them is copied. */
export interface Planter {
  plant(parameters: unknown, design: Design): unknown;
}

const inParameters = '/architecture/parameters/';

/** True for a path of one value of the architecture's own parameters: what can be set without reading anything anew. */
export function isPlanted(path: string): boolean {
  return pointerOfPath(path).startsWith(inParameters);
}

/** A part of the parameters: with parts of its own, or set by a parameter of the design. */
type Branch = { readonly keys: (string | number)[]; readonly children: Branch[] } | Leaf;
interface Leaf { readonly index: number; readonly value: (code: number) => unknown }

/** The planter of these parameters, all of whose paths must be `isPlanted`. `indices` are their places in a design. */
export function planterOf(parameters: readonly DesignParameter[], indices: readonly number[]): Planter {
  const root: Branch = { keys: [], children: [] };
  for (const index of indices) {
    const one = parameters[index]!;
    for (const path of one.paths) place(root, segmentsOf(path).slice(2), { index, value: valueAt(one, path) });
  }
  return { plant: (base, design) => grown(root, base, design) };
}

function place(root: Exclude<Branch, Leaf>, parts: readonly (string | number)[], leaf: Leaf): void {
  let at = root;
  parts.forEach((part, i) => {
    const known = at.keys.indexOf(part);
    const next: Branch = i === parts.length - 1 ? leaf : known >= 0 ? at.children[known]! : { keys: [], children: [] };
    if (known < 0) {
      at.keys.push(part);
      at.children.push(next);
    }
    if ('keys' in next) at = next;
  });
}

/** What a parameter sets at a path by its value, `nothing` where it leaves it alone. */
function valueAt({ parameter, settings }: DesignParameter, path: string): (code: number) => unknown {
  const found = (code: number): unknown => {
    const setting = settings(code).find((one) => one.path === path);
    return setting === undefined ? nothing : setting.value;
  };
  if (!('values' in parameter)) return found;
  const table = parameter.values.map((_, code) => found(code));
  return (code) => table[code];
}

const nothing = Symbol('nothing');

function grown(branch: Branch, base: unknown, design: Design): unknown {
  if ('index' in branch) {
    const value = branch.value(design[branch.index]!);
    return value === nothing ? base : value;
  }
  const { keys, children } = branch;
  const copy = (Array.isArray(base) ? [...(base as readonly unknown[])] : { ...(base as Readonly<Record<string, unknown>> | undefined) }) as Record<string | number, unknown>;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const value = grown(children[i]!, copy[key], design);
    if (value !== undefined) copy[key] = value;
  }
  return copy;
}
