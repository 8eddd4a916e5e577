import { isRecord } from '../../sim/core/is-record.js';
import type { ReferenceRow } from '../system.js';
import { drawsFrom, type Draws } from './draws.js';
import { Malformed } from './malformed.js';
import { flattened } from './nested.js';
import { mostElements, parametersOf, type Parameters } from './parameters.js';

/** One input of a family: its shape, and the range it is drawn from. */
export interface Field {
  readonly shape: readonly number[];
  readonly low: number;
  readonly high: number;
  /** What is made of the drawn numbers where they are not the input themselves. */
  readonly finish?: (drawn: number[]) => number[];
  /** What may be given: whole numbers of this range, or any numbers. Whole numbers of 32 bits unless told otherwise. */
  readonly given?: readonly [number, number] | 'any';
}

export type Answers = Readonly<Record<string, unknown>>;
export type Inputs<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** A family of reference vectors: what its rows say, how their inputs are drawn, and what is computed from them. */
export interface VectorFamily<P, Name extends string> {
  readonly name: string;
  parameters(read: Parameters): P;
  /** In the order in which they are drawn. */
  fields(p: P): Readonly<Record<Name, Field>>;
  /** Changes drawn inputs by further draws, where a family does that. */
  afterwards?(p: P, drawn: Record<Name, number[]>, draws: Draws): void;
  answers(p: P, inputs: Inputs<Name>): Answers;
}

/** A family whose types are closed over. */
export interface ClosedFamily {
  readonly name: string;
  /** Inputs of a row: given ones as they are, the others drawn from its seed. Throws `Malformed` for a row that cannot be read. */
  inputs(row: ReferenceRow): Readonly<Record<string, Float64Array>>;
  answers(row: ReferenceRow): Answers;
}

export function closed<P, Name extends string>(family: VectorFamily<P, Name>): ClosedFamily {
  const inputsOf = (row: ReferenceRow, p: P): Inputs<Name> => {
    const fields = family.fields(p);
    const names = Object.keys(fields) as Name[];
    for (const name of names) if (sizeOf(fields[name]) > mostElements) throw new Malformed(`${name} has more than ${mostElements} elements`);
    const given = isRecord(row['inputs']) ? row['inputs'] : {};
    // A row that gives every input needs no seed.
    const isComplete = names.every((name) => given[name] !== undefined || sizeOf(fields[name]) === 0);
    const drawn: Partial<Record<Name, number[]>> = isComplete ? {} : drawInputs(family, p, fields, names, seedOf(row));
    const values = (name: Name): readonly number[] => (given[name] === undefined ? drawn[name] ?? [] : read(given[name], fields[name], name));
    return Object.fromEntries(names.map((name) => [name, Float64Array.from(values(name))])) as Inputs<Name>;
  };
  return {
    name: family.name,
    inputs: (row) => inputsOf(row, family.parameters(parametersOf(row))),
    answers: (row) => {
      const p = family.parameters(parametersOf(row));
      return family.answers(p, inputsOf(row, p));
    },
  };
}

function drawInputs<P, Name extends string>(family: VectorFamily<P, Name>, p: P, fields: Readonly<Record<Name, Field>>, names: readonly Name[], seed: number): Record<Name, number[]> {
  const draws = drawsFrom(seed);
  const drawn = Object.fromEntries(names.map((name) => {
    const { low, high, finish } = fields[name];
    const numbers = draws.list(sizeOf(fields[name]), low, high);
    return [name, finish === undefined ? numbers : finish(numbers)];
  })) as Record<Name, number[]>;
  family.afterwards?.(p, drawn, draws);
  return drawn;
}

function read(value: unknown, { shape, given = [-(2 ** 31), 2 ** 31 - 1] }: Field, name: string): number[] {
  const numbers = flattened(value, shape, name);
  if (given === 'any') return numbers;
  const wrong = numbers.find((n) => !(Number.isInteger(n) && n >= given[0] && n <= given[1]));
  if (wrong !== undefined) throw new Malformed(`${name} must hold whole numbers from ${given[0]} to ${given[1]}, not ${wrong}`);
  return numbers;
}

function seedOf(row: ReferenceRow): number {
  const { seed } = row;
  if (typeof seed !== 'number' || !Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new Malformed('inputs are to be drawn, and the row has no seed from 0 to 2^32 - 1');
  return seed;
}

function sizeOf({ shape }: Field): number {
  return shape.reduce((product, length) => product * length, 1);
}
