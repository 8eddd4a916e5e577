import assert from 'node:assert/strict';
import { join } from 'node:path';
import { engineCoreOf } from '../../../src/arch/engine-cores.js';
import { exportEngine } from '../../../src/rtl-export/kit/engine/exported-engine.js';
import { rtlExperiment } from '../../../src/cli/rtl-design.js';
import { writeFolder } from '../../../src/cli/write-folder.js';
import { fileDigest } from '../../../src/rtl-export/kit/file-digest.js';
import type { EngineManifest } from '../../../src/rtl-export/kit/engine/engine-manifest.js';
import { manifestText, type Manifest } from '../../../src/rtl-export/kit/manifest.js';
import { exportProject } from '../../../src/rtl-export/kit/project.js';
import { checkEngine } from '../../../src/rtl-export/runners/check-design.js';
import { inTemporaryFolder } from '../../../src/rtl-export/runners/temporary-folder.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { needTools } from '../kit/tools.js';

/** Shift-add with tables in place of shifters. */
const tables = {
  set: [['architecture.parameters.array', JSON.stringify({ kind: 'table', featuresHeld: 128, tables: 4, reads: 16, scaleTerms: 3, shifters: 3, buildAdders: 32 })]],
} as const;

async function exported(file: string, hasReader: boolean, options: Parameters<typeof rtlExperiment>[1] = {}): Promise<ReadonlyMap<string, string>> {
  const { input, design } = await rtlExperiment(file, options);
  const tile = design();
  return exportEngine(exportProject(tile, { name: 'one', part: null, deviceName: null, clockHz: 100e6, version: '0' }), { core: engineCoreOf(tile), whole: engineCoreOf({ ...tile, ...tile.whole }) }, 'one', input, hasReader);
}

function engineIn(files: ReadonlyMap<string, string>): Manifest & { readonly engine: EngineManifest } {
  return JSON.parse(files.get('manifest.json')!) as Manifest & { readonly engine: EngineManifest };
}

describe('an exported engine', function () {
  this.timeout(60_000);

  it('is in the manifest with all of its files, the problem that it is simulated with, and its digest', async () => {
    const files = await exported('systolic', false);
    const { engine, files: digests } = engineIn(files);
    assert.deepEqual(Object.keys(digests).sort(), [...files.keys()].filter((path) => path !== 'manifest.json').sort());
    for (const [path, digest] of Object.entries(digests)) assert.equal(digest, fileDigest(files.get(path)!), path);
    assert.match(engine.reducedProblem.what, /^One transformer layer: hidden 32, 2 heads, feed-forward 64, 4 tokens/);
    assert.equal(engine.reducedProblem.jobs.length, 25);
    assert.match(engine.reducedProblem.digest, /^[0-9a-f]{64}$/);
    assert.equal([...files.keys()].at(-1), 'manifest.json');
    assert.equal(manifestText(engineIn(files)), files.get('manifest.json'));
  });

  it('has the size of its experiment: the longest sum, and a core as large as the exported one', async () => {
    const { engine } = engineIn(await exported('lut-tensor-core', false));
    // LLaMA2-7B: sums of 11,008 elements, four activations a beat.
    assert.equal(engine.activationDepth, 11_008 / 4);
    assert.ok(engine.simulated.activationDepth < engine.activationDepth);
  });

  it('takes the weights of its experiment as they are stored: INT4 with scales and zero points of groups, before a core of 8 bits', async () => {
    const files = await exported('systolic', true, { set: [['workload.quantization', '"w4a8"']] });
    const { engine } = engineIn(files);
    const { resources, ...dequantizer } = engine.dequantizer!;
    assert.deepEqual([resources.dsp.value, resources.bram36.value], [0, 0]);
    assert.ok(resources.lut.value! > 0 && resources.ff.value! > 0);
    assert.deepEqual(dequantizer, { codeBits: 4, kind: 'offset', scaled: true, grouped: true, wide: true });
    assert.match(engine.reducedProblem.what, /^One transformer layer: .* weights of 4 bits as codes, attention with weights of 8 bits.* weights from memory\.$/);
    assert.equal(engine.reducedProblem.jobs.length, 28);
    assert.match(files.get('engine/README.md')!, /`s_axis_wgt` \| 552 \|.*128 codes of 4 bits/);
    assert.match(files.get('engine/driver/archsim_engine.h')!, /ARCHSIM_ENGINE_WIDE_BEATS +2u/);
    assert.equal(engineIn(await exported('systolic', false)).engine.dequantizer, null);
  });

  for (const hasReader of [false, true]) {
    it(`is simulated by the check of its folder, and its files are all that a simulator needs${hasReader ? ': weights from memory too' : ''}`, async function () {
      needTools(this, 'iverilog', 'vvp');
      const files = await exported('ternary', hasReader);
      const { engine: { testbench, reducedProblem } } = engineIn(files);
      const found = await inTemporaryFolder(async (place) => {
        const folder = join(place, 'exported');
        writeFolder(folder, files);
        return [await checkEngine(folder, testbench), await checkEngine(folder, 'tb_of_another_one')];
      });
      assert.deepEqual(found.map(({ check, outcome }) => `${check}: ${outcome}`), ['engine in Icarus Verilog: passed', 'engine in Icarus Verilog: failed']);
      const [, beats, cycles] = /^(\d+) beats equal, (\d+) cycles$/.exec(found[0]!.detail)!;
      assert.ok(Number(beats) > reducedProblem.results, 'once without waits, and again with them');
      assert.equal(Number(cycles), reducedProblem.jobs[0]!.cycles);
    });
  }

  it('is refused for a tile that no engine serves, with what it serves', async () => {
    await assert.rejects(exported('shift-add', false, tables), (error: unknown) => error instanceof InputError && /export\/no-engine.*shift_add_table: it goes through all of its features/.test(JSON.stringify(error.problems)));
  });
});
