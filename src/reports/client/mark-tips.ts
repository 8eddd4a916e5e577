import { takeTitles } from './show-figure.js';

/**
 * A text beside the mark that a pointer or the arrow keys are at: the `<title>` of the mark, which screen readers are told too. It is shown for all figures of the page;
 * what is given back does so for a frame that comes later, and is called again when that has another drawing.
 */
export function showTips(page: Document): (frame: HTMLElement) => void {
  const tip = page.createElement('div');
  tip.className = 'tip';
  tip.setAttribute('role', 'status');
  tip.hidden = true;
  page.body.append(tip);
  const known = new WeakSet<HTMLElement>();
  const hide = (): void => { tip.hidden = true; };
  const show = (mark: Element): void => {
    tip.textContent = mark.getAttribute('data-tip');
    tip.hidden = false;
    place(tip, mark.getBoundingClientRect());
  };
  const tell = (frame: HTMLElement): void => {
    takeTitles(frame);
    frame.setAttribute('aria-label', `${frame.querySelector('svg')?.getAttribute('aria-label') ?? 'Figure'}: arrow keys go through its marks`);
    if (known.has(frame)) return;
    known.add(frame);
    frame.tabIndex = 0;
    frame.setAttribute('role', 'group');
    let at = -1;
    let pointed: Element | null = null;
    const move = (to: number): void => {
      const all = takeTitles(frame);
      if (all.length === 0) return;
      at = (to + all.length) % all.length;
      mark(frame, all[at]!);
      show(all[at]!);
    };
    frame.addEventListener('pointermove', (event) => {
      const found = (event.target as Element).closest('.fig [data-tip], .fig *:has(> title)');
      if (found === null || (found === pointed && !tip.hidden)) return;
      pointed = found;
      takeTitles(frame);
      mark(frame, found);
      show(found);
    });
    frame.addEventListener('pointerleave', () => {
      mark(frame, null);
      hide();
    });
    frame.addEventListener('blur', () => {
      mark(frame, null);
      hide();
    });
    frame.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step !== undefined) move(at < 0 && step < 0 ? -1 : at + step);
      else if (event.key === 'Escape') hide();
      else return;
      event.preventDefault();
    });
  };
  for (const frame of page.querySelectorAll<HTMLElement>('figure .frame')) if (frame.querySelector('title') !== null) tell(frame);
  return tell;
}

/** Takes a mark as the one that is looked at, and says so to whoever links marks. */
function mark(frame: HTMLElement, found: Element | null): void {
  for (const old of frame.querySelectorAll('.at')) old.classList.remove('at');
  found?.classList.add('at');
  frame.dispatchEvent(new CustomEvent('mark', { bubbles: true, detail: found instanceof SVGElement ? found.dataset['id'] ?? null : null }));
}

/** Above the mark, or below where there is no room, and never outside the window. */
function place(tip: HTMLElement, { left, right, top, bottom }: DOMRect): void {
  const { width, height } = tip.getBoundingClientRect();
  const x = Math.max(8, Math.min(innerWidth - width - 8, (left + right) / 2 - width / 2));
  const y = top - height - 8 >= 0 ? top - height - 8 : Math.min(innerHeight - height - 8, bottom + 8);
  tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(Math.max(8, y))}px)`;
}
