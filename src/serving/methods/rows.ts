/** Chances that j = 0 .. B of B independent tokens run a layer. */
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

/** Mean of a cost over how many of a batch there are: sum over j of P(j) cost(j), where none cost nothing. */
export function meanOverRows<Cost>(batch: number, chance: number, cost: (rows: number) => Cost, add: (sum: Cost | null, one: Cost, weight: number) => Cost): Cost | null {
  let sum: Cost | null = null;
  binomial(batch, chance).forEach((weight, rows) => {
    if (rows > 0 && weight > 1e-18) sum = add(sum, cost(rows), weight);
  });
  return sum;
}
