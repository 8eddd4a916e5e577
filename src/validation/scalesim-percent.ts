/**
 * A share as SCALE-Sim prints it: percent with four decimals, halves to even as Python rounds. A number whose fifth decimal is exactly half is a
 * multiple of 1/32, since no other double is a multiple of 1/20000; `toFixed` takes the larger neighbour of such a number.
 */
export function printedPercent(share: number): number {
  const percent = 100 * share;
  const rounded = Number(percent.toFixed(4));
  const isHalf = Number.isInteger(percent * 32) && percent * 32 % 2 !== 0;
  if (!isHalf) return rounded;
  const above = Math.round(rounded * 1e4);
  return (above % 2 === 0 ? above : above - 1) / 1e4;
}
