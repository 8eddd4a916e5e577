import { binomial } from '../binomial.js';

/** Mean of a cost over how many of a batch there are: sum over j of P(j) cost(j), where none cost nothing. */
export function meanOverRows<Cost>(batch: number, chance: number, cost: (rows: number) => Cost, add: (sum: Cost | null, one: Cost, weight: number) => Cost): Cost | null {
  let sum: Cost | null = null;
  binomial(batch, chance).forEach((weight, rows) => {
    if (rows > 0 && weight > 1e-18) sum = add(sum, cost(rows), weight);
  });
  return sum;
}
