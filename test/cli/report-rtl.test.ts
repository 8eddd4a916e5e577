import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { readRtl, rtlFolder, rtlReport } from '../../src/cli/report-rtl.js';
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
    assert.deepEqual([changed, exported.synthesis], [[], null]);
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
