import { box, type Box, type Space, type SpaceValue } from './space.js';

/** Elements of a flattened value, as Gymnasium counts them: a Discrete has one for each value, a MultiDiscrete the sum of its nvec. Throws `RangeError` for a Text. */
export function flatLength(space: Space): number {
  switch (space.type) {
    case 'Discrete': return space.n;
    case 'MultiDiscrete': return space.nvec.reduce((sum, n) => sum + n, 0);
    case 'MultiBinary': return space.n;
    case 'Box': return space.low.length;
    case 'Text': throw new RangeError('a text cannot be flattened');
    case 'Tuple': case 'Dict': return Object.values(space.spaces).reduce((sum, part) => sum + flatLength(part), 0);
  }
}

/** The Box of flattened values. */
export function flattenedSpace(space: Space): Box {
  if (space.type === 'Box') return { ...space, shape: [space.low.length] };
  const parts = (part: Space): readonly Box[] => (part.type === 'Tuple' || part.type === 'Dict' ? Object.values(part.spaces).flatMap(parts) : [part.type === 'Box' ? part : box(0, 1, [flatLength(part)])]);
  const boxes = parts(space);
  return box(boxes.flatMap(({ low }) => low), boxes.flatMap(({ high }) => high), [flatLength(space)]);
}

/** A value as one row of numbers: choices are zeros with a single one. */
export function flattenValue(space: Space, value: SpaceValue): number[] {
  switch (space.type) {
    case 'Discrete': return oneHot(space.n, (value as number) - space.start);
    case 'MultiDiscrete': return space.nvec.flatMap((n, i) => oneHot(n, (value as readonly number[])[i]! - space.start[i]!));
    case 'MultiBinary': case 'Box': return [...(value as readonly number[])];
    case 'Text': throw new RangeError('a text cannot be flattened');
    case 'Tuple': return space.spaces.flatMap((part, i) => flattenValue(part, (value as readonly SpaceValue[])[i]!));
    case 'Dict': return Object.entries(space.spaces).flatMap(([key, part]) => flattenValue(part, (value as Readonly<Record<string, SpaceValue>>)[key]!));
  }
}

function oneHot(n: number, index: number): number[] {
  return Array.from({ length: n }, (_, i) => (i === index ? 1 : 0));
}

/** The value of a flattened row: the inverse of `flattenValue`. A choice is where the row is largest. */
export function unflattenValue(space: Space, row: readonly number[]): SpaceValue {
  let at = 0;
  const take = (length: number): readonly number[] => row.slice(at, at += length);
  const read = (part: Space): SpaceValue => {
    switch (part.type) {
      case 'Discrete': return part.start + largest(take(part.n));
      case 'MultiDiscrete': return part.nvec.map((n, i) => part.start[i]! + largest(take(n)));
      case 'MultiBinary': case 'Box': return take(flatLength(part));
      case 'Text': throw new RangeError('a text cannot be flattened');
      case 'Tuple': return part.spaces.map(read);
      case 'Dict': return Object.fromEntries(Object.entries(part.spaces).map(([key, inner]) => [key, read(inner)]));
    }
  };
  return read(space);
}

function largest(row: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i;
  return best;
}
