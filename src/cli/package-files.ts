import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the installed package: the nearest one above with a package.json and the examples. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) || !existsSync(join(folder, 'examples'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package has lost its package.json or its examples');
    folder = parent;
  }
  return folder;
}

/** Names of the bundled examples: their files. */
export function exampleFiles(): readonly string[] {
  return readdirSync(join(packageRoot(), 'examples')).filter((name) => name.endsWith('.json')).sort();
}

export function examplePath(file: string): string {
  return join(packageRoot(), 'examples', file);
}

export function exampleText(file: string): string {
  return readFileSync(examplePath(file), 'utf8');
}
