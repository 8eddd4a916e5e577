import type { BrushData } from '../page/brush-columns.js';
import { brushAxes } from './brush-axes.js';
import { brushBoxes } from './brush-box.js';
import { countText, designsOf, selected, selectionIn, selectionText, type Selection } from './brush-selection.js';
import { button } from './button.js';
import { readState, writeState } from './page-state.js';

/** After so long without another change the selection is written into the address. */
const pauseMilliseconds = 150;

/**
 * Lets a reader select designs of a search by ends on axes of its parallel coordinates, or by a box in its front: what is outside is dimmed in both and hidden in tables, and what is inside is counted, of all designs and
 * not of those that are drawn. The selection is kept in the address of the page.
 */
export function brushDesigns(page: Document): void {
  const text = page.getElementById('archsim-brush')?.textContent ?? '';
  const searches = (text === '' ? [] : JSON.parse(text)) as readonly (BrushData | null)[];
  if (searches.every((data) => data === null)) return;
  searches.forEach((data, i) => {
    const article = page.getElementById(`search-${i + 1}`);
    if (data !== null && article !== null) brushSearch(article, data, `brush${i + 1}`);
  });
}

function brushSearch(article: HTMLElement, data: BrushData, key: string): void {
  const [coordinates, front] = ['parallel-coordinates', 'front'].map((name) => article.querySelector<HTMLElement>(`figure[data-figure=${name}]`));
  if (coordinates == null) return;
  const designs = designsOf(data);
  const all = designs.legalOf(designs.inside([]));
  const marked = [...article.querySelectorAll('[data-id]')].flatMap((element) => {
    const place = designs.placeOf(element.getAttribute('data-id')!);
    return place === undefined ? [] : [{ element, place, outside: element.tagName === 'TR' ? 'outside' : 'dim' }];
  });
  const tools = [
    toolsOf(coordinates, 'Select designs: drag along an axis, or move its ends, also by the arrow keys.', true, () => { set(data.axes.map(() => null)); }),
    ...(front == null ? [] : [toolsOf(front, 'Select designs: draw a box, or move the ends of the axes below.', false, () => { set(data.axes.map(() => null)); })]),
  ];
  let selection: Selection = data.axes.map(() => null);
  let [frame, timer] = [0, 0];
  const change = (parts: readonly (readonly [axis: number, bins: Selection[number]])[]): void => {
    const next = [...selection];
    for (const [axis, bins] of parts) next[axis] = bins;
    set(next);
  };
  const shows = [
    ...drawings(coordinates).map((svg) => brushAxes(svg, data.axes, (axis, first, last) => { change([[axis, selected(data, axis, first, last)]]); }, (axis) => { change([[axis, null]]); })),
    ...(front == null ? [] : drawings(front).map((svg) => brushBoxes(svg, data.axes, data.objectives, (parts) => { change(parts.map(([axis, bins]) => [axis, bins === null ? null : selected(data, axis, ...bins)])); }))),
  ];
  const apply = (): void => {
    frame = 0;
    const inside = designs.inside(selection);
    for (const { element, place, outside } of marked) element.classList.toggle(outside, inside[place] === 0);
    const isSet = selection.some((bins) => bins !== null);
    const told = isSet ? countText(data, selection, designs.legalOf(inside), all) : '';
    for (const tell of tools) tell(told);
  };
  /** Ends move at once, as the next key goes on from there; designs are counted for the next image, however often the selection changes before. */
  function set(next: Selection): void {
    selection = next;
    for (const show of shows) show(selection);
    // Browsers let a page change its address a few hundred times and no more.
    clearTimeout(timer);
    timer = setTimeout(() => { writeState(key, selectionText(selection)); }, pauseMilliseconds);
    if (frame === 0) frame = requestAnimationFrame(apply);
  }
  selection = selectionIn(data, readState(key) ?? '');
  for (const show of shows) show(selection);
  apply();
}

function drawings(figure: HTMLElement): readonly SVGSVGElement[] {
  return [...figure.querySelectorAll<SVGSVGElement>('.frame > svg')];
}

/** Fills the line behind a figure: how to select, and then what is; gives what writes it. Of several such lines one is told to who listens. */
function toolsOf(figure: HTMLElement, hint: string, isHeard: boolean, clear: () => void): (text: string) => void {
  const line = figure.nextElementSibling;
  if (line?.classList.contains('brush-told') !== true) return () => undefined;
  const told = document.createElement('span');
  told.className = 'muted';
  if (isHeard) told.setAttribute('role', 'status');
  const all = button('Clear', 'Clear the selection', clear);
  line.append(told, all);
  return (text) => {
    told.textContent = text === '' ? hint : text;
    all.disabled = text === '';
    line.classList.toggle('set', text !== '');
  };
}
