// Builds the package (dist) or the package with its tests (build): compile, then make text modules of the Verilog sources and of the programs in pages, the JSON Schemas and their validators.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = process.argv[2] === 'build' ? 'build' : 'dist';
const out = join(root, target);
const compiled = target === 'build' ? join(out, 'src') : out;

rmSync(out, { recursive: true, force: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
try {
  execFileSync(process.execPath, [tsc, '-p', join(root, target === 'build' ? 'tsconfig.test.json' : 'tsconfig.json')], { stdio: 'inherit' });
} catch {
  process.exit(1);
}
const { compileVerilog } = await import(pathToFileURL(join(root, 'scripts', 'compile-verilog.mjs')).href);
compileVerilog({ sources: join(root, 'src'), compiled });
const { compileSchemas } = await import(pathToFileURL(join(root, 'scripts', 'compile-schemas.mjs')).href);
await compileSchemas({ compiled, schemas: join(root, 'schemas') });
const { bundleClient, bundleEngines } = await import(pathToFileURL(join(root, 'scripts', 'bundle-pages.mjs')).href);
await bundleClient({ compiled });
await bundleEngines({ compiled });
if (!existsSync(join(compiled, 'experiment', 'validators.js'))) process.exit(1);
