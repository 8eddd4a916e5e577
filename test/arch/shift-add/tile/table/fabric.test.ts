import assert from 'node:assert/strict';
import { shiftAddTableDesign, tableVerilog } from '../../../../../src/arch/shift-add/tile/table/design.js';
import { lutCoefficients, lutParts, tableLutMemory, tableLuts } from '../../../../../src/arch/shift-add/tile/table/fabric.js';
import type { TableParameters } from '../../../../../src/arch/shift-add/tile/table/parameters.js';
import { tableRegisters, tableShiftLuts } from '../../../../../src/arch/shift-add/tile/table/registers.js';
import { codeDigest, familySweep, fittedCoefficients, relativeErrors } from '../../../../kit/synthesis-sweep.js';

const { all, fit, test, verilog } = familySweep<TableParameters>('shift-add-table');

describe('LUT and FF of the look-up tables', () => {
  it('are those of the Verilog that the sweep synthesised', () => {
    assert.equal(codeDigest(tableVerilog), verilog, 'the Verilog has changed: node scripts/sweep-synthesis.mjs shift-add-table, then fit the coefficients again');
  });

  it('have coefficients that follow from the rows of the fit, to four digits', () => {
    const refitted = fittedCoefficients(fit, (p) => lutCoefficients.map(({ part }) => lutParts(p)[part]));
    assert.deepEqual(refitted.map((value) => value.toPrecision(4)), lutCoefficients.map(({ value }) => value.toPrecision(4)));
  });

  it('are right in LUT to 15 % on every row that the fit has not seen, and to 5 % on average', () => {
    const { mean, worst } = relativeErrors(test, 'lut', tableLuts);
    assert.ok(test.length >= 13);
    assert.ok(mean < 0.05 && worst < 0.15, `mean ${mean}, worst ${worst}`);
  });

  it('are right in FF, LUTRAM and shift registers on every row, without any coefficient', () => {
    const counted = all.map(({ id, parameters: p }) => ({ id, ff: tableRegisters(p), lutMemory: tableLutMemory(p), lutShift: tableShiftLuts(p) }));
    assert.deepEqual(counted, all.map(({ id, ff, lutMemory, lutShift }) => ({ id, ff, lutMemory, lutShift })));
  });

  it('come without DSP and memory blocks', () => {
    for (const { id, dsp, bram36 = 0, bram18 = 0, uram = 0 } of all) assert.deepEqual([dsp, bram36, bram18, uram], [0, 0, 0, 0], id);
  });

  it('are what a design says of itself', () => {
    const row = test[1]!;
    const { lut, ff, dsp, bram36, uram } = shiftAddTableDesign(row.parameters, []).resources;
    assert.ok(lut.value !== null && Math.abs(lut.value / row.lut - 1) < 0.15);
    assert.deepEqual([ff.value, dsp.value, bram36.value, uram.value], [row.ff, 0, 0, 0]);
    assert.match(lut.source, /Yosys 0\.55/);
  });
});
