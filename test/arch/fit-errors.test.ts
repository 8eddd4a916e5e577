import assert from 'node:assert/strict';
import * as bitSerial from '../../src/arch/bit-serial/tile/fabric.js';
import * as dspChain from '../../src/arch/dsp-chain/tile/fabric.js';
import { registersOf } from '../../src/arch/dsp-chain/tile/registers.js';
import * as lutTensorCore from '../../src/arch/lut-tensor-core/tile/fabric.js';
import * as shiftAdd from '../../src/arch/shift-add/fpga.js';
import * as shiftAddTile from '../../src/arch/shift-add/tile/fabric.js';
import * as shiftAddTable from '../../src/arch/shift-add/tile/table/fabric.js';
import { tableRegisters } from '../../src/arch/shift-add/tile/table/registers.js';
import * as systolic from '../../src/arch/systolic/mesh/fabric.js';
import { meshRegisters } from '../../src/arch/systolic/mesh/registers.js';
import * as ternary from '../../src/arch/ternary/core/fabric.js';
import { synthesisTool, type FitError } from '../../src/sim/physical/synthesised-fabric.js';
import { familySweep, relativeErrors, type FamilyRows } from '../kit/synthesis-sweep.js';

interface Model<P> {
  readonly rows: FamilyRows<P>;
  readonly lut: (p: P) => number;
  readonly ff: (p: P) => number;
  readonly lutError: FitError;
  readonly ffError: FitError;
}

function stated<P>({ rows, lut, ff, lutError, ffError }: Model<P>): void {
  for (const [metric, model, error] of [['lut', lut, lutError], ['ff', ff, ffError]] as const) {
    const found = relativeErrors(rows.test, metric, model);
    assert.equal(error.rows, rows.test.length);
    assert.ok(Math.abs(error.mean - found.mean) < 0.0005, `${metric}: the mean is ${found.mean}`);
    assert.ok(Math.abs(error.worst - found.worst) < 0.0005, `${metric}: the largest is ${found.worst}`);
  }
}

/** The rows of a family by the parameters of its model. */
type Of<Lut extends (p: never) => number> = Parameters<Lut>[0];

/** What results of an experiment say about the models of LUTs and registers that they rest on. */
describe('the stated errors of the models of synthesis', () => {
  it('are those of the rows that nothing was fitted on: dsp-chain', () => {
    stated({ ...dspChain, rows: familySweep<Of<typeof dspChain.tileLuts>>('dsp-chain'), lut: dspChain.tileLuts, ff: (p) => registersOf(p).flipFlops });
  });
  it('are those of the rows that nothing was fitted on: bit-serial', () => { stated({ ...bitSerial, rows: familySweep<Of<typeof bitSerial.tileLuts>>('bit-serial'), lut: bitSerial.tileLuts, ff: bitSerial.tileRegisters }); });
  it('are those of the rows that nothing was fitted on: systolic', () => { stated({ ...systolic, rows: familySweep<Of<typeof systolic.meshLuts>>('systolic'), lut: systolic.meshLuts, ff: meshRegisters }); });
  it('are those of the rows that nothing was fitted on: ternary', () => { stated({ ...ternary, rows: familySweep<Of<typeof ternary.coreLuts>>('ternary'), lut: ternary.coreLuts, ff: ternary.coreRegisters }); });
  it('are those of the rows that nothing was fitted on: lut-tensor-core', () => {
    stated({ ...lutTensorCore, rows: familySweep<Of<typeof lutTensorCore.tileLuts>>('lut-tensor-core'), lut: lutTensorCore.tileLuts, ff: lutTensorCore.tileRegisters });
  });
  it('are those of the rows that nothing was fitted on: shift-add', () => {
    stated({ ...shiftAdd, rows: familySweep<Of<typeof shiftAddTile.tileLuts>>('shift-add'), lut: shiftAddTile.tileLuts, ff: shiftAddTile.tileRegisters });
  });
  it('are those of the rows that nothing was fitted on: shift-add, look-up tables', () => {
    stated({ ...shiftAddTable, rows: familySweep<Of<typeof shiftAddTable.tableLuts>>('shift-add-table'), lut: shiftAddTable.tableLuts, ff: tableRegisters });
  });

  it('name the Yosys that synthesised the rows', () => {
    const [, version] = /^Yosys (\S+),/.exec(synthesisTool)!;
    for (const family of ['systolic', 'ternary', 'lut-tensor-core', 'shift-add']) assert.equal(familySweep(family).yosys, `@yowasp/yosys ${version}`);
  });
});
