// Writes what the documents take from the product: numbers, tables, the error list and the pictures. `node scripts/write-docs.mjs` after a
// build; with `--check` nothing is written, and the exit code is 1 where a document is not what the product says. `docs/` has a file for each document.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as architecture from './docs/architecture.mjs';
import * as calibrate from './docs/calibrate.mjs';
import * as dspChain from './docs/dsp-chain.mjs';
import { errorsPage } from './docs/errors.mjs';
import * as fidelities from './docs/fidelities.mjs';
import * as files from './docs/files.mjs';
import { images } from './docs/images.mjs';
import { judge } from './docs/judged.mjs';
import * as numberFormats from './docs/number-formats.mjs';
import { loadProduct } from './docs/product.mjs';
import * as readme from './docs/readme.mjs';
import { root } from './docs/root.mjs';
import * as scenarios from './docs/scenarios.mjs';
import * as schemes from './docs/schemes.mjs';
import * as validation from './docs/validation.mjs';
import * as lutWins from './docs/when-does-lut-win.mjs';

const documents = [readme, architecture, files, calibrate, fidelities, validation, lutWins, numberFormats, schemes, scenarios, dspChain];

/** Every generated document as a map from its path to its whole text; the parts between markers are new, the rest is as it stands. */
export async function generatedDocuments(compiled = join(root, 'dist')) {
  const product = await loadProduct(compiled);
  const judged = judge(product);
  const texts = new Map();
  for (const { path, parts } of documents) {
    let text = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
    for (const [name, body] of Object.entries(await parts({ product, judged }))) text = withBlock(text, name, body, path);
    texts.set(path, text);
  }
  texts.set('docs/errors.md', errorsPage());
  for (const [path, text] of images(product)) texts.set(path, text);
  return texts;
}

/** The text with everything between `<!-- name -->` and `<!-- /name -->` replaced. */
function withBlock(text, name, body, path) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`${path} has no part from ${open} to ${close}`);
  return `${text.slice(0, from + open.length)}\n${body}\n${text.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const compiled = process.argv.slice(2).find((word) => !word.startsWith('--'));
  let stale = 0;
  for (const [path, text] of await generatedDocuments(compiled)) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8').replaceAll('\r\n', '\n') === text) continue;
    stale++;
    process.stderr.write(`${path} ${check ? 'is not what the product says: node scripts/write-docs.mjs' : 'written'}\n`);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (check && stale > 0) process.exitCode = 1;
}
