import type { SimulationResult } from '../../sim/model/result.js';
import { resultFigures, type ResultFigureName } from '../page/result-figures.js';
import { figureDigits } from '../page/section.js';
import { later } from './later.js';
import { showFigure } from './show-figure.js';
import { addTableTools } from './table-tools.js';

/** Draws every figure of a result again, with its caption and its digits: the functions that drew them when the page was written. */
export function redrawFigures(page: Document, result: SimulationResult): void {
  for (const figure of page.querySelectorAll<HTMLElement>('figure[data-figure]')) {
    const name = figure.dataset['figure'] as ResultFigureName;
    if (!Object.hasOwn(resultFigures, name)) continue;
    const { draw, caption, table } = resultFigures[name];
    showFigure(figure, (width) => draw(result, { width, embedStyle: false }));
    const text = figure.querySelector('figcaption');
    if (text !== null) text.textContent = caption(result);
    const digits = figure.querySelector<HTMLDetailsElement>('details.digits');
    if (digits === null || table === undefined) continue;
    const replace = (): void => { replaceDigits(digits, figureDigits(table(result))); };
    if (digits.open) replace();
    else later(digits, replace);
  }
}

function replaceDigits(digits: HTMLDetailsElement, markup: string): void {
  const made = new DOMParser().parseFromString(markup, 'text/html').querySelector('details');
  if (made === null) return;
  digits.replaceChildren(...made.childNodes);
  addTableTools(digits);
}
