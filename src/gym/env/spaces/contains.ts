import type { Box, Space } from './space.js';

/** Whether a value is of a space. A Dict has exactly its keys, a row exactly its length; what is no number is in no Box. */
export function contains(space: Space, value: unknown): boolean {
  switch (space.type) {
    case 'Discrete': return isWithin(value, space.start, space.n);
    case 'MultiDiscrete': return isRow(value, space.nvec.length) && space.nvec.every((n, i) => isWithin(value[i], space.start[i]!, n));
    case 'MultiBinary': return isRow(value, space.n) && value.every((bit) => bit === 0 || bit === 1);
    case 'Box': return isInBox(space, value);
    case 'Text': {
      if (typeof value !== 'string') return false;
      const characters = Array.from(value);
      return characters.length >= space.minLength && characters.length <= space.maxLength && characters.every((character) => space.charset.includes(character));
    }
    case 'Tuple': return isRow(value, space.spaces.length) && space.spaces.every((part, i) => contains(part, value[i]));
    case 'Dict': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const parts = Object.entries(space.spaces);
      return Object.keys(value).length === parts.length && parts.every(([key, part]) => Object.hasOwn(value, key) && contains(part, (value as Readonly<Record<string, unknown>>)[key]));
    }
  }
}

function isWithin(value: unknown, start: number, n: number): boolean {
  return Number.isInteger(value) && (value as number) >= start && (value as number) < start + n;
}

function isRow(value: unknown, length: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length === length;
}

function isInBox({ low, high, dtype }: Box, value: unknown): boolean {
  if (!isRow(value, low.length)) return false;
  for (let i = 0; i < low.length; i++) {
    const element = value[i];
    if (typeof element !== 'number' || !(element >= low[i]! && element <= high[i]!) || (dtype === 'int64' && !Number.isInteger(element))) return false;
  }
  return true;
}
