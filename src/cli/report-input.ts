import type { Exploration } from '../reports/page/exploration-page.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import { documentsOf } from './documents.js';
import { mixedKinds } from './report-diagnostics.js';
import { readExploration, searchFolder } from './report-exploration.js';
import { checkedAs, kindText, reportedKind, type ReportedKind, type ReportedKinds } from './report-kinds.js';

/** What a page is to be made of: documents that are experiments or results, or what else archsim prints, all of one kind. */
export type Reported =
  | { readonly kind: 'result'; readonly items: readonly Document[] }
  | { readonly kind: 'exploration'; readonly items: readonly Exploration[] }
  | { readonly [Kind in Exclude<ReportedKind, 'exploration'>]: { readonly kind: Kind; readonly items: readonly ReportedKinds[Kind][] } }[Exclude<ReportedKind, 'exploration'>];

/** Reads what is named: folders of searches, and files with one document or one a line. Throws `report/mixed-kinds` for documents of several kinds. */
export async function readReported(names: readonly string[]): Promise<Reported> {
  const folders = names.map(searchFolder);
  const searches: Exploration[] = [];
  for (const folder of new Set(folders)) if (folder !== undefined) searches.push(await readExploration(folder));
  const files = names.filter((_, i) => folders[i] === undefined);
  const documents = files.length === 0 ? [] : await documentsOf(files);
  const found = new Set<ReportedKind | 'result'>([...(searches.length > 0 ? ['exploration' as const] : []), ...documents.map(({ value }) => reportedKind(value) ?? 'result')]);
  if (found.size > 1) throw new InputError([mixedKinds([...found].map(kindText))]);
  const [kind = 'result'] = found;
  switch (kind) {
    case 'result': return { kind, items: documents };
    case 'exploration': return { kind, items: [...searches, ...documents.map((document) => ({ answer: checkedAs(kind, document), header: null, rows: [] }))] };
    case 'sweep': return { kind, items: documents.map((document) => checkedAs(kind, document)) };
    case 'lottery': return { kind, items: documents.map((document) => checkedAs(kind, document)) };
    case 'surrogate': return { kind, items: documents.map((document) => checkedAs(kind, document)) };
  }
}
