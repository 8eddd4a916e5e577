// Makes texts of the programs that a page carries: its script, and the simulators that its worker runs.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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

/**
 * Bundles for each family a simulator of its machines, which runs in the worker of a page: `<compiled>/reports/what-if/engines/<family>.js` exports it as a text, and
 * `index.js` beside them finds them by name.
 */
export async function bundleEngines({ compiled }) {
  const { families } = await import(pathToFileURL(join(compiled, 'arch', 'registry.js')).href);
  const folder = join(compiled, 'reports', 'what-if', 'engines');
  mkdirSync(folder, { recursive: true });
  await Promise.all(families.map(async ({ name }) => {
    const path = join(compiled, 'arch', name, 'family.js');
    const [exported] = Object.keys(await import(pathToFileURL(path).href));
    const { outputFiles } = await build({
      stdin: { contents: `import { ${exported} } from './arch/${name}/family.js'; import { serve } from './reports/what-if/worker.js'; serve(${exported}, self);`, resolveDir: compiled },
      bundle: true, minify: true, write: false, format: 'iife', platform: 'browser', target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'error', plugins: [withoutSchemas],
    });
    writeFileSync(join(folder, `${name}.js`), `export const engineCode = ${JSON.stringify(outputFiles[0].text)};\n`);
  }));
  const entries = families.map(({ name }) => `  ${JSON.stringify(name)}: async () => (await import('./${name}.js')).engineCode,\n`);
  writeFileSync(join(folder, 'index.js'), `export const engines = {\n${entries.join('')}};\n`);
  copyFileSync(join(root, 'src', 'reports', 'what-if', 'engines', 'index.d.ts'), join(folder, 'index.d.ts'));
}

/** A simulator takes parameters that were checked before: schemas, which families load when they are asked for, stay out. */
const withoutSchemas = {
  name: 'without-schemas',
  setup(bundle) {
    bundle.onResolve({ filter: /\/spec\.js$/ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, namespace: 'no-schema' } : undefined));
    bundle.onLoad({ filter: /.*/, namespace: 'no-schema' }, () => ({ contents: '' }));
  },
};
