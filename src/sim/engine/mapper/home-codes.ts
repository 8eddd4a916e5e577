import type { Home } from './mapping.js';

/** Homes by number: what a search counts with. */
export const everyHome: readonly Home[] = ['memory', 'held', 'whole', 'tile'];

export const inMemory = 0;
export const isHeld = 1;
export const isWhole = 2;
export const isTile = 3;

/** The homes of all tensors of an operator (inputs in order, then the output) in one number, two bits each. */
export type HomeCode = number;

export function homeAt(code: HomeCode, use: number): number {
  return (code >> (2 * use)) & 3;
}

export function withHome(code: HomeCode, use: number, home: number): HomeCode {
  return code | (home << (2 * use));
}

/** What the homes are where there is no fused loop: a tile is all there is, and what was held for the loop stays in the outermost memory. */
export function withoutLoop(code: HomeCode, uses: number): HomeCode {
  let out = 0;
  for (let u = 0; u < uses; u++) if (homeAt(code, u) >= isWhole) out = withHome(out, u, isWhole);
  return out;
}
