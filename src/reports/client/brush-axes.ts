import { binAt, binCount, binEndText, type Bins } from '../figures/axis-bins.js';
import type { ParallelAxis } from '../figures/parallel-axis.js';
import type { Selection } from './brush-selection.js';
import { untilReleased } from './until-released.js';

/** Sets what is selected of an axis, from one part to another in any order. */
export type SelectBins = (axis: number, first: number, last: number) => void;

/** Keys move an end by about a hundredth of an axis, and by a tenth with PageUp and PageDown. */
const [smallStep, largeStep] = [100, 10];
/** A pointer that moves less has clicked. */
const clickPixels = 3;

/** Lays over each axis of a drawing a range that is dragged, with an end on both sides that is a slider for keys; gives what shows a selection. */
export function brushAxes(svg: SVGSVGElement, axes: readonly ParallelAxis[], select: SelectBins, clear: (axis: number) => void): (selection: Selection) => void {
  const holder = holderOf(svg);
  const { width, height } = svg.viewBox.baseVal;
  const shows = [...svg.querySelectorAll<SVGLineElement>('line[data-axis]')].flatMap((line) => {
    const place = Number(line.dataset['axis']);
    const axis = axes[place];
    if (axis === undefined) return [];
    const brush = part('brush');
    brush.setAttribute('role', 'group');
    brush.setAttribute('aria-label', `Select by ${axis.name}`);
    const [from, to, y] = ['x1', 'x2', 'y1'].map((name) => Number(line.getAttribute(name))) as [number, number, number];
    Object.assign(brush.style, { left: `${(100 * from) / width}%`, width: `${(100 * (to - from)) / width}%`, top: `${(100 * y) / height}%` });
    holder.append(brush);
    const show = oneAxis(brush, axis, (first, last) => { select(place, first, last); }, () => { clear(place); });
    return [(selection: Selection): void => { show(selection[place] ?? null); }];
  });
  return (selection) => { for (const show of shows) show(selection); };
}

/** A drawing with a place over it that is as large as it is. */
export function holderOf(svg: SVGSVGElement): HTMLElement {
  const holder = part('brushed');
  svg.replaceWith(holder);
  holder.append(svg);
  return holder;
}

export function part(name: string): HTMLElement {
  const made = document.createElement('div');
  made.className = name;
  return made;
}

function oneAxis(brush: HTMLElement, axis: ParallelAxis, select: (first: number, last: number) => void, clear: () => void): (bins: Bins | null) => void {
  const count = binCount(axis);
  const whole: Bins = [0, count - 1];
  let shown = whole;
  const range = part('brush-range');
  const [leftName, rightName] = axis.scale.kind === 'values' ? ['from', 'to'] : axis.scale.left <= axis.scale.right ? ['at least', 'at most'] : ['at most', 'at least'];
  const left = slider(`${axis.name}, ${leftName}`, count, (by) => { select(Math.min(shown[1], Math.max(0, shown[0] + by)), shown[1]); }, clear);
  const right = slider(`${axis.name}, ${rightName}`, count, (by) => { select(shown[0], Math.max(shown[0], Math.min(count - 1, shown[1] + by))); }, clear);
  brush.append(range, left.element, right.element);
  dragging(brush, count, () => shown, [left.element, right.element], select, clear, axis.scale.kind === 'values');
  const show = (bins: Bins | null): void => {
    shown = bins ?? whole;
    const [from, to] = [(100 * shown[0]) / count, (100 * (shown[1] + 1)) / count];
    brush.classList.toggle('set', bins !== null);
    range.hidden = bins === null;
    Object.assign(range.style, { left: `${from}%`, width: `${to - from}%` });
    left.show(shown[0], from, binEndText(axis, shown[0]));
    right.show(shown[1] + 1, to, binEndText(axis, axis.scale.kind === 'values' ? shown[1] : shown[1] + 1));
  };
  show(null);
  return show;
}

interface Slider {
  readonly element: HTMLElement;
  readonly show: (value: number, percent: number, text: string) => void;
}

function slider(label: string, count: number, move: (by: number) => void, clear: () => void): Slider {
  const element = part('brush-end');
  element.tabIndex = 0;
  for (const [name, value] of Object.entries({ 'role': 'slider', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': String(count) })) element.setAttribute(name, value);
  const [small, large] = [Math.max(1, Math.round(count / smallStep)), Math.max(1, Math.round(count / largeStep))];
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -small, ArrowDown: -small, ArrowRight: small, ArrowUp: small, PageDown: -large, PageUp: large, Home: -count, End: count };
  element.addEventListener('keydown', (event) => {
    const by = steps[event.key];
    if (by !== undefined) move(by);
    else if (event.key === 'Escape') clear();
    else return;
    event.preventDefault();
    // The keys of the figure around it go through its marks.
    event.stopPropagation();
  });
  return {
    element,
    show: (value, percent, text) => {
      element.style.left = `${percent}%`;
      element.setAttribute('aria-valuenow', String(value));
      element.setAttribute('aria-valuetext', text);
    },
  };
}

/** A pointer on an end moves it; inside a range it moves the range; elsewhere it draws another. A click selects one value where there are few, or clears. */
function dragging(brush: HTMLElement, count: number, shownNow: () => Bins, ends: readonly [HTMLElement, HTMLElement], select: (first: number, last: number) => void, clear: () => void, hasFew: boolean): void {
  brush.addEventListener('pointerdown', (start) => {
    if (start.button !== 0) return;
    const { left, width } = brush.getBoundingClientRect();
    const shareOf = (event: PointerEvent): number => (event.clientX - left) / width;
    const binOf = (event: PointerEvent): number => binAt(shareOf(event), count);
    const [first, last] = shownNow();
    const isWhole = first === 0 && last === count - 1;
    const anchor = binOf(start);
    const end = ends.indexOf(start.target as HTMLElement);
    const isInside = !isWhole && anchor >= first && anchor <= last;
    let hasMoved = false;
    const move = (event: PointerEvent): void => {
      if (!hasMoved && Math.abs(event.clientX - start.clientX) < clickPixels) return;
      hasMoved = true;
      const at = binOf(event);
      // An end stands between two parts: the nearer one is where it goes.
      const border = Math.round(shareOf(event) * count);
      if (end === 0) select(Math.min(last, Math.max(0, border)), last);
      else if (end === 1) select(first, Math.max(first, Math.min(count, border) - 1));
      else if (isInside) {
        const by = Math.max(-first, Math.min(count - 1 - last, at - anchor));
        select(first + by, last + by);
      } else select(anchor, at);
    };
    brush.setPointerCapture(start.pointerId);
    untilReleased(brush, move, (isLost) => {
      if (isLost || hasMoved || end >= 0) return;
      if (!hasFew || (first === last && first === anchor)) clear();
      else select(anchor, anchor);
    });
    if (end >= 0) ends[end]!.focus({ preventScroll: true });
    // Else texts around it would be selected.
    start.preventDefault();
  });
}
