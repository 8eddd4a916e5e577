import { notModelled, type NotModelled } from '../../../sim/core/estimate.js';
import { remembered } from '../../../sim/core/remembered.js';
import type { DataType } from '../../../sim/model/datatype.js';
import { designFabric, type AroundTiles, type DesignFabric } from '../../../sim/physical/synthesised-fabric.js';
import type { BitSerialParameters } from '../spec.js';
import { ffError, lutError, tileLuts, tileRegisters } from './fabric.js';
import { weightFormatOf } from './weight-format.js';

const widest: DataType = { name: 'int8', kind: 'integer', bits: 8 };

/** LUTs and registers of all tiles of BitMoD's PEs, with encoders for one format of weights. */
export function arrayFabric({ pe = 'bitmod', pes, tiles }: BitSerialParameters, weights: DataType = widest, { lutram }: Pick<AroundTiles, 'lutram'>): DesignFabric | NotModelled {
  if (pe !== 'bitmod') return notModelled(`the Verilog of the family is that of BitMoD's PE, and this one is "${pe}"`);
  const format = weightFormatOf(weights);
  if (format === null) return notModelled(`the Verilog of the family has no terms for weights in ${weights.name}`);
  const tile = { rows: pes.rows, columns: pes.columns, format };
  return designFabric({ name: `bit_serial_tile of ${pes.rows} x ${pes.columns} PEs for ${weights.name}`, ...fabricOf(tile), lutError, ffError }, tiles.rows * tiles.columns, {
    lutram, notCounted: ['encoders of other formats, such as that of the cache', 'vector unit', 'scales of channels', 'control of the buffers', 'memory interfaces'],
  });
}

const fabricOf = remembered((tile: Parameters<typeof tileLuts>[0]) => ({ lut: tileLuts(tile), ff: tileRegisters(tile) }));
