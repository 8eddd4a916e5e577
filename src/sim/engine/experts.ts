import type { Experts } from '../model/op-graph.js';

/**
 * Expected number of distinct experts that `tokens` tokens are routed to, where each takes `active` (K) of `count` (E) whatever the others take:
 *
 *   D = E (1 - (1 - K / E)^T)
 *
 * An expectation, so no whole number; exactly K for one token and E for many. Group-limited routing that treats all groups alike has the same D, since
 * it leaves the chance K / E of each expert. With counts that were measured the formula is scaled by measured / formula: linear in log(tokens) between the
 * points and from 1 at one token, constant behind the last; never fewer than K, nor more than E or T K.
 */
export function distinctExperts(experts: Experts, tokens: number): number {
  const { count, active } = experts;
  if (tokens <= 1 || active === count) return active;
  if (experts === lastExperts && tokens === lastTokens) return lastDistinct;
  lastExperts = experts;
  lastTokens = tokens;
  lastDistinct = mean(experts, tokens);
  return lastDistinct;
}

/** What was asked for last: every op of a layer asks for the same. */
let lastExperts: Experts | null = null;
let lastTokens = 0;
let lastDistinct = 0;

function mean(experts: Experts, tokens: number): number {
  const { count, active, measured } = experts;
  const uniform = expected(count, active, tokens);
  if (measured === undefined || measured.length === 0) return uniform;
  return Math.max(active, Math.min(count, tokens * active, uniform * measuredShare(experts, measured, tokens)));
}

function expected(count: number, active: number, tokens: number): number {
  return -count * Math.expm1(tokens * Math.log1p(-active / count));
}

/** Measured over expected distinct experts at so many tokens. */
function measuredShare({ count, active }: Experts, points: readonly (readonly [number, number])[], tokens: number): number {
  let before: readonly [number, number] = [1, 1];
  for (const [at, distinct] of points) {
    const share = at <= 1 ? 1 : distinct / expected(count, active, at);
    if (tokens <= at) return at <= before[0] ? share : before[1] + ((share - before[1]) * Math.log(tokens / before[0])) / Math.log(at / before[0]);
    before = [at, share];
  }
  return before[1];
}

/** Expected tokens of an expert that is used at all: T K / D. A mean, so no whole number. */
export function tokensPerExpert(experts: Experts, tokens: number): number {
  return (tokens * experts.active) / distinctExperts(experts, tokens);
}

/** Rows that an array takes for that mean of tokens: rounded up, but for what rounding of doubles adds. */
export function wholeRows(rows: number): number {
  return Math.ceil(rows * (1 - 1e-10));
}
