/** Sizes that a scale can work with: beyond, sums and ratios leave the numbers of a machine. */
const [leastSize, mostSize] = [1e-200, 1e200];

/** True for a number that has a place in a figure: finite, and zero or of a size that scales can hold. */
export function isDrawable(value: unknown): value is number {
  if (typeof value !== 'number') return false;
  const size = Math.abs(value);
  return size === 0 || (size >= leastSize && size <= mostSize);
}
