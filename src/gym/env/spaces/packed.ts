import type { Space, SpaceValue } from './space.js';

/** Numbers that a value of the space is written as, in a row; null for spaces with a Text, which no numbers are. A Discrete takes one, not one for each value as in `flatten.ts`. */
export function packedLength(space: Space): number | null {
  switch (space.type) {
    case 'Discrete': return 1;
    case 'MultiDiscrete': return space.nvec.length;
    case 'MultiBinary': return space.n;
    case 'Box': return space.low.length;
    case 'Text': return null;
    case 'Tuple': case 'Dict': {
      const lengths = Object.values(space.spaces).map(packedLength);
      return lengths.reduce((sum, length) => (sum === null || length === null ? null : sum + length), 0);
    }
  }
}

/** Writes a value of the space from place `at` on. Returns the place behind it. */
export function pack(space: Space, value: SpaceValue, row: Float64Array, at: number): number {
  switch (space.type) {
    case 'Discrete': row[at] = value as number; return at + 1;
    case 'MultiDiscrete': case 'MultiBinary': case 'Box': row.set(value as readonly number[], at); return at + (value as readonly number[]).length;
    case 'Text': throw new RangeError('a text is no row of numbers');
    case 'Tuple': return space.spaces.reduce((place, part, i) => pack(part, (value as readonly SpaceValue[])[i]!, row, place), at);
    case 'Dict': return Object.entries(space.spaces).reduce((place, [key, part]) => pack(part, (value as Readonly<Record<string, SpaceValue>>)[key]!, row, place), at);
  }
}

/** The value of the space that stands from place `at` on. Whether it is one of the space is not asked. */
export function unpack(space: Space, row: Float64Array, at: number): SpaceValue {
  switch (space.type) {
    case 'Discrete': return row[at]!;
    case 'MultiDiscrete': case 'MultiBinary': case 'Box': return Array.from(row.subarray(at, at + packedLength(space)!));
    case 'Text': throw new RangeError('a text is no row of numbers');
    case 'Tuple': {
      let place = at;
      return space.spaces.map((part) => {
        place += packedLength(part)!;
        return unpack(part, row, place - packedLength(part)!);
      });
    }
    case 'Dict': {
      let place = at;
      return Object.fromEntries(Object.entries(space.spaces).map(([key, part]) => {
        place += packedLength(part)!;
        return [key, unpack(part, row, place - packedLength(part)!)];
      }));
    }
  }
}
