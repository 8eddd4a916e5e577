// Makes texts of the programs that a page carries: its script, and the simulators that its worker runs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Bundles `src/reports/client/main.ts` into `<compiled>/reports/page/client-code.js`, which exports it as a text. */
export async function bundleClient({ compiled }) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src', 'reports', 'client', 'main.ts')], bundle: true, minify: true, write: false, format: 'iife', platform: 'browser', target: 'es2022',
    charset: 'utf8', legalComments: 'none', logLevel: 'error', tsconfig: join(root, 'src', 'reports', 'client', 'tsconfig.json'),
  });
  // It stands in a script element, which nothing in it may close, and whose text has the digest that the page's policy names.
  const text = outputFiles[0].text.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--').replaceAll('\r', '');
  const folder = join(compiled, 'reports', 'page');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'client-code.js'), `export const clientCode = ${JSON.stringify(text)};\n`);
}
