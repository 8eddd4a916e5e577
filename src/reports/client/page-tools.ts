import { savedData } from '../page/tools-place.js';
import { button } from './button.js';
import { fileName, saveFile } from './save-file.js';

/** Buttons under the title that save results and experiments as they came from archsim: one as it is, several as a list. */
export function addPageTools(page: Document): void {
  const line = page.querySelector('h1 + .tools');
  if (line === null) return;
  for (const { id, what, ending } of savedData) {
    const values = valuesOf(page, id);
    if (values.length === 0) continue;
    const text = JSON.stringify(values.length === 1 ? values[0] : values, null, 2);
    const label = values.length === 1 ? what.replace(/s$/, '') : what;
    line.append(button(`${label} as JSON`, `Save the ${label.toLowerCase()} as JSON`, () => { saveFile(fileName(page.title, ending), new Blob([`${text}\n`], { type: 'application/json' })); }));
  }
}

function valuesOf(page: Document, id: string): readonly unknown[] {
  const text = page.getElementById(id)?.textContent ?? '';
  const value: unknown = text === '' ? [] : JSON.parse(text);
  return Array.isArray(value) ? value : [value];
}
