import { axisValueText, sharesOn, type ParallelAxis } from './parallel-axis.js';

/** Parts of equal length that an axis is divided into, from the left: what a reader selects begins and ends with one, so that a design is inside or outside whatever the width. */
export type Bins = readonly [first: number, last: number];

/** Parts of an axis of numbers: less than a pixel of most screens is lost, and a number of one byte names a part. */
const mostBins = 250;
/** In place of a part, for a design without a value. */
export const noBin = 255;

export function binCount({ scale }: ParallelAxis): number {
  return scale.kind === 'numbers' ? mostBins : scale.values.length;
}

/** The part that each value stands in. */
export function binsOn(axis: ParallelAxis): (value: unknown) => number {
  const share = sharesOn(axis);
  const count = binCount(axis);
  return (value) => {
    const at = share(value);
    return at === null ? noBin : binAt(at, count);
  };
}

/** The part at a share of an axis. */
export function binAt(share: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}

/** The number that stands at a share of an axis of numbers. */
export function numberAt({ left, right, isLog }: { readonly left: number; readonly right: number; readonly isLog: boolean }, share: number): number {
  return isLog ? left ** (1 - share) * right ** share : left * (1 - share) + right * share;
}

/** The parts between two numbers, those that they stand in included; with few values those between them, or null where there are none. */
export function binsBetween(axis: ParallelAxis, low: number, high: number): Bins | null {
  const { scale } = axis;
  if (scale.kind === 'numbers') {
    const [a, b] = [low, high].map(binsOn(axis)) as [number, number];
    return a <= b ? [a, b] : [b, a];
  }
  const inside = scale.values.flatMap((value, i) => (typeof value === 'number' && value >= low && value <= high ? [i] : []));
  return inside.length === 0 ? null : [inside[0]!, inside.at(-1)!];
}

/** What a selection holds, in words, the smaller number first: `clock 150 to 225`, `access own or shared`. */
export function binsText(axis: ParallelAxis, bins: Bins): string {
  return `${axis.name} ${endsText(axis, bins)}`;
}

function endsText(axis: ParallelAxis, [first, last]: Bins): string {
  const { scale } = axis;
  if (scale.kind === 'numbers') {
    const [a, b] = [binEndText(axis, first), binEndText(axis, last + 1)];
    return scale.left <= scale.right ? `${a} to ${b}` : `${b} to ${a}`;
  }
  const inside = scale.values.slice(first, last + 1);
  const others = scale.others > 0 && last === scale.values.length - 1 ? [`${scale.others} others`] : [];
  if (inside.every((value) => typeof value === 'number')) {
    const texts = [...inside].sort((a, b) => a - b).map((value) => axisValueText(axis, value));
    return texts.length < 3 ? texts.join(' or ') : `${texts[0]!} to ${texts.at(-1)!}`;
  }
  const texts = [...inside.map((value) => axisValueText(axis, value)), ...others];
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)!}`;
}

/** What stands at the beginning of a part, or at the end of the one before: a number of an axis of numbers, the value of a part elsewhere. */
export function binEndText(axis: ParallelAxis, bin: number): string {
  const { scale } = axis;
  if (scale.kind === 'numbers') return axisValueText(axis, numberAt(scale, bin / mostBins));
  return axisValueText(axis, scale.values[Math.min(bin, scale.values.length - 1)]!);
}
