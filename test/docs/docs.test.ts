import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { runDocument, simulationInput } from '../../src/experiment/run.js';
import type { ByteSource } from '../../src/experiment/byte-source.js';
import { parseDocument } from '../../src/sim/core/document.js';
import type { ArchitectureFamily } from '../../src/sim/model/family.js';
import { explainMetric } from '../../src/sim/engine/explain.js';
import { simulate, type SimulationInput } from '../../src/sim/engine/simulate.js';
import { deviceNamed } from '../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../src/workloads/models.js';
import { schemeNamed } from '../../src/workloads/schemes.js';

const run = promisify(execFile);
const compiled = fileURLToPath(new URL('../../src', import.meta.url));
const root = rootFolder();
const documents = markdownFiles();

/** The folder of the sources: above the compiled tests, or the current one when they were compiled somewhere else. */
function rootFolder(): string {
  const marker = join('scripts', 'write-docs.mjs');
  for (let folder = compiled; folder !== dirname(folder); folder = dirname(folder)) if (existsSync(join(folder, marker))) return folder;
  return process.cwd();
}

/** Every document of ours, by its path from the root with forward slashes. */
function markdownFiles(): readonly string[] {
  const inside = (folder: string): string[] => readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? inside(path) : path.endsWith('.md') ? [path] : [];
  });
  return [...readdirSync(root).filter((name) => name.endsWith('.md')), ...inside('docs'), ...inside('src')].sort();
}

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
}

interface Block {
  readonly language: string;
  readonly text: string;
  /** The name in a comment on its first line: what the reader saves it as. */
  readonly file: string | undefined;
}

function blocksOf(path: string): readonly Block[] {
  return [...textOf(path).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text, file: /^\/\/ ([\w./-]+\.\w+)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1] }));
}

function commandsIn(block: Block): readonly string[] {
  return block.language === 'sh' ? block.text.split('\n').filter((line) => line.startsWith('archsim ')) : [];
}

