// Makes a module of every folder of Verilog sources: `rtl/*.v` becomes `rtl/verilog.js`, which exports the texts by file name.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Compiles the folders named `rtl` under `sources` into the same places under `compiled`. */
export function compileVerilog({ sources, compiled }) {
  for (const folder of rtlFolders(sources)) {
    const files = readdirSync(folder).filter((name) => name.endsWith('.v')).sort();
    const texts = Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')]));
    const out = join(compiled, relative(sources, folder));
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'verilog.js'), `export const verilog = ${JSON.stringify(texts, null, 1)};\n`);
  }
}

function rtlFolders(folder) {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap((entry) => {
    const inside = join(folder, entry.name);
    return entry.name === 'rtl' && existsSync(join(inside, 'verilog.d.ts')) ? [inside] : rtlFolders(inside);
  });
}
