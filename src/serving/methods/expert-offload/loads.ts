import type { Rng } from '../../../sim/core/rng.js';
import { usedChance } from './popularity.js';

/**
 * Expected loads of the experts of one layer for `tokens` tokens of which expert e is taken with chance pi_e, `resident` of them being in memory. A round is a token,
 * or with `reordered` tokens (expert by expert, each loaded once: M3ViT, Fan et al., NeurIPS 2022, section 3.3) all of them:
 *
 *   rounds x sum over e of u_e m_e,   u_e = 1 - (1 - pi_e)^(tokens of a round)
 *
 * with m_e the chance that e is not resident: 0 for the most popular ones and 1 for the others where they are `pinned`; (1 - u_e)^t where those are kept that were used last
 * (`lru`), t from sum of 1 - (1 - u_e)^t = resident (Che et al., IEEE JSAC 2002, equation 5, in rounds).
 */
export function expectedLoads(chances: readonly number[], tokens: number, resident: number, policy: 'pinned' | 'lru', reordered: boolean): number {
  const rounds = reordered ? 1 : tokens;
  const used = chances.map((chance) => usedChance(chance, reordered ? tokens : 1));
  if (resident >= chances.length) return 0;
  if (policy === 'pinned') return rounds * used.slice(resident).reduce((sum, chance) => sum + chance, 0);
  const age = characteristicAge(used, resident);
  return rounds * used.reduce((sum, chance) => sum + chance * (chance >= 1 ? 0 : Math.exp(age * Math.log1p(-chance))), 0);
}

/** The age t, in rounds, up to which experts that were used are kept: sum over e of 1 - (1 - u_e)^t = resident. Infinity where fewer are ever used. */
export function characteristicAge(used: readonly number[], resident: number): number {
  const held = (age: number): number => used.reduce((sum, chance) => sum + usedChance(chance, age), 0);
  if (used.filter((chance) => chance > 0).length <= resident) return Infinity;
  let high = 1;
  while (held(high) < resident && high < 1e15) high *= 2;
  let low = 0;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (held(middle) < resident) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** `active` different experts of one token, each with its chance (systematic sampling: points u, u + 1, .. on the sums of chances in a drawn order). */
export function drawExperts(chances: readonly number[], rng: Rng): readonly number[] {
  const order = chances.map((_chance, e) => e);
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.integer(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const chosen: number[] = [];
  let sum = rng.next();
  for (const e of order) {
    const before = Math.floor(sum);
    sum += chances[e]!;
    if (Math.floor(sum) > before) chosen.push(e);
  }
  return chosen;
}

/** Loads of one layer in a drawn run: mean of a step of `tokens` tokens, over `steps` of them behind as many to warm up. Those used longest ago make room. */
export function simulatedLoads(chances: readonly number[], tokens: number, resident: number, reordered: boolean, steps: number, rng: Rng): number {
  const cache: number[] = [];
  let loads = 0;
  for (let step = 0; step < 2 * steps; step++) {
    const draws = Array.from({ length: tokens }, () => drawExperts(chances, rng));
    const rounds = reordered ? [[...new Set(draws.flat())]] : draws;
    for (const round of rounds) {
      // Those that are resident come first, so that no load of a round drives out what the round still needs.
      const [hits, misses] = [round.filter((e) => cache.includes(e)), round.filter((e) => !cache.includes(e))];
      if (step >= steps) loads += misses.length;
      for (const e of [...hits, ...misses]) {
        const at = cache.indexOf(e);
        if (at >= 0) cache.splice(at, 1);
        cache.push(e);
        if (cache.length > resident) cache.shift();
      }
    }
  }
  return loads / steps;
}