function openFile(path: string): ByteSource {
  const bytes = readFileSync(path);
  return { name: path, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

describe('the documents', function () {
  this.timeout(180_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'archsim-docs-'));
    // The package as an importer sees it, with the compiled sources in place of dist.
    mkdirSync(join(folder, 'node_modules', 'archsim'), { recursive: true });
    copyFileSync(join(root, 'package.json'), join(folder, 'node_modules', 'archsim', 'package.json'));
    symlinkSync(compiled, join(folder, 'node_modules', 'archsim', 'dist'), 'junction');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'archsim'), `#!/bin/sh\nexec "${process.execPath}" "${join(compiled, 'cli', 'main.js')}" "$@"\n`);
    chmodSync(join(folder, 'bin', 'archsim'), 0o755);
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A folder of a document with every file that it shows. */
  function workFolder(path: string): string {
    const work = join(folder, path.replace(/[^\w]+/g, '-'));
    mkdirSync(work, { recursive: true });
    for (const { language, file, text } of blocksOf(path)) if (file !== undefined && /^jsonc?$/.test(language)) writeFileSync(join(work, basename(file)), text);
    return work;
  }

  it('have parts that come from the product, and these are up to date', async () => {
    const { generatedDocuments } = await import(pathToFileURL(join(root, 'scripts', 'write-docs.mjs')).href) as { generatedDocuments: (compiled: string) => Promise<ReadonlyMap<string, string>> };
    for (const [path, text] of await generatedDocuments(compiled)) assert.equal(textOf(path), text, `${path} is old: npm run build && node scripts/write-docs.mjs`);
  });

  it('show commands that end with 0', async function () {
    if (process.platform === 'win32') {
      console.log('      skipped: the commands are for a POSIX shell');
      this.skip();
    }
    const shown = documents.filter((path) => blocksOf(path).some((block) => commandsIn(block).length > 0));
    assert.ok(shown.length > 0);
    await Promise.all(shown.map(async (path) => {
      const cwd = workFolder(path);
      const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };
      for (const command of blocksOf(path).flatMap(commandsIn)) {
        await run('sh', ['-c', command], { cwd, env, maxBuffer: 2 ** 26 }).catch((error: unknown) => assert.fail(`${path}: ${command}: ${String(error)}`));
      }
    }));
  });

  it('show experiments that run', () => {
    let count = 0;
    for (const path of documents) {
      const work = workFolder(path);
      for (const { language, file, text } of blocksOf(path)) {
        if (!/^jsonc?$/.test(language) || file === undefined) continue;
        const document = parseDocument(text, join(work, basename(file)));
        if ((document.value as { readonly kind?: string }).kind !== 'experiment') continue;
        assert.ok(runDocument(document, { open: openFile }).feasible, `${path}: ${file}`);
        count++;
      }
    }
    assert.ok(count >= 3);
  });

  it('show library code that runs against the package\'s own exports', async () => {
    for (const path of documents) {
      for (const [i, { language, text, file }] of blocksOf(path).entries()) {
        if (language !== 'ts' || file !== undefined) continue;
        assert.match(text, /from 'archsim/, `${path}: a library example imports the package`);
        const example = join(workFolder(path), `example-${i}.mjs`);
        writeFileSync(example, text);
        await run(process.execPath, [example], { cwd: dirname(example) }).catch((error: unknown) => assert.fail(`${path}: ${text}: ${String(error)}`));
      }
    }
  });

  it('show an architecture family that builds, simulates and explains itself, with everything that a machine has', async () => {
    const files = blocksOf('docs/add-a-family.md').filter(({ language, file }) => language === 'ts' && file !== undefined);
    // The files of the page stand beside our compiled sources, as they would in the project.
    const project = join(folder, 'project');
    mkdirSync(join(project, 'src'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
    symlinkSync(join(compiled, 'sim'), join(project, 'src', 'sim'), 'junction');
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    for (const { file, text } of files) {
      const path = join(project, file!.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(path), { recursive: true });
      const { outputText, diagnostics } = ts.transpileModule(text, { reportDiagnostics: true, compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true } });
      assert.deepEqual(diagnostics?.map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n')), []);
      writeFileSync(path, outputText);
    }
    const { dotArray } = await import(pathToFileURL(join(project, 'src', 'arch', 'dot-array', 'family.js')).href) as { readonly dotArray: ArchitectureFamily };
    const machine = dotArray.build({ clock: '250 MHz', columns: 64, depth: 16, channels: 16, bufferKib: 512 }, deviceNamed('u280')!, {});
    const ours = simulationInput(parseDocument(textOf('examples/flightllm.json'), 'flightllm.json'), {}).input.machine;
    // What only some families have, and the page names without showing.
    const optional = ['program', 'retile', 'floorPieces', 'activationBuffer', 'cores'];
    const keys = (value: object): readonly string[] => Object.keys(value).filter((key) => !optional.includes(key)).sort();
    for (const name of optional) assert.ok(textOf('docs/add-a-family.md').includes(`\`${name}\``), name);
    assert.deepEqual(keys(machine), keys(ours));
    assert.deepEqual(keys(machine.tiled!), keys(ours.tiled!));
    assert.deepEqual(keys(machine.tiled!.modes[0]!), keys(ours.tiled!.modes[0]!));

    const input: SimulationInput = {
      name: 'dot-array', graph: decoderGraph(modelNamed('llama-2-7b')!), scheme: schemeNamed('w4a8')!, machine, fidelity: 'analytic',
      scenario: { batch: 1, promptTokens: 128, outputTokens: 32, logits: 'last' }, digests: {}, version: '', warnings: [],
    };
    const result = simulate(input);
    assert.deepEqual(result.reasons, []);
    for (const phase of [result.phases.prefill!, result.phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds && Number.isFinite(phase.latencySeconds));
    assert.ok(explainMetric(input, result, 'totals.latencySeconds') !== undefined);
  });

  it('name every field of a result', () => {
    const page = textOf('docs/result.md');
    const result = runDocument(parseDocument(textOf('examples/flightllm.json'), 'flightllm.json'));
    const names = new Set<string>();
    const collect = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(collect);
      else if (typeof value === 'object' && value !== null) for (const [name, inner] of Object.entries(value)) {
        names.add(name);
        if (name !== 'busySeconds') collect(inner);
      }
    };
    collect(result);
    assert.deepEqual([...names].filter((name) => !new RegExp(`[\`.]${name}(\\[\\])?[\`.]`).test(page)), []);
  });

  it('link to files and headings that exist', () => {
    const broken: string[] = [];
    for (const path of documents) {
      const prose = textOf(path).replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
      for (const [, target = ''] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [file = '', heading] = target.split('#');
        const full = file === '' ? join(root, path) : join(root, dirname(path), file);
        if (!existsSync(full)) broken.push(`${path}: ${target}`);
        else if (heading !== undefined && !headingsOf(readFileSync(full, 'utf8')).has(heading)) broken.push(`${path}: ${target}`);
      }
    }
    assert.deepEqual(broken, []);
  });

  it('say that nothing is sent or fetched but where that is asked for, and no other source imports a module that could', () => {
    const network = /from '(?:node:)?(?:http|https|http2|net|tls|dns|dgram|undici|ws)(?:\/[\w-]+)?'|\bfetch\(|\bWebSocket\b|\bXMLHttpRequest\b|'(?:bullmq|ioredis)'/;
    const asked = /\/src\/(?:gym\/server\/|gym\/executors\/(?:redis|queue)|cli\/(?:gym|report-serve)\.ts)/;
    const inside = (folderPath: string): string[] => readdirSync(folderPath, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? inside(join(folderPath, entry.name)) : [join(folderPath, entry.name)]));
    assert.deepEqual(inside(join(root, 'src')).filter((file) => file.endsWith('.ts') && !asked.test(file) && network.test(readFileSync(file, 'utf8'))), []);
  });
});

/** Anchors of the headings of a document, as readers of Markdown make them. */
function headingsOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')));
}
