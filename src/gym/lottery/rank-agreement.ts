/**
 * Kendall's tau-b of two lists of scores of the same things: (concordant - discordant) / sqrt((pairs - ties of the one) (pairs - ties of the other)), 1 for the same order, -1 for the
 * opposite (Kendall, Biometrika 33(3), 1945). Null where one of them has no order.
 */
export function kendallTau(a: readonly number[], b: readonly number[]): number | null {
  let [sum, pairsA, pairsB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = [order(a[i]!, a[j]!), order(b[i]!, b[j]!)];
      sum += x * y;
      pairsA += x * x;
      pairsB += y * y;
    }
  }
  return pairsA === 0 || pairsB === 0 ? null : sum / Math.sqrt(pairsA * pairsB);
}

function order(x: number, y: number): number {
  return x === y ? 0 : x < y ? -1 : 1;
}
