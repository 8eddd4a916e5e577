import { sizeOf, type Box, type Space } from './space.js';

/** What is wrong with a space, each fault with its place in words; empty for one that is right. The rules of Gymnasium's checker. */
export function spaceFaults(space: Space, name: string): string[] {
  switch (space.type) {
    case 'Discrete': return isCount(space.n) ? [] : [`${name}: a Discrete has at least one value, not ${space.n}`];
    case 'MultiDiscrete': return [
      ...(space.nvec.length > 0 && space.nvec.every(isCount) ? [] : [`${name}: each entry of a MultiDiscrete has at least one value, not ${space.nvec.join(', ')}`]),
      ...(space.start.length === space.nvec.length ? [] : [`${name}: ${space.nvec.length} entries have ${space.start.length} starts`]),
    ];
    case 'MultiBinary': return isCount(space.n) ? [] : [`${name}: a MultiBinary has at least one bit, not ${space.n}`];
    case 'Box': return boxFaults(space, name);
    case 'Text': return space.minLength >= 0 && space.minLength <= space.maxLength && space.charset !== '' ? [] : [`${name}: no text has ${space.minLength} to ${space.maxLength} characters of ${space.charset.length}`];
    case 'Tuple': case 'Dict': {
      const parts = Object.entries<Space>(space.spaces as Readonly<Record<string, Space>>);
      return parts.length === 0 ? [`${name}: a ${space.type} has at least one part`] : parts.flatMap(([key, part]) => spaceFaults(part, `${name}.${key}`));
    }
  }
}

/** What is odd about a space, though a value of it can be told. */
export function spaceWarnings(space: Space, name: string): string[] {
  switch (space.type) {
    case 'Box': return [
      ...(space.low.some((low) => low === -Infinity) ? [`${name}: a Box has no lower bound`] : []),
      ...(space.high.some((high) => high === Infinity) ? [`${name}: a Box has no upper bound`] : []),
      ...(space.low.some((low, i) => low === space.high[i]!) ? [`${name}: an element of a Box has one value only`] : []),
    ];
    case 'Tuple': case 'Dict': return Object.entries<Space>(space.spaces as Readonly<Record<string, Space>>).flatMap(([key, part]) => spaceWarnings(part, `${name}.${key}`));
    default: return [];
  }
}

/** Boxes of actions that agents must scale by themselves. */
export function actionWarnings(space: Space, name: string): string[] {
  if (space.type === 'Tuple' || space.type === 'Dict') return Object.entries<Space>(space.spaces as Readonly<Record<string, Space>>).flatMap(([key, part]) => actionWarnings(part, `${name}.${key}`));
  if (space.type !== 'Box') return [];
  const isUnit = (from: number): boolean => space.low.every((low) => low === from) && space.high.every((high) => high === 1);
  return isUnit(0) || isUnit(-1) ? [] : [`${name}: a Box of actions is best [-1, 1] or [0, 1]`];
}

function boxFaults({ low, high, shape }: Box, name: string): string[] {
  const size = sizeOf(shape);
  if (low.length !== size || high.length !== size) return [`${name}: a Box of shape (${shape.join(', ')}) has ${size} bounds, not ${low.length} and ${high.length}`];
  const empty = low.findIndex((from, i) => !(from <= high[i]!));
  return empty < 0 ? [] : [`${name}: element ${empty} of a Box is from ${low[empty]!} to ${high[empty]!}`];
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n > 0;
}
