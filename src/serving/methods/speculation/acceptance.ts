/**
 * How many drafted tokens the large model takes: with the same chance each, whatever came before (`rate`); with a chance for each depth, given that all before
 * it were taken (`by-depth`, the last one for all deeper); or as recorded, over and over (`trace`).
 */
export type Acceptance =
  | { readonly kind: 'rate'; readonly rate: number }
  | { readonly kind: 'by-depth'; readonly rates: readonly number[] }
  | { readonly kind: 'trace'; readonly accepted: readonly number[] };

/**
 * Chance that a depth of the tree goes on, given that the depth before it did: a_d where it is given by depth; with w children that are each taken with chance a,
 * one after the other until one is (SpecInfer, Miao et al., ASPLOS 2024, section 4.3, of independent tries),
 *
 *   p_d = 1 - (1 - a)^w_d
 */
export function depthChances(acceptance: Exclude<Acceptance, { kind: 'trace' }>, widths: readonly number[]): readonly number[] {
  if (acceptance.kind === 'by-depth') return widths.map((_width, d) => acceptance.rates[Math.min(d, acceptance.rates.length - 1)]!);
  return widths.map((width) => (width === 1 ? acceptance.rate : 1 - (1 - acceptance.rate) ** width));
}

/** Chances that 0, 1, .. D drafted tokens are taken: P(A = a) = p_1 .. p_a (1 - p_{a+1}), the last without that factor. */
export function takenChances(depths: readonly number[]): readonly number[] {
  const chances: number[] = [];
  let reached = 1;
  for (const chance of depths) {
    chances.push(reached * (1 - chance));
    reached *= chance;
  }
  chances.push(reached);
  return chances;
}

/**
 * Chances of draft lengths 0 .. D where the draft goes on to the largest depth D, or stops behind each token with chance f (it is not sure enough: the fallback of
 * LLMCad, Xu et al., 2023): P(g) = (1 - f)^(g - 1) f for g < D, the rest for D.
 */
export function lengthChances(depth: number, stop: number): readonly number[] {
  const chances = new Array<number>(depth + 1).fill(0);
  let going = 1;
  for (let length = 1; length < depth; length++) {
    chances[length] = going * stop;
    going *= 1 - stop;
  }
  chances[depth] = going;
  return chances;
}

/** Chances that a step of the large model yields k = 1 .. D + 1 tokens: those that it takes and one of its own, over all draft lengths. Index k - 1. */
export function yieldChances(depths: readonly number[], lengths: readonly number[]): readonly number[] {
  const chances = new Array<number>(depths.length + 1).fill(0);
  lengths.forEach((chance, length) => {
    if (chance === 0) return;
    takenChances(depths.slice(0, length)).forEach((taken, a) => { chances[a]! += chance * taken; });
  });
  return chances;
}

/** Mean of a step: sum of k P(k). Of one length D and one chance a it is (1 - a^(D + 1)) / (1 - a) (Leviathan et al., ICML 2023, equation 1). */
export function meanYield(chances: readonly number[]): number {
  return chances.reduce((sum, chance, i) => sum + (i + 1) * chance, 0);
}
