import { moduleMatcher, type ModuleMatcher } from './module-pattern.js';

/** Most entries with a pattern in one list. */
const mostPatterns = 1000;

/** One matcher for a list of modules, and the entries that are not understood. Plain entries are looked up, so that a long list costs nothing. */
export function moduleList(entries: readonly string[]): { readonly matches: ModuleMatcher; readonly unknown: readonly string[] } {
  const plain = new Set<string>();
  const patterns: ModuleMatcher[] = [];
  const unknown: string[] = [];
  for (const entry of entries) {
    if (!/^re:|[*?[\]]/.test(entry)) {
      plain.add(entry.replace(/\.weight$/, ''));
      continue;
    }
    const matcher = patterns.length < mostPatterns ? moduleMatcher(entry) : undefined;
    if (matcher === undefined) unknown.push(entry);
    else patterns.push(matcher);
  }
  return { matches: (module) => (plain.size > 0 && containsPath(plain, module)) || patterns.some((pattern) => pattern(module)), unknown };
}

/** True where some whole parts of a path, side by side, are in the set. */
function containsPath(paths: ReadonlySet<string>, module: string): boolean {
  const parts = module.split('.').slice(0, 32);
  for (let from = 0; from < parts.length; from++) {
    for (let to = from + 1; to <= parts.length; to++) if (paths.has(parts.slice(from, to).join('.'))) return true;
  }
  return false;
}
