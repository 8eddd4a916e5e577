import { notModelled, type NotModelled } from '../../../sim/core/estimate.js';
import type { ResourceUse } from '../../../sim/model/architecture.js';
import type { DataType } from '../../../sim/model/datatype.js';
import { designFabric, logicUse, type DesignFabric } from '../../../sim/physical/synthesised-fabric.js';
import { planesOf } from '../cycles.js';
import type { LutTensorCoreParameters } from '../spec.js';
import { ffError, lutError, tileLuts, tileRegisters } from './fabric.js';
import { publishedEntryBits, usualSumBits, type TileParameters } from './parameters.js';

const widest: DataType = { name: 'int8', kind: 'integer', bits: 8 };

/** An array of a multiprocessor for weights of a format as the Verilog has it, or why it has none. */
export function arrayTile({ array, activationBits, tables }: LutTensorCoreParameters, weights: DataType): TileParameters | NotModelled {
  const planes = planesOf(weights);
  if (planes === null) return notModelled(`the Verilog of the family has no bit planes for weights in ${weights.name}`);
  if (activationBits !== 8) return notModelled(`the Verilog of the family is that of INT8 activations, not of ${activationBits} bits`);
  const needed = publishedEntryBits({ k: array.k, activationBits });
  if (tables.bits < needed) return notModelled(`the Verilog of the family has exact tables of ${needed} bits, not of ${tables.bits}`);
  return { ...array, activationBits, planes, sumBits: usualSumBits, sign: 'first' };
}

/** What the look-up arrays of all multiprocessors take of an FPGA; all else of a multiprocessor is not counted. */
export function resourceUse(p: LutTensorCoreParameters, weights: DataType = widest): ResourceUse {
  const tile = arrayTile(p, weights);
  const logic = logicUse('reason' in tile ? tile : fabricOf(tile, p.sms * p.arraysPerSm), 0);
  const others = notModelled('vector units and shared memory of a multiprocessor have no Verilog, and their blocks are not counted');
  return { ...logic, used: { dsp: others, bram36: others, uram: others, ...logic.used } };
}

function fabricOf(tile: TileParameters, count: number): DesignFabric {
  return designFabric({ name: `lut_array_tile of ${tile.m} x ${tile.n} x ${tile.k} for weights of ${tile.planes} bits`, lut: tileLuts(tile), ff: tileRegisters(tile), lutError, ffError }, count, {
    lutram: 0, notCounted: ['vector units', 'shared memory', 'schedulers', 'L2 cache', 'memory interfaces'],
  });
}
