/** How branches follow one another: drawn anew each time, from the branch before, or as recorded. */
export type Choice =
  | { readonly kind: 'shares'; readonly shares: readonly number[] }
  | { readonly kind: 'markov'; readonly transitions: readonly (readonly number[])[]; readonly first?: number }
  | { readonly kind: 'trace'; readonly trace: readonly number[] };

/** Chances in one place of a run: of each branch, and that it is another one than in the place before. */
export interface Place {
  readonly chances: readonly number[];
  readonly switches: readonly number[];
}

/**
 * The places 0 .. units - 1 of a run:
 *
 *   shares   P(i) = p_i, P(switch to j) = p_j (1 - p_j): the place before it is any of a long run
 *   markov   pi_0 = the first branch, pi_t = pi_(t-1) P, P(switch to j) = sum over i <> j of pi_(t-1)(i) P(i, j)
 *   trace    as recorded, over and over
 *
 * In front of a run that is recorded, or begins with a branch, that branch is there already.
 */
export function placesOf(choice: Choice, branches: number, units: number): readonly Place[] {
  switch (choice.kind) {
    case 'shares': {
      const place = { chances: choice.shares, switches: choice.shares.map((share) => share * (1 - share)) };
      return new Array<Place>(units).fill(place);
    }
    case 'markov': return markovPlaces(choice.transitions, choice.first ?? 0, branches, units);
    case 'trace': {
      const { trace } = choice;
      const at = (t: number): number => trace[t % trace.length]!;
      return Array.from({ length: units }, (_, t) => ({
        chances: indicator(branches, at(t)), switches: t > 0 && at(t) !== at(t - 1) ? indicator(branches, at(t)) : indicator(branches, -1),
      }));
    }
  }
}

function markovPlaces(transitions: readonly (readonly number[])[], first: number, branches: number, units: number): readonly Place[] {
  const places: Place[] = [{ chances: indicator(branches, first), switches: indicator(branches, -1) }];
  for (let t = 1; t < units; t++) {
    const { chances } = places[t - 1]!;
    const into = (j: number, stays: boolean): number => chances.reduce((sum, chance, i) => sum + (i === j && !stays ? 0 : chance * transitions[i]![j]!), 0);
    const all = Array.from({ length: branches }, (_, j) => j);
    places.push({ chances: all.map((j) => into(j, true)), switches: all.map((j) => into(j, false)) });
  }
  return places.slice(0, units);
}

function indicator(branches: number, one: number): readonly number[] {
  return Array.from({ length: branches }, (_, i) => (i === one ? 1 : 0));
}

/** Branches that a run can take at all. */
export function possible(places: readonly Place[], branches: number): readonly boolean[] {
  return Array.from({ length: branches }, (_, i) => places.some(({ chances }) => chances[i]! > 0));
}

/** Means over the places of a run. */
export function meanPlace(places: readonly Place[], branches: number): Place {
  // Equal places have the mean that each of them has.
  if (places.every((place) => place === places[0])) return places[0]!;
  const mean = (of: (place: Place) => number): number => places.reduce((sum, place) => sum + of(place), 0) / places.length;
  const all = Array.from({ length: branches }, (_, i) => i);
  return { chances: all.map((i) => mean(({ chances }) => chances[i]!)), switches: all.map((i) => mean(({ switches }) => switches[i]!)) };
}
