import type { Space } from './space.js';

/** A space in a few words, for messages. */
export function describeSpace(space: Space): string {
  switch (space.type) {
    case 'Discrete': return `Discrete(${space.n}${space.start === 0 ? '' : `, start ${space.start}`})`;
    case 'MultiDiscrete': return `MultiDiscrete(${listed(space.nvec)})`;
    case 'MultiBinary': return `MultiBinary(${space.n})`;
    case 'Box': return `Box(${bound(space.low)}, ${bound(space.high)}, shape ${space.shape.join(' x ')}, ${space.dtype})`;
    case 'Text': return `Text(${space.minLength} to ${space.maxLength} characters)`;
    case 'Tuple': return `Tuple(${space.spaces.map(describeSpace).join(', ')})`;
    case 'Dict': return `Dict(${Object.entries(space.spaces).map(([key, part]) => `${key}: ${describeSpace(part)}`).join(', ')})`;
  }
}

function listed(values: readonly number[]): string {
  return values.length > 12 ? `${values.slice(0, 12).join(', ')}, … ${values.length} in all` : values.join(', ');
}

function bound(values: readonly number[]): string {
  return values.every((value) => value === values[0]) ? String(values[0]) : '…';
}
