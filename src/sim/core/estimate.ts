/** How a number came about, best first. */
export type Quality = 'measured' | 'published' | 'synthesised' | 'derived' | 'fitted' | 'assumed';

/** A number that can be traced: its value, where it is from, and how good it is. */
export interface Estimate {
  readonly value: number;
  readonly unit: string;
  readonly quality: Quality;
  readonly source: string;
}

/** A number nobody knows. It is not zero, and it says why. */
export interface NotModelled {
  readonly value: null;
  readonly reason: string;
}

export function estimate(value: number, unit: string, quality: Quality, source: string): Estimate {
  return { value, unit, quality, source };
}

export function notModelled(reason: string): NotModelled {
  return { value: null, reason };
}
