import { figureWidths } from '../page/section.js';
import { later, narrowScreen } from './later.js';

/** Puts another drawing into the frames of a figure: into that which is shown at once, into the other one when the reader pauses. */
export function showFigure(figure: Element, draw: (width: number) => string): void {
  for (const [name, width] of Object.entries(figureWidths)) {
    const frame = figure.querySelector<HTMLElement>(`.frame.${name}`);
    if (frame === null) continue;
    const show = (): void => { showDrawing(frame, draw(width)); };
    if (narrowScreen.matches === (name === 'narrow')) show();
    else later(frame, show);
  }
}

/** Puts a drawing into a frame. It is markup of our own figures, whose texts are escaped. */
export function showDrawing(frame: HTMLElement, drawing: string): void {
  frame.innerHTML = drawing;
  takeTitles(frame);
}

/** The marks of a figure. Their titles become attributes, or browsers would show them too, beside the tip and later than it. */
export function takeTitles(frame: HTMLElement): readonly SVGElement[] {
  for (const title of frame.querySelectorAll('.fig title')) {
    const own = title.parentElement;
    own?.setAttribute('data-tip', title.textContent);
    title.remove();
  }
  return [...frame.querySelectorAll<SVGElement>('.fig [data-tip]')];
}
