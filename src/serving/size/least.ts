/** Scales from a millionth to a million of the given device are looked at. */
export const scaleRange = { least: 1e-6, most: 1e6 } as const;

/** Relative width at which a search ends: far below the hundredth by which an answer is checked. */
const width = 1e-4;

/**
 * The least x in the range for which `isEnough` holds, to 0.01 % above it: it holds for what is given back. Null where it does not hold at `most`. What is enough stays enough
 * when there is more.
 */
export function least(isEnough: (x: number) => boolean, most: number = scaleRange.most): number | null {
  if (!isEnough(most)) return null;
  let [low, high]: [number, number] = [scaleRange.least, most];
  if (isEnough(low)) return low;
  while (high / low > 1 + width) {
    const middle = Math.sqrt(low * high);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
