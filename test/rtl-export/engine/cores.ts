import { planeTileDesign } from '../../../src/arch/binary-tensor-core/rtl.js';
import { bitSerialTileDesign } from '../../../src/arch/bit-serial/rtl.js';
import { bitmodWeights } from '../../../src/arch/bit-serial/tile/weight-format.js';
import { codebookTileDesign } from '../../../src/arch/codebook/rtl.js';
import { tileDesign as chainDesign } from '../../../src/arch/dsp-chain/rtl.js';
import { lutArrayTileDesign } from '../../../src/arch/lut-tensor-core/rtl.js';
import { shiftAddTileDesign } from '../../../src/arch/shift-add/rtl.js';
import type { TileParameters as ShiftAddTile } from '../../../src/arch/shift-add/tile/parameters.js';
import { systolicTileDesign } from '../../../src/arch/systolic/rtl.js';
import { ternaryTileDesign } from '../../../src/arch/ternary/rtl.js';
import { engineCoreOf } from '../../../src/arch/engine-cores.js';
import type { ProductCore } from '../../../src/rtl-export/kit/engine/product.js';

export interface CoreUnderTest extends ProductCore {
  readonly what: string;
}

/** An output-stationary array: a tile has a token for each of its rows, or fewer where a product has fewer. */
export function systolicCore(rows: number, columns: number): CoreUnderTest {
  const design = systolicTileDesign({ dataflow: 'output-stationary', rows, columns, activationBits: 8, weightBits: 8, sumBits: 32 });
  return { ...engineCoreOf(design), what: `systolic, ${rows} x ${columns}` };
}

/** A small core of each family that an engine serves. */
export function smallCores(): readonly CoreUnderTest[] {
  return [
    systolicCore(4, 3),
    { ...engineCoreOf(chainDesign({ depth: 4, columns: 3, chain: 4, n: 4, m: 4, weightMin: -128, groupBits: 27, shift: 16 })), what: 'dsp-chain, dense, depth 4, 3 columns' },
    { ...engineCoreOf(lutArrayTileDesign({ m: 2, n: 4, k: 4, activationBits: 8, planes: 8, sumBits: 32, sign: 'first' })), what: 'lut-tensor-core, 2 x 4 x 4, 8 planes' },
    { ...engineCoreOf(ternaryTileDesign({ group: 3, tables: 2, reads: 3, activationBits: 8, sumBits: 24, format: 'pack5' })), what: 'ternary, 2 tables of 3, 3 reads' },
  ];
}

/** A shift-add array of 2 x 4 x 2 whose scalers take two batches for its columns. */
export const smallShiftAdd: ShiftAddTile = {
  kind: 'shift-add', tokens: 2, columns: 4, depth: 2, encoding: 'binary', termsPerCycle: 4, group: 8, scalers: 2, activationBits: 8, weightBits: 4, scaleBits: 8, accumulatorBits: 32,
};

/** Small cores with further streams, planes, or results that only leave as they are. */
export function furtherCores(): readonly CoreUnderTest[] {
  const planes = { rows: 8, columns: 3, depth: 12, code: 'twos-complement', sumBits: 32 } as const;
  const codebook = { tokens: 2, vectorLength: 2, main: 16, rest: 0, entryBits: 4, activationBits: 8, sumBits: 32, memory: 'luts' } as const;
  return [
    { ...engineCoreOf(shiftAddTileDesign(smallShiftAdd)), what: 'shift-add, 2 x 4 x 2, bits, two batches of scalers' },
    { ...engineCoreOf(shiftAddTileDesign({ ...smallShiftAdd, encoding: 'booth', termsPerCycle: 1, weightBits: 5, scalers: 4 })), what: 'shift-add, 2 x 4 x 2, Booth digits, three passes' },
    { ...engineCoreOf(planeTileDesign({ ...planes, rowPlanes: 8 })), what: 'binary-tensor-core, planes of a token in rows' },
    { ...engineCoreOf(planeTileDesign({ ...planes, rows: 2, depth: 24, rowPlanes: 1 })), what: 'binary-tensor-core, two tokens, planes one after the other' },
    { ...engineCoreOf(codebookTileDesign(codebook)), what: 'codebook, vectors of 2, 16 entries' },
    { ...engineCoreOf(codebookTileDesign({ ...codebook, tokens: 1, rest: 4, entryBits: 5, memory: 'block' })), what: 'codebook, two codebooks in block RAM' },
    { ...engineCoreOf(bitSerialTileDesign({ rows: 3, columns: 2, format: { kind: 'integer', bits: 4 } })), what: 'bit-serial, 3 x 2, INT4' },
    { ...engineCoreOf(bitSerialTileDesign({ rows: 2, columns: 1, format: bitmodWeights(3) })), what: 'bit-serial, 2 x 1, FP3' },
  ];
}
