import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { readRtl, rtlFolder, rtlReport } from '../../src/cli/report-rtl.js';
import { checkedDigest, keepCheck, readCheck } from '../../src/cli/rtl-check-file.js';
import { readFolder } from '../../src/cli/read-folder.js';
import { schematicOf } from '../../src/cli/report-rtl-schematic.js';
import { readExport } from '../../src/rtl-export/kit/read-export.js';
import { rtlPage } from '../../src/reports/page/rtl-page.js';
import { InputError } from '../../src/sim/core/diagnostics.js';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'cli', 'main.js');

describe('the page of an exported folder', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'archsim-report-rtl-'));
  const tile = join(folder, 'tile');
  before(() => {
    const { status, stderr } = spawnSync(process.execPath, [main, 'export-rtl', 'bit-serial.json', '--set', 'architecture.parameters.pes.rows=1', '-o', tile], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
  after(() => { rmSync(folder, { recursive: true, force: true }); });

  it('is made where there is a manifest of an export, and nowhere else', () => {
    assert.deepEqual([rtlFolder(tile), rtlFolder(join(tile, 'manifest.json')), rtlFolder(folder), rtlFolder('-'), rtlFolder(join(tile, 'rtl'))], [tile, tile, undefined, undefined, undefined]);
    writeFileSync(join(folder, 'manifest.json'), '{"kind":"other"}');
    assert.equal(rtlFolder(folder), undefined);
  });

  it('is written for one folder, and for nothing beside it', async () => {
    const made = await rtlReport([tile], { command: 'archsim report tile' });
    assert.ok(made?.isFine === true && made.content.includes('<h2>Signals</h2>'));
    assert.equal(await rtlReport(['flightllm.json', folder], { command: '' }), null);
    await assert.rejects(rtlReport([tile, 'flightllm.json'], { command: '' }), (error: unknown) => error instanceof InputError && error.problems[0]?.code === 'report/one-export');
  });

  it('shows the streams as the testbench drives them: the last result comes in the modelled cycle', async () => {
    const exported = await readRtl(tile);
    const { manifest, waveform, available, changed } = exported;
    assert.deepEqual([changed, exported.check], [[], null]);
    assert.ok(available?.lut !== null && available!.lut > manifest.resources.lut.value!);
    assert.ok('data' in waveform);
    const valuesOf = (name: string): readonly (bigint | null)[] => waveform.data.signals.find((signal) => signal.name === name)!.values;
    const took = valuesOf('s_axis_act_tvalid').findIndex((valid, i) => valid === 1n && valuesOf('s_axis_act_tready')[i] === 1n);
    const gave = valuesOf('m_axis_out_tlast').findIndex((last, i) => last === 1n && valuesOf('m_axis_out_tvalid')[i] === 1n);
    assert.equal(gave - took + 1, manifest.runs[0]!.cycles);
    assert.match(rtlPage(exported, { command: 'archsim report tile' }), /<h2>Signals<\/h2>\s*<figure>/);
  });

  it('gives the top level with the names of the source to what draws it, and says in words what went wrong there', async () => {
    let netlist: { modules: Record<string, { cells: Record<string, { type: string }> }> } | undefined;
    const { manifest, schematic } = await readRtl(tile, { loadRenderer: () => Promise.resolve((given) => {
      netlist = given as typeof netlist;
      return Promise.resolve('<svg width="1" height="1"></svg>');
    }) });
    assert.deepEqual(schematic, { svg: '<svg width="1" height="1"></svg>' });
    assert.deepEqual(Object.values(netlist!.modules[manifest.top]!.cells).map(({ type }) => type), [manifest.core]);
    const { design } = readExport(readFolder(tile));
    assert.deepEqual(await schematicOf(design, 60_000, () => Promise.resolve(null)), { reason: 'it needs the package netlistsvg, which is not installed: npm install netlistsvg@1.0.2' });
    assert.deepEqual(await schematicOf(design, 60_000, () => Promise.resolve(() => Promise.reject(new RangeError('too deep')))), { reason: 'netlistsvg failed: too deep' });
  });

  it('keeps what its checks found, and shows what was synthesised beside what is modelled', async () => {
    const small = join(folder, 'small');
    const words = ['bit-serial.json', '--set', 'architecture.parameters.pes.rows=1', '--set', 'architecture.parameters.pes.columns=1', '-o', small, '--check', '--synth', '--json'];
    const { stdout, stderr } = spawnSync(process.execPath, [main, 'export-rtl', ...words], { encoding: 'utf8' });
    assert.doesNotMatch(stderr, /not kept/);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly check: string; readonly detail: string }[] };
    const { check, manifest } = await readRtl(small);
    const detailOf = (what: string): string => findings.find((one) => one.check.startsWith(`${what} on xcup`))!.detail;
    const { counts, modelled, tool, family } = check!.synthesis!;
    for (const [what, count] of Object.entries(counts)) assert.match(detailOf(what.toUpperCase()), new RegExp(`^yosys ${count}[,;]`));
    assert.deepEqual([check!.isOfTheseFiles, check!.tests!.failed, check!.tests!.cycles, modelled.lut, family], [true, 0, manifest.runs.map(({ cycles }) => cycles), manifest.resources.lut.value, 'xcup']);
    assert.match(tool, /yosys/i);
    const page = rtlPage({ manifest, check, changed: [], available: null, waveform: { reason: '' }, schematic: { reason: '' } }, { command: 'archsim report small' });
    assert.ok(page.includes(`synthesised ${counts.lut.toLocaleString('en')}`) && page.includes('the simulated netlist takes the cycles that the model says'));
    // Another check without a synthesis leaves the synthesis, as long as it is of the same files.
    const again = (): void => { keepCheck(small, { files: readFolder(small), manifest, resources: manifest.resources, tests: [{ check: 'lint', outcome: 'failed', detail: 'a warning', seconds: 1 }], synthesis: null }); };
    again();
    assert.deepEqual([readCheck(small)!.synthesis, readCheck(small)!.tests!.failed, readCheck(small)!.tests!.cycles], [check!.synthesis, 1, null]);
    assert.ok(!readdirSync(small).some((name) => name.endsWith('.part')));
    writeFileSync(join(small, 'sim', 'notes.txt'), 'not simulated');
    assert.equal(readCheck(small)!.digest, checkedDigest(readFolder(small), manifest));
    appendFileSync(join(small, 'rtl', 'term_encoder.v'), '\n// another file\n');
    assert.notEqual(readCheck(small)!.digest, checkedDigest(readFolder(small), manifest));
    again();
    assert.equal(readCheck(small)!.synthesis, null);
    for (const broken of ['{"kind":"rtl-check"}', '{', 'null', JSON.stringify({ ...readCheck(small), synthesis: { ...check!.synthesis, counts: { lut: '1' } } })]) {
      writeFileSync(join(small, 'archsim-check.json'), broken);
      assert.throws(() => readCheck(small), (error: unknown) => error instanceof InputError && error.problems[0]?.code === 'report/damaged');
    }
    again();
    assert.equal(readCheck(small)!.tests!.failed, 1);
  });

  it('says what has changed, and which part of a manifest is missing', async () => {
    const source = join(tile, 'rtl', 'term_encoder.v');
    const good = readFileSync(source, 'utf8');
    appendFileSync(source, '\nnonsense\n');
    const { changed, waveform } = await readRtl(tile);
    assert.deepEqual(changed, ['rtl/term_encoder.v']);
    assert.ok('reason' in waveform && waveform.reason.length > 0);
    writeFileSync(source, good);
    const path = join(tile, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...manifest, clock: 5 }));
    await assert.rejects(readRtl(tile), (error: unknown) => error instanceof InputError && error.problems[0]?.code === 'report/damaged' && error.problems[0].message.startsWith('/clock '));
  });
});
