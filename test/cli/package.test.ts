import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleFiles, packageRoot } from '../../src/cli/package-files.js';
import { version } from '../../src/experiment/version.js';

const root = packageRoot();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string; readonly files: readonly string[]; readonly bin: Readonly<Record<string, string>>; readonly dependencies: Readonly<Record<string, string>> };

describe('the package', () => {
  it('has the version that the program prints', () => {
    assert.equal(manifest.version, version);
  });

  it('holds what the installed program needs, and neither tests nor sources', function () {
    this.timeout(60_000);
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32', stdio: ['ignore', 'pipe', 'ignore'] })) as { readonly files: readonly { readonly path: string }[] }[];
    const paths = packed!.files.map(({ path }) => path);
    const needed = ['package.json', 'LICENSE', 'NOTICE', 'README.md', 'reference/fpga.json', 'reference/llm-viewer.json', 'schemas/experiment.schema.json', ...exampleFiles().map((file) => `examples/${file}`)];
    for (const path of needed.filter((file) => existsSync(join(root, file)))) assert.ok(paths.includes(path), path);
    for (const path of ['package.json', 'LICENSE', 'NOTICE', 'examples/flightllm.json', 'reference/fpga.json']) assert.ok(paths.includes(path), path);
    assert.deepEqual(paths.filter((path) => /^(?:test|src|build|coverage|scripts|node_modules)\//.test(path) || /\.test\./.test(path)), []);
    assert.ok(manifest.files.includes('dist'));
    if (existsSync(join(root, 'dist'))) assert.ok(paths.includes(manifest.bin['archsim']!));
  });

  it('names the same version of every dependency each time it is installed', () => {
    for (const [name, range] of Object.entries(manifest.dependencies)) assert.match(range, /^\d+\.\d+\.\d+$/, name);
  });
});
