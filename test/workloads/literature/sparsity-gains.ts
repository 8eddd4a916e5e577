import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What half of the weights gives a family. */
export interface Gain {
  readonly family: string;
  readonly bits: readonly [dense: number, sparse: number] | null;
  /** Of a decode step, bytes from memory and seconds; of prefill, seconds: sparse over dense. */
  readonly decodeBytes: number | null;
  /** Share of the products that the array makes. */
  readonly products: number | null;
  readonly decodeTime: number | null;
  readonly prefillTime: number | null;
  readonly gains: 'bytes' | 'cycles' | 'both' | 'nothing';
  readonly why: string;
}

/** Of every family, as docs/schemes.md has it: the script that writes the document makes it of the compiled product. */
export async function sparsityGains(): Promise<readonly Gain[]> {
  const compiled = fileURLToPath(new URL('../../../src', import.meta.url));
  const scripts = join(projectFolder(compiled), 'scripts', 'docs');
  const { loadProduct } = await import(pathToFileURL(join(scripts, 'product.mjs')).href) as { loadProduct: (compiled: string) => Promise<unknown> };
  const schemes = await import(pathToFileURL(join(scripts, 'schemes.mjs')).href) as { sparsityGains: (product: unknown) => readonly Gain[] };
  return schemes.sparsityGains(await loadProduct(compiled));
}

/** Above the compiled tests, or the current one when they were compiled somewhere else. */
function projectFolder(compiled: string): string {
  for (let folder = compiled; folder !== dirname(folder); folder = dirname(folder)) if (existsSync(join(folder, 'scripts', 'docs', 'schemes.mjs'))) return folder;
  return process.cwd();
}
