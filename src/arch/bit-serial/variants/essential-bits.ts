/** The places of the ones in a magnitude, lowest first: what Pragmatic processes of an activation (Albericio et al., MICRO 2017). */
export function essentialBits(value: number): number[] {
  const places: number[] = [];
  for (let rest = Math.abs(value), place = 0; rest > 0; rest = Math.floor(rest / 2), place++) {
    if (rest % 2 === 1) places.push(place);
  }
  return places;
}

/**
 * Cycles that Pragmatic takes for activations that go in step. In each cycle the lowest place that is left anywhere is the common shift; every activation whose
 * own lowest place is less than 2^firstStageBits above it gives that bit. At least one cycle, for zeros too.
 */
export function pragmaticCycles(activations: readonly number[], firstStageBits: number): number {
  const left = activations.map(essentialBits);
  const reach = 2 ** firstStageBits;
  let cycles = 0;
  for (;;) {
    const lowest = Math.min(...left.map((places) => places[0] ?? Infinity));
    if (lowest === Infinity) return Math.max(1, cycles);
    for (const places of left) if (places.length > 0 && places[0]! - lowest < reach) places.shift();
    cycles++;
  }
}
