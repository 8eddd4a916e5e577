import assert from 'node:assert/strict';
import { binaryTensorCoreDesign, binaryTensorCoreRtl, planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import type { BinaryTensorCoreParameters } from '../../../../src/arch/binary-tensor-core/spec.js';
import { tileFault } from '../../../../src/arch/binary-tensor-core/tile/parameters.js';
import { beatBits } from '../../../../src/rtl-export/kit/design.js';
import { checkDesign } from '../../../../src/rtl-export/kit/design-check.js';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { dataType } from '../../../../src/sim/model/datatype.js';
import { unit } from './bench.js';

const parameters: BinaryTensorCoreParameters = { activationBits: 8, code: 'twos-complement' };

function codeOf(changed: Partial<BinaryTensorCoreParameters>, weights = 'int2'): string {
  try {
    binaryTensorCoreDesign({ ...parameters, ...changed }, dataType(weights)!);
  } catch (error) {
    if (error instanceof InputError) return error.problems[0]!.code;
    throw error;
  }
  return 'none';
}

describe('the RTL design of binary tensor cores', () => {
  it('is a unit of one instruction, with the code and the planes of the experiment', () => {
    const design = binaryTensorCoreDesign(parameters, dataType('int2')!);
    assert.doesNotThrow(() => { checkDesign(design); });
    const whole = design.whole!;
    assert.deepEqual(Object.fromEntries(whole.parameters.map(({ name, value }) => [name, value])), { ROWS: 8, COLS: 8, DEPTH: 128, BIPOLAR: 0, ROW_PLANES: 8, SUM_BITS: 32 });
    assert.deepEqual(whole.streams.map((stream) => [stream.name, beatBits(stream)]), [['act', 1024], ['wgt', 1048], ['out', 256]]);
    assert.deepEqual(design.parameters.map(({ value }) => value), [8, 8, 40, 0, 8, 32], 'simulated are shorter rows');
    const bipolar = binaryTensorCoreDesign({ activationBits: 3, code: 'bipolar', rowsOfPlanes: false }, dataType('int4')!).whole!;
    assert.deepEqual(bipolar.parameters.map(({ value }) => value), [8, 8, 128, 1, 1, 32]);
    assert.equal(beatBits(bipolar.streams[2]!), 2048);
  });

  it('exists for planes that fill whole rows, and says what it has not', () => {
    assert.equal(binaryTensorCoreRtl.family, 'binary-tensor-core');
    assert.equal(binaryTensorCoreRtl.design({ parameters, weights: dataType('int8')! }).core, 'bit_plane_tile');
    for (const activationBits of [1, 2, 4, 8]) assert.equal(codeOf({ activationBits }), 'none');
    for (const activationBits of [3, 5, 6, 7]) {
      assert.equal(codeOf({ activationBits }), 'binary-tensor-core/rtl-planes');
      assert.equal(codeOf({ activationBits, rowsOfPlanes: false }), 'none');
    }
    assert.equal(codeOf({}, 'fp4'), 'binary-tensor-core/rtl-format');
    assert.equal(codeOf({}, 'int16'), 'binary-tensor-core/rtl-format');
  });

  it('is refused as a unit where sizes or widths are not legal', () => {
    assert.equal(tileFault(unit('bipolar', 2, 2, 8)), null);
    for (const change of [{ rows: 0 }, { columns: 1.5 }, { depth: 0 }, { depth: 65536 }, { rowPlanes: 3 }, { rowPlanes: 0 }, { sumBits: 5 }, { sumBits: 54 }]) {
      const illegal = { ...unit('bipolar', 2, 2, 8), ...change };
      assert.notEqual(tileFault(illegal), null, JSON.stringify(change));
      assert.throws(() => planeTileDesign(illegal), RangeError);
    }
  });
});
