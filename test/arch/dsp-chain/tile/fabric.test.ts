import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { verilog } from '../../../../src/arch/dsp-chain/rtl/verilog.js';
import { tileDesign } from '../../../../src/arch/dsp-chain/rtl.js';
import { lutCoefficients, lutParts, tileLuts } from '../../../../src/arch/dsp-chain/tile/fabric.js';
import { dspBlocks, type TileParameters } from '../../../../src/arch/dsp-chain/tile/parameters.js';
import { registersOf, shiftRegister } from '../../../../src/arch/dsp-chain/tile/registers.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../kit/synthesis-sweep.js';

const rows = familySweep<TileParameters>('dsp-chain');

describe('LUT and FF of the dsp-chain tile', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    const remedy = 'the Verilog has changed: node scripts/sweep-synthesis.mjs, then fit the coefficients again';
    assert.equal(codeDigest(withSharedSources(verilog)), rows.verilog, remedy);
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(rows.fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 4 % on every row that the fit has not seen, and to 1 % on average', () => {
    const { mean, worst } = relativeErrors(rows.test, 'lut', tileLuts);
    assert.ok(rows.test.length >= 12);
    assert.ok(mean < 0.01 && worst < 0.04, `mean ${mean}, worst ${worst}`);
  });

  it('are right in FF and in shift registers on every row, without any coefficient, but where results are units of more than 2^40', () => {
    const usual = rows.all.filter(({ parameters }) => parameters.shift <= 40);
    assert.ok(usual.length >= rows.all.length - 2);
    const expected = usual.map(({ id, ff, lutShift }) => ({ id, flipFlops: ff, shiftRegisters: lutShift }));
    assert.deepEqual(usual.map(({ id, parameters }) => ({ id, ...registersOf(parameters) })), expected);
    const { worst } = relativeErrors(rows.all, 'ff', (p) => registersOf(p).flipFlops);
    assert.ok(worst < 0.007, `worst ${worst}`);
  });

  it('come with the DSP blocks that the model counts', () => {
    assert.deepEqual(rows.all.map(({ id, parameters }) => [id, dspBlocks(parameters)]), rows.all.map(({ id, dsp }) => [id, dsp]));
  });

  it('leave out the registers that DSP48E2 blocks have where those are used', () => {
    const tile: TileParameters = { depth: 1, columns: 1, chain: 1, n: 1, m: 1, weightMin: -128, groupBits: 27, shift: 24 };
    const buffers = (2 * 17 + 3) + (2 * 27 + 3) + (2 * 17 + 3);
    const sequencer = 2 + 6 + 9 + 12;
    const [operands, lanes, groupSums, results] = [3 * 8, 2 * 18, 2 * 27, 2 * 19];
    // Three flags and a scale wait in shift registers.
    assert.deepEqual(registersOf(tile, { packed: true }), { flipFlops: buffers + sequencer + operands + lanes + groupSums + results, shiftRegisters: 3 + 16 });
  });

  it('have no shift register of 1 or 2 places, and never one place in a LUT of its own', () => {
    const built = [1, 2, 3, 16, 17, 18, 32, 33, 34, 49, 64, 65].map((length) => Object.values(shiftRegister(length)));
    assert.deepEqual(built, [[1, 0], [2, 0], [0, 1], [0, 1], [1, 1], [0, 1], [0, 1], [1, 1], [0, 2], [1, 2], [0, 2], [1, 2]]);
  });

  it('are what a design says of itself', () => {
    const row = rows.test.find(({ parameters }) => parameters.depth === 16)!;
    const { lut, ff } = tileDesign(row.parameters).resources;
    assert.ok(lut.value !== null && ff.value !== null);
    assert.equal(ff.value, row.ff);
    assert.ok(Math.abs(lut.value / row.lut - 1) < 0.04);
    assert.deepEqual([lut.quality, ff.quality], ['fitted', 'fitted']);
    assert.match(lut.source, /Yosys 0\.55/);
    assert.match(ff.source, /\d+ where registers that DSP48E2 blocks have are taken from there/);
  });
});
