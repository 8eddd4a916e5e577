/** True for a number that a linear axis can hold: finite, and zero or of a size that quantities of machines have. */
export function isDrawable(value: number | null | undefined): value is number {
  if (value === null || value === undefined) return false;
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-24 && size <= 1e24);
}
