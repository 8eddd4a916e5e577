import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource, ResourceShelf } from '../../mcp/resources.js';
import { exampleFiles, examplePath, packageRoot } from '../package-files.js';
import { schemaNames, schemaText } from './schema-files.js';

interface Shelved extends Resource {
  readonly text: () => string;
}

/** What the package has to read: examples, JSON Schemas, pages of the documentation. */
export function packageShelf(): ResourceShelf {
  const all = [
    ...exampleFiles().map((file): Shelved => ({ uri: `archsim://examples/${file}`, name: file, description: 'bundled example', mimeType: 'application/json', text: () => readFileSync(examplePath(file), 'utf8') })),
    ...schemaNames().map((name): Shelved => ({ uri: `archsim://schemas/${name}`, name: `${name}.schema.json`, description: 'JSON Schema', mimeType: 'application/schema+json', text: () => schemaText(name) })),
    ...pages(),
  ];
  const byUri = new Map(all.map((one) => [one.uri, one]));
  return {
    list: () => all.map(({ uri, name, description, mimeType }) => ({ uri, name, description, mimeType })),
    read: (uri) => {
      const found = byUri.get(uri);
      return found === undefined ? undefined : { mimeType: found.mimeType, text: found.text() };
    },
  };
}

/** Pages that are installed: a copy without them has none. */
function pages(): readonly Shelved[] {
  const root = packageRoot();
  const docs = join(root, 'docs');
  const files = [...['README.md', 'ARCHITECTURE.md'].filter((file) => existsSync(join(root, file))), ...(existsSync(docs) ? readdirSync(docs).filter((file) => file.endsWith('.md')).sort().map((file) => `docs/${file}`) : [])];
  return files.map((file) => ({ uri: `archsim://${file.startsWith('docs/') ? '' : 'docs/'}${file}`, name: file, description: 'documentation', mimeType: 'text/markdown', text: () => readFileSync(join(root, file), 'utf8') }));
}
