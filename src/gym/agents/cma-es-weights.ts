/** Constants of a generation (Hansen, arXiv 1604.00772, 2016, table 1). */
export interface Recombination {
  /** By rank: positive for the better half, where they add up to 1, negative for the others. */
  readonly weights: readonly number[];
  /** Variance-effective number of parents, mu_eff. */
  readonly mass: number;
  readonly sigmaRate: number;
  readonly sigmaDamping: number;
  readonly pathRate: number;
  readonly rankOne: number;
  readonly rankMany: number;
  /** Of a standard normal vector. */
  readonly expectedLength: number;
}

/** The constants for batches of `population` designs of `size` numbers. */
export function recombination(population: number, size: number): Recombination {
  const n = Math.max(1, size);
  const parents = Math.floor(population / 2);
  const raw = Array.from({ length: population }, (_, i) => Math.log((population + 1) / 2) - Math.log(i + 1));
  const massOf = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0) ** 2 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  const mass = massOf(raw.slice(0, parents));
  const badMass = massOf(raw.slice(parents));
  const sigmaRate = (mass + 2) / (n + mass + 5);
  const rankOne = 2 / ((n + 1.3) ** 2 + mass);
  const rankMany = Math.min(1 - rankOne, (2 * (0.25 + mass + 1 / mass - 2)) / ((n + 2) ** 2 + mass));
  const good = raw.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  const bad = raw.reduce((sum, weight) => sum - Math.min(0, weight), 0);
  const badSum = Math.min(1 + rankOne / rankMany, 1 + (2 * badMass) / (mass + 2), (1 - rankOne - rankMany) / (n * rankMany));
  return {
    weights: raw.map((weight) => (weight >= 0 ? weight / good : bad > 0 ? (badSum * weight) / bad : 0)),
    mass, sigmaRate, sigmaDamping: 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (n + 1)) - 1) + sigmaRate,
    pathRate: (4 + mass / n) / (n + 4 + (2 * mass) / n), rankOne, rankMany,
    expectedLength: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}
