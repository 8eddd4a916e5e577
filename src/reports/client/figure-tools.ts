import { button } from './button.js';
import { fileName, saveFile } from './save-file.js';

/** Pixels of a saved image for each of a figure's own. */
const scale = 2;

/** Buttons behind each figure that save it as SVG or PNG, with its style, in the width that is shown. */
export function addFigureTools(page: Document): void {
  for (const figure of page.querySelectorAll('figure')) {
    if (figure.querySelector('svg') === null) continue;
    const line = figure.querySelector(':scope > .tools:last-child') ?? figure.appendChild(page.createElement('div'));
    line.className = 'tools';
    const shown = (): SVGSVGElement => [...figure.querySelectorAll('svg')].find((svg) => svg.getBoundingClientRect().width > 0) ?? figure.querySelector('svg')!;
    const name = figure.querySelector('svg')!.getAttribute('aria-label') ?? 'figure';
    line.append(
      button('SVG', `Save ${name} as SVG`, () => { saveFile(fileName(`${page.title}-${name}`, 'svg'), new Blob([svgText(shown())], { type: 'image/svg+xml' })); }),
      button('PNG', `Save ${name} as PNG`, () => { void pngOf(shown()).then((image) => { saveFile(fileName(`${page.title}-${name}`, 'png'), image); }); }),
    );
  }
}

/** A figure that stands by itself: with the rules for figures of the page's style sheet. */
export function svgText(figure: SVGSVGElement): string {
  const copy = figure.cloneNode(true) as SVGSVGElement;
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  style.textContent = figureRules();
  copy.prepend(style);
  for (const mark of copy.querySelectorAll('[data-tip]')) {
    const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    title.textContent = mark.getAttribute('data-tip');
    mark.removeAttribute('data-tip');
    mark.prepend(title);
  }
  return new XMLSerializer().serializeToString(copy);
}

function figureRules(): string {
  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).filter((text) => text.includes('.fig')).join('\n');
}

async function pngOf(figure: SVGSVGElement): Promise<Blob> {
  const { width, height } = figure.viewBox.baseVal;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(figure))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.scale(scale, scale);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('no image'));
      else resolve(blob);
    }, 'image/png');
  });
}
