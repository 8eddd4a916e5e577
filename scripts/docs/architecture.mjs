import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { block, table } from './markdown.mjs';
import { root, sourceFiles } from './root.mjs';

export const path = 'ARCHITECTURE.md';

/** What stands between the markers of the document. */
export function parts() {
  return { imports: importTable() };
}

/** The rules that `npm run lint` enforces, read from the rule file itself. */
function importTable() {
  const { forbidden } = createRequire(import.meta.url)(join(root, 'dependency-rules.cjs'));
  const foldersIn = (pattern) => [...pattern.matchAll(/\^src\/([\w/-]+)\//g)].map(([, name]) => name);
  const rows = forbidden.filter((rule) => rule.name.endsWith('-imports') && rule.from.path !== undefined && rule.to.pathNot?.startsWith('^src/')).map((rule) => {
    const [folder] = foldersIn(rule.from.path);
    const group = /^\^src\/\(([^)]*)\)/.exec(rule.to.pathNot);
    const allowed = (group === null ? foldersIn(rule.to.pathNot) : group[1].split('|')).filter((name) => name !== folder);
    return [`\`${folder}/\`${hasSources(join(root, 'src', folder)) ? '' : ' (planned)'}`, allowed.length === 0 ? 'nothing' : allowed.map((name) => `\`${name}\``).join(', ')];
  });
  return block(table(['Folder', 'May import, beside itself'], rows));
}

/** Empty folders do not count: a checkout does not have them. */
function hasSources(folder) {
  return existsSync(folder) && sourceFiles(folder).length > 0;
}
