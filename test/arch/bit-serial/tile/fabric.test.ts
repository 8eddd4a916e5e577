import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { verilog } from '../../../../src/arch/bit-serial/rtl/verilog.js';
import { bitSerialTileDesign } from '../../../../src/arch/bit-serial/rtl.js';
import { lutCoefficients, lutParts, tileLuts, tileRegisters } from '../../../../src/arch/bit-serial/tile/fabric.js';
import type { TileParameters } from '../../../../src/arch/bit-serial/tile/problem.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../kit/synthesis-sweep.js';

const rows = familySweep<TileParameters>('bit-serial');

describe('LUT and FF of the bit-serial tile', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    const remedy = 'the Verilog has changed: node scripts/sweep-synthesis.mjs, then fit the coefficients again';
    assert.equal(codeDigest(withSharedSources(verilog)), rows.verilog, remedy);
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(rows.fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 4 % on every row that the fit has not seen, and to 2 % on average', () => {
    const { mean, worst } = relativeErrors(rows.test, 'lut', tileLuts);
    assert.ok(rows.test.length >= 12);
    assert.ok(mean < 0.02 && worst < 0.04, `mean ${mean}, worst ${worst}`);
  });

  it('are right in FF on every row, without any coefficient', () => {
    assert.deepEqual(rows.all.map(({ id, parameters }) => [id, tileRegisters(parameters)]), rows.all.map(({ id, ff }) => [id, ff]));
  });

  it('grow by a processing element and its part of the drain with every element of a row', () => {
    const at = (columns: number): TileParameters => ({ rows: 1, columns, format: { kind: 'integer', bits: 4 } });
    // 251 + 32 of the drain, 68 of the activations, and 2 entries of 64 + 32 bits of the streams.
    assert.equal(tileRegisters(at(6)) - tileRegisters(at(5)), 251 + 32 + 68 + 2 * (64 + 32));
  });

  it('are what a design says of itself', () => {
    const { lut, ff } = bitSerialTileDesign({ rows: 2, columns: 2, format: { kind: 'integer', bits: 2 } }, []).resources;
    const row = rows.all.find(({ parameters: { rows: r, columns: c, format } }) => r === 2 && c === 2 && format.kind === 'integer' && format.bits === 2);
    assert.ok(row !== undefined && lut.value !== null && ff.value !== null);
    assert.equal(ff.value, row.ff);
    assert.ok(Math.abs(lut.value / row.lut - 1) < 0.04);
    assert.deepEqual([lut.quality, ff.quality], ['fitted', 'fitted']);
    assert.match(lut.source, /Yosys 0\.55/);
  });
});
