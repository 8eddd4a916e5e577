import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { printedProblem, problemsOf, reasonOf, visit } from './error-texts.mjs';
import { table } from './markdown.mjs';
import { root, sourceFiles } from './root.mjs';

/** The list of every public code, from the sources. */
export function errorsPage() {
  const problems = [];
  const reasons = [];
  for (const file of sourceFiles(join(root, 'src'))) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    const path = relative(root, file).split(sep).join('/');
    visit(source, (node) => {
      // One argument: the `reject` of a promise.
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && ['problem', 'reject'].includes(node.expression.text) && node.arguments.length > 1) problems.push(...problemsOf(node, source, path));
      if (ts.isTemplateExpression(node)) problems.push(...printedProblem(node, path));
      if (ts.isObjectLiteralExpression(node)) reasons.push(...reasonOf(node, path));
    });
  }
  const areas = [...new Set(problems.map(({ code }) => code.split('/')[0]))].sort();
  return [
    '# Error codes',
    '',
    'Written by `scripts/write-docs.mjs` from the sources: do not edit.',
    '',
    'A problem is printed on the error stream as `file:line:column code: what is wrong; what to do`. All problems of a file are reported at once,',
    'and the exit code is 2. Codes are public: a code keeps its meaning. `{name}` stands for a part that depends on the input.',
    ...areas.flatMap((area) => ['', `## ${area}`, '', table(['Code', 'What is wrong', 'What to do', 'Where'], rowsByCode(problems.filter(({ code }) => code.startsWith(`${area}/`))))]),
    '',
    '## Reasons why a design does not fit',
    '',
    'These are answers, not errors: they stand in `reasons[]` of a result with `feasible: false`, each with what is needed and what there is.',
    'The exit code is 1.',
    '',
    table(['Code', 'Resource', 'Where'], rowsByCode(reasons)),
    '',
  ].join('\n');
}

/** Rows by code; a code that says several things stands once, in front of the first. */
function rowsByCode(entries) {
  const sorted = entries.map((entry, i) => ({ ...entry, i })).sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.i - b.i));
  let last = '';
  return sorted.map(({ code, texts, path }) => {
    const row = [code === last ? '' : `\`${code}\``, ...texts, `[${path.replace(/^src\//, '')}](../${path})`];
    last = code;
    return row;
  });
}
