import assert from 'node:assert/strict';
import { verilog } from '../../../../src/arch/codebook/rtl/verilog.js';
import { codebookTileDesign } from '../../../../src/arch/codebook/rtl.js';
import { lutCoefficients, lutParts, tileBlockRams, tileDsps, tileLutMemory, tileLuts, tileRegisters } from '../../../../src/arch/codebook/tile/fabric.js';
import type { TileParameters } from '../../../../src/arch/codebook/tile/parameters.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../kit/synthesis-sweep.js';

const { all: rows, fit, test, verilog: swept } = familySweep<TileParameters>('codebook');

describe('LUT and FF of the codebook decoder', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    const remedy = 'the Verilog has changed: node scripts/sweep-synthesis.mjs codebook, then fit the coefficients again';
    assert.equal(codeDigest(withSharedSources(verilog)), swept, remedy);
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 8 % on every row that the fit has not seen, and to 3.5 % on average', () => {
    const { mean, worst } = relativeErrors(test, 'lut', tileLuts);
    assert.ok(test.length >= 12);
    assert.ok(mean < 0.035 && worst < 0.08, `mean ${mean}, worst ${worst}`);
  });

  it('are right in FF on every row, without any coefficient, but for bits of wide words that Yosys loses', () => {
    assert.deepEqual(rows.map(({ id, parameters }) => [id, tileRegisters(parameters) - 2 * lostBits(parameters)]), rows.map(({ id, ff }) => [id, ff]));
    assert.deepEqual(rows.filter(({ parameters }) => lostBits(parameters) > 0).map(({ id }) => id), ['codebook-12']);
  });

  it('come with a DSP block for each product, and codebooks in block RAM or LUTs', () => {
    for (const { id, parameters, dsp, bram36 = 0, bram18 = 0, uram = 0, lutMemory = 0 } of rows) {
      assert.deepEqual([dsp, bram36 + bram18 / 2, uram, lutMemory], [tileDsps(parameters), tileBlockRams(parameters), 0, tileLutMemory(parameters)], id);
    }
  });

  it('are what a design says of itself', () => {
    const row = test[1]!;
    const { lut, ff, dsp, bram36, uram } = codebookTileDesign(row.parameters, []).resources;
    assert.ok(lut.value !== null && Math.abs(lut.value / row.lut - 1) < 0.15);
    assert.equal(ff.value, row.ff);
    assert.deepEqual([dsp.value, bram36.value, uram.value], [row.dsp, (row.bram36 ?? 0) + (row.bram18 ?? 0) / 2, 0]);
    assert.match(lut.source, /Yosys 0\.55/);
  });
});

/**
 * Bits of a word that Yosys 0.23 to 0.55 does not write to a RAMB36E2 of 72 bits: it takes the parity bits of the upper half for such a port from the lower
 * half (brams_xcu_map.v asks for a width of 71). Their two registers in the skid buffer are gone with them.
 */
function lostBits({ memory, vectorLength, entryBits }: TileParameters): number {
  return memory === 'block' ? [44, 53, 62, 71].filter((bit) => bit < vectorLength * entryBits).length : 0;
}
