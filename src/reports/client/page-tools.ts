import { button } from './button.js';
import { fileName, saveFile } from './save-file.js';

/** What a page holds for others to work with, by the id of its element: what it is called, and the end of its file name. */
const held = [
  { id: 'archsim-results', what: 'Results', ending: 'result.json' },
  { id: 'archsim-experiments', what: 'Experiments', ending: 'experiment.json' },
] as const;

/** Buttons under the title that save results and experiments as they came from archsim: one as it is, several as a list. */
export function addPageTools(page: Document): void {
  const line = page.createElement('div');
  line.className = 'tools';
  for (const { id, what, ending } of held) {
    const values = valuesOf(page, id);
    if (values.length === 0) continue;
    const text = JSON.stringify(values.length === 1 ? values[0] : values, null, 2);
    const label = values.length === 1 ? what.replace(/s$/, '') : what;
    line.append(button(`${label} as JSON`, `Save the ${label.toLowerCase()} as JSON`, () => { saveFile(fileName(page.title, ending), new Blob([`${text}\n`], { type: 'application/json' })); }));
  }
  if (line.childElementCount > 0) page.querySelector('h1')?.after(line);
}

function valuesOf(page: Document, id: string): readonly unknown[] {
  const text = page.getElementById(id)?.textContent ?? '';
  const value: unknown = text === '' ? [] : JSON.parse(text);
  return Array.isArray(value) ? value : [value];
}
