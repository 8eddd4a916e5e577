import assert from 'node:assert/strict';
import { systolicDesign, systolicTileDesign } from '../../../src/arch/systolic/rtl.js';
import type { SystolicParameters } from '../../../src/arch/systolic/spec.js';
import { beatBits } from '../../../src/rtl-export/kit/design.js';
import { exportProject } from '../../../src/rtl-export/kit/project.js';
import { readExport } from '../../../src/rtl-export/kit/read-export.js';
import { checkModule, checkWhole } from '../../../src/rtl-export/runners/check-design.js';
import { dataType } from '../../../src/sim/model/datatype.js';

const array: SystolicParameters = {
  clock: '300 MHz', rows: 12, columns: 7, dataflow: 'output-stationary', vectorLanes: 4,
  buffers: { weights: { kib: 64 }, activations: { kib: 64 }, outputs: { kib: 64 } }, memory: { channels: 1, efficiency: 0.8 },
};
const options = { name: 'large array', part: null, deviceName: null, clockHz: 3e8, version: 'test' };
const design = systolicDesign(array, dataType('int8')!);
const files = exportProject(design, options);
const { manifest, design: played, changed } = readExport(files);

describe('an export of a design that is too large to simulate', function () {
  this.timeout(60_000);

  it('has the whole as its top, and a smaller core beside the testbench', () => {
    assert.match(files.get('rtl/large_array_top.v')!, /\.ROWS\(12\),\s*\.COLS\(7\)/);
    assert.match(files.get('sim/large_array_small.v')!, /\.ROWS\(5\),\s*\.COLS\(4\)/);
    assert.match(files.get('sim/tb_large_array.v')!, /large_array_small dut \(/);
    assert.ok(!files.get('filelist.f')!.includes('small'), 'it is not synthesised');
    assert.match(files.get('README.md')!, /too large to simulate\. The testbench plays `large_array_small`/);
  });

  it('has a manifest with parameters, streams and resources of both', () => {
    const sides = (core: typeof manifest.simulated): readonly number[] => core!.parameters.slice(1, 3).map(({ value }) => value);
    assert.deepEqual([sides(manifest), sides(manifest.simulated)], [[12, 7], [5, 4]]);
    assert.deepEqual([manifest.resources.dsp.value, manifest.simulated!.resources.dsp.value], [84, 20]);
    assert.deepEqual([manifest.top, manifest.simulated!.top], ['large_array_top', 'large_array_small']);
    assert.deepEqual(manifest.streams.map(({ tdataBits }) => tdataBits), design.whole!.streams.map(beatBits));
    assert.match(manifest.reduction, /^Simulated are 5 x 4 of the 12 x 7 elements/);
  });

  it('is read again as what its testbench plays', () => {
    assert.deepEqual(changed, []);
    assert.equal(played.core, 'large_array_small');
    assert.deepEqual(played.runs.map(({ cycles }) => cycles), design.runs.map(({ cycles }) => cycles));
    assert.deepEqual(played.streams, design.streams);
    assert.ok(played.sources['large_array_small.v'] !== undefined && played.sources['large_array_top.v'] !== undefined);
  });

  it('is simulated small and elaborated whole, and a whole that does not elaborate fails', async () => {
    const [elaboration, simulation] = await checkModule({ sources: played.sources, top: played.core }, { ...played, runs: played.runs.slice(2, 4) });
    assert.deepEqual([elaboration!.outcome, simulation!.outcome], ['passed', 'passed'], simulation!.detail);
    const whole = await checkWhole({ sources: played.sources, top: manifest.top });
    assert.deepEqual([whole.outcome, whole.check.startsWith('elaboration of the whole')], ['passed', true], whole.detail);
    const wrong = { ...played.sources, 'large_array_top.v': played.sources['large_array_top.v']!.replace('.ACT_BITS(8)', '.ACT_BITS(99)') };
    assert.equal((await checkWhole({ sources: wrong, top: manifest.top })).outcome, 'failed');
  });

  it('is the same as ever where the design has the size of the experiment', () => {
    const small = exportProject(systolicTileDesign({ dataflow: 'output-stationary', rows: 2, columns: 2, activationBits: 8, weightBits: 8, sumBits: 32 }), options);
    assert.ok(![...small.keys()].some((path) => path.includes('small')));
    assert.ok(!('simulated' in readExport(small).manifest));
  });
});
