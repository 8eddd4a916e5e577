/** Where tokens leave: after so many layers, that share of them. */
export interface Exit {
  readonly layers: number;
  readonly share: number;
}

/** Exits of a mean number of layers m: after floor(m) and after ceil(m), with the shares that give the mean. */
export function exitsOfMean(mean: number, layers: number): readonly Exit[] {
  const low = Math.floor(mean);
  if (low >= layers) return [];
  if (low === mean) return [{ layers: low, share: 1 }];
  return [{ layers: low, share: low + 1 - mean }, ...(low + 1 < layers ? [{ layers: low + 1, share: mean - low }] : [])];
}

/** Chance S_l that a token runs layer l (from 0): 1 - sum of the shares that leave after l layers or fewer. */
export function runChances(exits: readonly Exit[], layers: number): readonly number[] {
  const leaving = new Array<number>(layers + 1).fill(0);
  for (const exit of exits) leaving[exit.layers]! += exit.share;
  const chances: number[] = [];
  let gone = 0;
  for (let layer = 0; layer < layers; layer++) {
    gone += leaving[layer]!;
    // Shares that add up to one may leave a rounding of doubles behind.
    chances.push(gone >= 1 - 1e-12 ? 0 : 1 - gone);
  }
  return chances;
}

/** Chance that any of `batch` independent tokens runs a layer: 1 - (1 - S)^B. */
export function anyChance(chance: number, batch: number): number {
  return chance >= 1 ? 1 : batch === 1 ? chance : -Math.expm1(batch * Math.log1p(-chance));
}
