import type { Json } from '../../agents/agent.js';
import { box, dict, discrete, multiBinary, multiDiscrete, sizeOf, text, tuple, type Box, type BoxType, type Space } from './space.js';

/** A space as JSON: as it is, with null for an infinite bound of a Box, and the shortest bounds: one number where all elements share it. */
export function spaceToJson(space: Space): Json {
  switch (space.type) {
    case 'Box': return { ...space, low: bounds(space.low), high: bounds(space.high) };
    case 'Tuple': return { type: 'Tuple', spaces: space.spaces.map(spaceToJson) };
    // A list keeps the order of the parts in every language.
    case 'Dict': return { type: 'Dict', spaces: Object.entries(space.spaces).map(([key, part]): Json => [key, spaceToJson(part)]) };
    default: return { ...space };
  }
}

function bounds(values: readonly number[]): Json {
  const first = values[0];
  const json = (value: number): Json => (Number.isFinite(value) ? value : null);
  return first !== undefined && values.every((value) => value === first) ? json(first) : values.map(json);
}

type Members = Readonly<Record<string, unknown>>;

/** The space that a JSON form stands for: the inverse of `spaceToJson`. Throws `TypeError` for what is none. */
export function spaceFromJson(json: unknown): Space {
  const members = (typeof json === 'object' && json !== null ? json : {}) as Members;
  switch (members['type']) {
    case 'Discrete': return discrete(number(members['n']), number(members['start']));
    case 'MultiDiscrete': return multiDiscrete(row(members['nvec']).map(number), row(members['start']).map(number));
    case 'MultiBinary': return multiBinary(number(members['n']));
    case 'Box': return boxFromJson(members);
    case 'Text': return text(number(members['maxLength']), { minLength: number(members['minLength']), charset: String(members['charset']) });
    case 'Tuple': return tuple(row(members['spaces']).map(spaceFromJson));
    case 'Dict': return dict(Object.fromEntries(row(members['spaces']).map((part) => [String(row(part)[0]), spaceFromJson(row(part)[1])])));
    default: throw new TypeError('the JSON form of a space has a type');
  }
}

function boxFromJson(members: Members): Box {
  const shape = row(members['shape']).map(number);
  const bound = (given: unknown, free: number): number[] => (Array.isArray(given) ? (given as unknown[]) : new Array<unknown>(sizeOf(shape)).fill(given)).map((value) => (value === null ? free : number(value)));
  return box(bound(members['low'], -Infinity), bound(members['high'], Infinity), shape, members['dtype'] as BoxType);
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('a space has numbers');
  return value;
}

function row(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('a space has lists');
  return value;
}
