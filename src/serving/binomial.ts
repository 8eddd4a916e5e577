/** Chances that j = 0 .. B of B independent events of one chance happen. */
export function binomial(batch: number, chance: number): readonly number[] {
  const chances = new Array<number>(batch + 1).fill(0);
  if (chance <= 0) chances[0] = 1;
  else if (chance >= 1) chances[batch] = 1;
  else {
    // From the logarithm of each, so that no power of a small chance is lost.
    let logChoose = 0;
    for (let j = 0; j <= batch; j++) {
      chances[j] = Math.exp(logChoose + j * Math.log(chance) + (batch - j) * Math.log1p(-chance));
      logChoose += Math.log((batch - j) / (j + 1));
    }
  }
  return chances;
}
