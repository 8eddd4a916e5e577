import type { Slice } from '../../sim/engine/event/timeline.js';
import { timelineFigure, timelineWindows } from '../figures/timeline.js';
import { button } from './button.js';
import { readState, writeState } from './page-state.js';
import { showFigure } from './show-figure.js';

const stateKey = 'timeline';

/** Lets a reader look at a part of the timeline: at what is worth it by name, closer or wider, earlier or later, by buttons and by keys. */
export function zoomTimeline(page: Document): void {
  const figure = page.querySelector<HTMLElement>('figure[data-figure=timeline]');
  const text = page.getElementById('archsim-timeline')?.textContent ?? '';
  const line = figure?.querySelector(':scope > .tools:first-child') ?? null;
  if (figure === null || line === null || text === '') return;
  const slices = JSON.parse(text) as readonly Slice[];
  const windows = timelineWindows(slices);
  const [whole] = windows;
  if (whole === undefined) return;
  let { from, to } = whole;
  const status = page.createElement('span');
  status.className = 'muted';
  status.setAttribute('role', 'status');
  const show = (start: number, end: number): void => {
    const length = Math.min(Math.max(end - start, (whole.to - whole.from) * 1e-6), whole.to - whole.from);
    // As many digits as the address keeps, so that it shows exactly the same.
    from = Number(Math.min(Math.max(start, whole.from), whole.to - length).toPrecision(9));
    to = Number((from + length).toPrecision(9));
    showFigure(figure, (width) => timelineFigure(slices, { width, embedStyle: false, from, to }));
    const share = length / (whole.to - whole.from);
    status.textContent = share < 1 ? `${(100 * share).toPrecision(2)} % of the time` : '';
    writeState(stateKey, share < 1 ? `${from}~${to}` : '');
  };
  const around = (factor: number): void => { show((from + to) / 2 - ((to - from) * factor) / 2, (from + to) / 2 + ((to - from) * factor) / 2); };
  const along = (share: number): void => { show(from + (to - from) * share, to + (to - from) * share); };
  const choice = page.createElement('select');
  choice.setAttribute('aria-label', 'Part of the timeline');
  choice.append(...windows.map(({ name }, i) => new Option(name, String(i))));
  choice.addEventListener('change', () => {
    const chosen = windows[Number(choice.value)];
    if (chosen !== undefined) show(chosen.from, chosen.to);
  });
  line.append(choice, button('+', 'Closer', () => { around(0.5); }), button('−', 'Wider', () => { around(2); }), button('←', 'Earlier', () => { along(-0.5); }), button('→', 'Later', () => { along(0.5); }), status);
  const [, start, end] = /^([\d.e+-]{1,20})~([\d.e+-]{1,20})$/.exec(readState(stateKey) ?? '') ?? [];
  if (start !== undefined && Number.isFinite(Number(start)) && Number(end) > Number(start)) show(Number(start), Number(end));
}
