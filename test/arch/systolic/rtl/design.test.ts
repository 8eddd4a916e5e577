import assert from 'node:assert/strict';
import { systolicDesign, systolicRtl, systolicTileDesign } from '../../../../src/arch/systolic/rtl.js';
import { meshFault } from '../../../../src/arch/systolic/mesh/parameters.js';
import type { SystolicParameters } from '../../../../src/arch/systolic/spec.js';
import { beatBits } from '../../../../src/rtl-export/kit/design.js';
import { checkDesign } from '../../../../src/rtl-export/kit/design-check.js';
import { exportProject } from '../../../../src/rtl-export/kit/project.js';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { dataType } from '../../../../src/sim/model/datatype.js';
import { mesh } from './bench.js';

const parameters: SystolicParameters = {
  clock: '300 MHz', rows: 4, columns: 6, dataflow: 'weight-stationary', vectorLanes: 4,
  buffers: { weights: { kib: 64 }, activations: { kib: 64 }, outputs: { kib: 64 } }, memory: { channels: 1, efficiency: 0.8 },
};

function codeOf(changed: Partial<SystolicParameters>, weights = 'int8'): string {
  try {
    systolicDesign({ ...parameters, ...changed }, dataType(weights)!);
  } catch (error) {
    if (error instanceof InputError) return error.problems[0]!.code;
    throw error;
  }
  return 'none';
}

describe('the RTL design of a systolic array', () => {
  it('is the array of the experiment, with its dataflow and its widths', () => {
    const design = systolicDesign(parameters, dataType('int8')!);
    assert.doesNotThrow(() => { checkDesign(design); });
    assert.deepEqual(Object.fromEntries(design.parameters.map(({ name, value }) => [name, value])), { WEIGHT_STATIONARY: 1, ROWS: 4, COLS: 6, ACT_BITS: 8, WGT_BITS: 8, SUM_BITS: 32 });
    assert.deepEqual(design.streams.map((stream) => [stream.name, beatBits(stream)]), [['act', 40], ['wgt', 88], ['out', 192]]);
    assert.equal(design.resources.dsp.value, 24);
    const narrow = systolicDesign({ ...parameters, dataflow: 'output-stationary', operandBits: { weights: 4, activations: 5 }, accumulatorBits: 20 }, dataType('int4')!);
    assert.deepEqual(narrow.parameters.map(({ value }) => value), [0, 4, 6, 5, 4, 20]);
  });

  it('has no DSP block where products have fewer than nine bits', () => {
    assert.deepEqual([[4, 4], [4, 5], [2, 6], [2, 7]].map(([a, w]) => systolicTileDesign(mesh('output-stationary', 2, 3, { activationBits: a!, weightBits: w! }), []).resources.dsp.value), [0, 6, 0, 6]);
  });

  it('has the array of the experiment as a whole, and a part of it that is simulated', () => {
    const { whole, ...design } = systolicDesign({ ...parameters, rows: 128, columns: 20 }, dataType('int8')!);
    assert.deepEqual([whole!, design].map((one) => one.parameters.slice(1, 3).map(({ value }) => value)), [[128, 20], [5, 4]]);
    assert.deepEqual([whole!, design].map(({ resources }) => resources.dsp.value), [128 * 20, 20]);
    assert.match(design.reduction, /^Simulated are 5 x 4 of the 128 x 20 elements/);
    assert.equal(systolicDesign(parameters, dataType('int8')!).whole, undefined);
    assert.equal(systolicDesign({ ...parameters, rows: 3, columns: 11 }, dataType('int8')!).parameters[1]!.value, 3);
  });

  it('is exported as a whole project', () => {
    const files = exportProject(systolicDesign({ ...parameters, rows: 2, columns: 2 }, dataType('int8')!), { name: 'array', part: null, deviceName: null, clockHz: 3e8, version: 'test' });
    assert.ok(['rtl/systolic_tile.v', 'rtl/archsim_skid.v', 'sim/tb_array.v', 'manifest.json'].every((file) => files.has(file)));
  });

  it('exists for what the Verilog has, and says what it has not', () => {
    assert.equal(systolicRtl.family, 'systolic');
    assert.equal(systolicRtl.design({ parameters, weights: dataType('int4')! }).core, 'systolic_tile');
    assert.equal(codeOf({}), 'none');
    assert.equal(codeOf({ dataflow: 'output-stationary' }, 'ternary'), 'none');
    assert.equal(codeOf({ dataflow: 'input-stationary' }), 'systolic/rtl-dataflow');
    assert.equal(codeOf({ mac: 'bit-serial-weights' }), 'systolic/rtl-mac');
    for (const option of ['wholeFolds', 'directOutputs', 'overlapFolds']) assert.equal(codeOf({ options: { [option]: true } }), 'systolic/rtl-option');
    assert.equal(codeOf({ options: { ignoreLogicStaticPower: true } }), 'none');
    assert.equal(codeOf({}, 'int16'), 'systolic/rtl-format');
    assert.equal(codeOf({}, 'bitmod4'), 'systolic/rtl-format');
    assert.equal(codeOf({ accumulatorBits: 12 }), 'systolic/rtl-tile');
  });

  it('is refused as a tile where sizes or widths are not legal', () => {
    assert.equal(meshFault(mesh('output-stationary', 3, 3)), null);
    for (const change of [{ rows: 0 }, { columns: 1.5 }, { columns: 65536 }, { activationBits: 1 }, { weightBits: 17 }, { sumBits: 15 }, { sumBits: 49 }]) {
      const illegal = { ...mesh('output-stationary', 3, 3), ...change };
      assert.notEqual(meshFault(illegal), null);
      assert.throws(() => systolicTileDesign(illegal), RangeError);
    }
  });
});
