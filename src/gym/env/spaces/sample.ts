import { createRng, type Rng } from '../../../sim/core/rng.js';
import type { Box, Space, SpaceValue, Text } from './space.js';

/**
 * Which values may be drawn, as in Gymnasium: for a Discrete and each element of a MultiDiscrete a row of zeros and ones; for a MultiBinary 0, 1 or 2 (free) for each bit;
 * for Dict and Tuple masks of their parts. A mask without ones draws the first value. Box and Text take none.
 */
export type SampleMask = null | readonly (number | SampleMask)[] | { readonly [key: string]: SampleMask };

/** A space with random numbers of its own: `seed`, `sample` and nothing else. */
export class SpaceSampler {
  readonly space: Space;
  private rng: Rng;

  constructor(space: Space, seed = 0) {
    this.space = space;
    this.rng = createRng(seed);
  }

  seed(seed: number): void {
    this.rng = createRng(seed);
  }

  sample(mask: SampleMask = null): SpaceValue {
    return sampleSpace(this.space, this.rng, mask);
  }
}

/**
 * A value of a space. Each value of a discrete element is as likely as any other; a Box is uniform between bounds, exponential with mean 1 from a single bound and
 * normal without any, as in Gymnasium. The length of a Text is uniform.
 */
export function sampleSpace(space: Space, rng: Rng, mask: SampleMask = null): SpaceValue {
  switch (space.type) {
    case 'Discrete': return space.start + drawn(space.n, rng, rowOf(mask));
    case 'MultiDiscrete': {
      const masks = rowOf(mask);
      return space.nvec.map((n, i) => space.start[i]! + drawn(n, rng, rowOf(masks?.[i])));
    }
    case 'MultiBinary': {
      const fixed = rowOf(mask);
      return Array.from({ length: space.n }, (_, i) => (fixed === null || fixed[i] === 2 ? rng.integer(0, 1) : fixed[i] === 1 ? 1 : 0));
    }
    case 'Box': return space.low.map((_, i) => boxElement(space, i, rng));
    case 'Text': return textOf(space, rng);
    case 'Tuple': {
      const masks = rowOf(mask);
      return space.spaces.map((part, i) => sampleSpace(part, rng, (masks?.[i] ?? null) as SampleMask));
    }
    case 'Dict': {
      const masks = mask === null || Array.isArray(mask) ? {} : (mask as Readonly<Record<string, SampleMask>>);
      return Object.fromEntries(Object.entries(space.spaces).map(([key, part]) => [key, sampleSpace(part, rng, masks[key] ?? null)]));
    }
  }
}

function rowOf(mask: unknown): readonly unknown[] | null {
  return Array.isArray(mask) ? mask : null;
}

function drawn(n: number, rng: Rng, mask: readonly unknown[] | null): number {
  if (mask === null) return whole(n, rng);
  const allowed = mask.flatMap((bit, i) => (bit === 1 && i < n ? [i] : []));
  return allowed.length === 0 ? 0 : rng.pick(allowed);
}

/** A number of the generator has 32 random bits: a wide range takes 21 more. */
function whole(n: number, rng: Rng): number {
  return n < 2 ** 24 ? rng.integer(0, n - 1) : Math.min(n - 1, Math.floor((rng.next() + Math.floor(rng.next() * 2 ** 21) / 2 ** 53) * n));
}

function boxElement({ low, high, dtype }: Box, i: number, rng: Rng): number {
  const [from, to] = [low[i]!, high[i]!];
  if (dtype === 'int64' && Number.isFinite(from) && Number.isFinite(to)) return from + whole(to - from + 1, rng);
  const value = real(from, to, rng);
  const kept = dtype === 'int64' ? Math.round(value) : dtype === 'float32' ? Math.fround(value) : value;
  return Math.min(to, Math.max(from, kept));
}

function real(from: number, to: number, rng: Rng): number {
  if (Number.isFinite(from) && Number.isFinite(to)) return from + rng.next() * (to - from);
  // 1 - u is never 0.
  const exponential = (): number => -Math.log(1 - rng.next());
  if (Number.isFinite(from)) return from + exponential();
  if (Number.isFinite(to)) return to - exponential();
  return Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * rng.next());
}

function textOf({ minLength, maxLength, charset }: Text, rng: Rng): string {
  const characters = Array.from(charset);
  return Array.from({ length: rng.integer(minLength, maxLength) }, () => rng.pick(characters)).join('');
}
