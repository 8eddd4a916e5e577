/** How often experts are chosen: all alike, or by their rank r in proportion to r^-s. */
export type Popularity = { readonly kind: 'uniform' } | { readonly kind: 'zipf'; readonly exponent: number };

/**
 * Chance pi_e that a token takes expert e, most popular first, where it takes K of E: in proportion to the popularity, but for those that it would make more than 1,
 * which every token takes. Sum of pi = K.
 */
export function choiceChances(popularity: Popularity, count: number, active: number): readonly number[] {
  if (popularity.kind === 'uniform') return new Array<number>(count).fill(active / count);
  const weights = Array.from({ length: count }, (_, rank) => (rank + 1) ** -popularity.exponent);
  const chances = new Array<number>(count).fill(0);
  // The most popular ones are certain as long as their share of what is left would be more than one choice.
  const left = (from: number): number => weights.slice(from).reduceRight((sum, weight) => sum + weight, 0);
  let certain = 0;
  while (certain < active && (active - certain) * weights[certain]! >= left(certain)) chances[certain++] = 1;
  const rest = left(certain);
  for (let e = certain; e < count; e++) chances[e] = ((active - certain) * weights[e]!) / rest;
  return chances;
}

/** Chance that any of `tokens` independent tokens takes an expert: 1 - (1 - pi)^T. */
export function usedChance(chance: number, tokens: number): number {
  return chance >= 1 ? 1 : -Math.expm1(tokens * Math.log1p(-chance));
}

/** Expected distinct experts of so many tokens: sum of 1 - (1 - pi_e)^T. */
export function distinctOf(chances: readonly number[], tokens: number): number {
  return chances.reduce((sum, chance) => sum + usedChance(chance, tokens), 0);
}
