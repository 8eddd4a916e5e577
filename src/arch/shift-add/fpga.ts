import { estimate, notModelled, type Estimate, type NotModelled } from '../../sim/core/estimate.js';
import type { ResourceUse } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import { memoryUse, onChipMemory, type FabricGeneration } from '../../sim/physical/on-chip/index.js';
import { designFabric, logicUse, type DesignFabric, type FitError } from '../../sim/physical/synthesised-fabric.js';
import type { LookupTables, ShiftAddParameters, ShiftAddPes } from './spec.js';
import { tileDsps, tileLuts, tileRegisters } from './tile/fabric.js';
import { mostSumBits, sumBits, tileOf, type TileParameters } from './tile/parameters.js';
import * as tableModel from './tile/table/fabric.js';
import { entryBitsBeyond, isPowerOfTwo, mostTables, tablesOf, type TableParameters } from './tile/table/parameters.js';
import { tableRegisters } from './tile/table/registers.js';

/** Of the model, over the rows "test" of reference/synthesis/shift-add.json. */
export const lutError: FitError = { rows: 13, mean: 0.0405, worst: 0.1433 };
export const ffError: FitError = { rows: 13, mean: 0.02, worst: 0.1056 };

/** PEs for weights of these bits as the Verilog has them, or why it has none. */
function arrayTile(p: ShiftAddParameters, array: ShiftAddPes, weightBits: number): TileParameters | NotModelled {
  if (array.group % array.depth !== 0) return notModelled(`the Verilog of the family ends a group with a step, and groups of ${array.group} are no multiple of the depth ${array.depth}`);
  const sum = sumBits({ activationBits: p.activationBits, weightBits, group: array.group });
  if (sum > mostSumBits) return notModelled(`the Verilog of the family has sums of a group of up to ${mostSumBits} bits, not of ${sum}`);
  return tileOf(p, array, weightBits);
}

/** Look-up tables as the Verilog has them, or why it has none. */
function arrayTables(p: ShiftAddParameters, array: LookupTables, weightBits: number): TableParameters | NotModelled {
  if (!isPowerOfTwo(array.buildAdders)) return notModelled(`the Verilog of the family builds a table on a power of two of adders, not on ${array.buildAdders}`);
  if (array.tables > mostTables) return notModelled(`the Verilog of the family reads up to ${mostTables} tables at once, not ${array.tables}`);
  if (p.accumulatorBits < p.activationBits + entryBitsBeyond) return notModelled(`outputs of ${p.accumulatorBits} bits do not hold an entry of a table`);
  return tablesOf(p, array, weightBits);
}

/** What the array takes of an FPGA: multipliers of scales, a weight buffer in block RAM, and the logic of its Verilog, for weights of a format or the widest. */
export function resourceUse(p: ShiftAddParameters, generation: FabricGeneration, weights?: DataType): ResourceUse {
  const weightBits = Math.min(p.weightBits, Math.max(2, Math.ceil(weights?.bits ?? p.weightBits)));
  const memories = memoryUse([onChipMemory({ bits: p.buffers.weightKib * 4096, halves: 2, wordBits: wordBits(p, weightBits), primitive: 'bram', generation })]);
  const { dsp, fabric } = p.array.kind === 'table' ? usedByTables(arrayTables(p, p.array, weightBits)) : usedByPes(arrayTile(p, p.array, weightBits));
  const logic = logicUse(fabric, 0);
  return {
    ...logic,
    used: {
      dsp,
      bram36: estimate(memories.bram36, 'RAMB36', 'derived', 'weight buffer as wide as a step of the array, in shapes of RAMB36 and RAMB18, which is half of one; activations and sums that are held not counted'),
      uram: estimate(0, 'URAM288', 'derived', 'the weight buffer is taken to be in block RAM'),
      ...logic.used,
    },
  };
}

interface ArrayUse {
  readonly dsp: Estimate | NotModelled;
  readonly fabric: DesignFabric | NotModelled;
}

function usedByPes(tile: TileParameters | NotModelled): ArrayUse {
  if ('reason' in tile) return { dsp: tile, fabric: tile };
  const name = `shift_add_tile of ${tile.tokens} x ${tile.columns} x ${tile.depth} for weights of ${tile.weightBits} bits`;
  return {
    dsp: estimate(tileDsps(tile), 'DSP', 'derived', 'a multiplier for each scaler of each token; vector unit not counted'),
    fabric: designFabric({ name, lut: tileLuts(tile), ff: tileRegisters(tile), lutError, ffError }, 1, { lutram: 0, notCounted: ['sums of tokens that are held', ...aroundArrays] }),
  };
}

function usedByTables(tables: TableParameters | NotModelled): ArrayUse {
  if ('reason' in tables) return { dsp: tables, fabric: tables };
  const name = `shift_add_table of ${tables.tables} tables, ${tables.reads} reads each`;
  return {
    dsp: estimate(0, 'DSP', 'derived', 'scales are sums of powers of two: shifters, no multipliers; vector unit not counted'),
    fabric: designFabric({ name, lut: tableModel.tableLuts(tables), ff: tableRegisters(tables), lutError: tableModel.lutError, ffError: tableModel.ffError }, 1, { lutram: 0, notCounted: aroundArrays }),
  };
}

const aroundArrays: readonly string[] = ['buffers of activations', 'vector unit', 'control of the buffer', 'memory interfaces'];

/** Bits of weights that a step takes. */
function wordBits({ array }: ShiftAddParameters, weightBits: number): number {
  return array.kind === 'shift-add' ? array.columns * array.depth * weightBits : array.tables * array.reads * weightBits;
}
