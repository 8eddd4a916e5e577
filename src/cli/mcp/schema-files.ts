import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-files.js';

const ending = '.schema.json';

/** Names of the JSON Schemas that come with the package. */
export function schemaNames(): readonly string[] {
  return readdirSync(folder()).filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length)).sort();
}

export function schemaText(name: string): string {
  return readFileSync(join(folder(), name + ending), 'utf8');
}

function folder(): string {
  return join(packageRoot(), 'schemas');
}
