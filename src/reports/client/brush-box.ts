import { binCount, binsBetween, numberAt, type Bins } from '../figures/axis-bins.js';
import type { ParallelAxis } from '../figures/parallel-axis.js';
import { holderOf, part } from './brush-axes.js';
import type { Selection } from './brush-selection.js';
import { untilReleased } from './until-released.js';

/** Sets what is selected of several axes at once; null for all of an axis. */
export type SelectAxes = (bins: readonly (readonly [axis: number, Bins | null])[]) => void;

/** One side of a panel: an objective, its axis of parallel coordinates, and the values at both ends. */
interface Side {
  readonly place: number;
  readonly axis: ParallelAxis;
  readonly ends: { readonly left: number; readonly right: number; readonly isLog: boolean };
}

/** A pointer that moves less has clicked. */
const clickPixels = 4;

/** Lets a reader draw a box in a panel of a front: the designs in it are selected on the axes of its two objectives, of which the last `objectives` are. A finger scrolls the page. Gives what shows a selection. */
export function brushBoxes(svg: SVGSVGElement, axes: readonly ParallelAxis[], objectives: number, select: SelectAxes): (selection: Selection) => void {
  const holder = holderOf(svg);
  const shows = [...svg.querySelectorAll<SVGRectElement>('rect[data-panel]')].flatMap((panel) => {
    const [x, y] = (panel.dataset['panel'] ?? '').split(' ').map((objective, i) => sideOf(panel.dataset[i === 0 ? 'x' : 'y'] ?? '', axes.length - objectives + Number(objective), axes));
    return x === undefined || y === undefined || x === null || y === null ? [] : [onePanel(svg, panel, holder, x, y, select)];
  });
  return (selection) => { for (const show of shows) show(selection); };
}

function sideOf(text: string, place: number, axes: readonly ParallelAxis[]): Side | null {
  const [kind, left, right] = text.split(' ');
  const axis = axes[place];
  return axis === undefined ? null : { place, axis, ends: { left: Number(left), right: Number(right), isLog: kind === 'log' } };
}

function onePanel(svg: SVGSVGElement, panel: SVGRectElement, holder: HTMLElement, x: Side, y: Side, select: SelectAxes): (selection: Selection) => void {
  const box = part('brush-box');
  holder.append(box);
  svg.addEventListener('pointerdown', (start) => {
    if (start.button !== 0 || start.pointerType === 'touch') return;
    const area = panel.getBoundingClientRect();
    const place = ({ clientX, clientY }: PointerEvent): readonly [number, number] => [(clientX - area.left) / area.width, (area.bottom - clientY) / area.height];
    const from = place(start);
    if (from.some((share) => share < 0 || share > 1)) return;
    let hasMoved = false;
    const move = (event: PointerEvent): void => {
      if (!hasMoved && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < clickPixels) return;
      if (!hasMoved) svg.setPointerCapture(start.pointerId);
      hasMoved = true;
      const to = place(event);
      select([[x.place, binsOf(x, from[0], to[0])], [y.place, binsOf(y, from[1], to[1])]]);
    };
    untilReleased(svg, move, (isLost) => {
      if (!isLost && !hasMoved && !(start.target as Element).hasAttribute('data-id')) select([[x.place, null], [y.place, null]]);
    });
    start.preventDefault();
  });
  const { width, height } = svg.viewBox.baseVal;
  const [left, top, wide, high] = ['x', 'y', 'width', 'height'].map((name) => Number(panel.getAttribute(name))) as [number, number, number, number];
  return (selection) => {
    const [onX, onY] = [selection[x.place] ?? null, selection[y.place] ?? null];
    box.hidden = onX === null && onY === null;
    const [a, b] = sharesOf(x, onX);
    const [c, d] = sharesOf(y, onY);
    Object.assign(box.style, { left: `${(100 * (left + wide * a)) / width}%`, width: `${(100 * wide * (b - a)) / width}%`, top: `${(100 * (top + high * (1 - d))) / height}%`, height: `${(100 * high * (d - c)) / height}%` });
  };
}

/** The parts of an axis that a stretch of a side of the panel covers; the whole side is no limit. Between values that lie apart it is the nearest. */
function binsOf({ axis, ends }: Side, from: number, to: number): Bins | null {
  const [low, high] = [Math.max(0, Math.min(from, to)), Math.min(1, Math.max(from, to))];
  const [a, b] = [numberAt(ends, low), numberAt(ends, high)];
  const [least, most] = [low === 0 ? -Infinity : a, high === 1 ? Infinity : b];
  const { scale } = axis;
  if (scale.kind === 'numbers') {
    const [start, end] = [Math.min(scale.left, scale.right), Math.max(scale.left, scale.right)];
    return binsBetween(axis, Math.max(start, Math.min(end, least)), Math.max(start, Math.min(end, most)));
  }
  const middle = (a + b) / 2;
  const distances = scale.values.map((value) => (typeof value === 'number' ? Math.abs(value - middle) : Infinity));
  const nearest = distances.indexOf(Math.min(...distances));
  return binsBetween(axis, least, most) ?? [nearest, nearest];
}

/** Where selected parts of an axis begin and end on a side of a panel. */
function sharesOf({ axis, ends }: Side, bins: Bins | null): readonly [number, number] {
  const count = binCount(axis);
  const { scale } = axis;
  const [first, last] = bins ?? [0, count - 1];
  const at = (bin: number): number | null => {
    if (bin === 0 || bin === count) return null;
    if (scale.kind === 'numbers') return shareOf(ends, numberAt(scale, bin / count));
    const [before, after] = [scale.values[bin - 1], scale.values[bin]];
    return typeof before === 'number' && typeof after === 'number' ? shareOf(ends, (before + after) / 2) : null;
  };
  const isFalling = scale.kind === 'numbers' ? scale.left > scale.right : Number(scale.values[0]) > Number(scale.values.at(-1));
  const [low, high] = isFalling ? [at(last + 1), at(first)] : [at(first), at(last + 1)];
  return [low ?? 0, high ?? 1];
}

function shareOf({ left, right, isLog }: Side['ends'], value: number): number {
  const share = isLog ? Math.log(value / left) / Math.log(right / left) : (value - left) / (right - left);
  return Math.min(1, Math.max(0, share));
}
