import { notModelled, type NotModelled } from '../../../sim/core/estimate.js';
import { remembered } from '../../../sim/core/remembered.js';
import { designFabric, type AroundTiles, type DesignFabric, type TileFabric } from '../../../sim/physical/synthesised-fabric.js';
import type { DspChainParameters } from '../spec.js';
import { ffError, lutError, lutParts, lutCoefficients, tileLuts } from './fabric.js';
import { tileFault, tokens, usualChain, widestGroup, type TileParameters } from './parameters.js';
import { activationPaths, cascadeBits, registersOf, slots } from './registers.js';

/** INT8 products of a DSP block that the Verilog has. */
export const packedProducts = 2;
const mostColumns = 8;
const mostSlots = 8;

/** The tile of the array in matrix mode: two tokens, its depth, and its columns, at most 8 of them. In a sparse array N is the largest power of two up to 8 that divides the depth, and M twice that. */
export function arrayTile({ matrix: array, sparse = true }: Pick<DspChainParameters, 'matrix' | 'sparse'>): TileParameters {
  let n = 1;
  while (sparse && n < mostSlots && array.depth % (2 * n) === 0) n *= 2;
  return { depth: array.depth, columns: Math.min(array.columns, mostColumns), chain: usualChain, n, m: sparse ? 2 * n : n, weightMin: -128, groupBits: widestGroup, shift: 24 };
}

/** Tiles along the tokens and along the features of a core. */
export function tilesOfCore({ matrix }: Pick<DspChainParameters, 'matrix'>, tile: Pick<TileParameters, 'columns'>): readonly [number, number] {
  return [Math.ceil(matrix.rows / tokens), Math.ceil(matrix.columns / tile.columns)];
}

/** LUTs and registers of all cores: tiles of the matrix mode, or more where the matrix-vector mode has more multipliers. */
export function arrayFabric(p: DspChainParameters, macsPerDsp: number, { lutram }: Pick<AroundTiles, 'lutram'>): DesignFabric | NotModelled {
  if (macsPerDsp !== packedProducts) return notModelled(`the Verilog of the family packs ${packedProducts} INT8 products in a DSP48E2, and this array has ${macsPerDsp} in a block`);
  const tile = arrayTile(p);
  const fault = tileFault(tile);
  if (fault !== null) return notModelled(`the Verilog of the family has no such tile: ${fault}`);
  const [alongTokens, alongFeatures] = tilesOfCore(p, tile);
  const { rows, depth, columns } = p.vector;
  const ofVectors = Math.ceil((rows * depth * columns) / (tokens * tile.depth * tile.columns));
  return designFabric(fabricOf(tile), p.cores * Math.max(alongTokens * alongFeatures, ofVectors), {
    lutram, notCounted: ['special functions', 'the choice between both modes', 'dequantisers', 'instruction decoder', 'FIFOs and control of the buffers', 'memory interfaces'],
  });
}

const fabricOf = remembered((tile: TileParameters): TileFabric => {
  const { flipFlops } = registersOf(tile);
  return {
    name: `dsp_chain_tile of ${tokens} tokens x ${tile.columns} features x ${tile.depth}`,
    lut: tileLuts(tile), ff: flipFlops, lutError, ffError,
    inBlocks: { lut: blockAdderLuts(tile), ff: flipFlops - registersOf(tile, { packed: true }).flipFlops },
  };
});

/** LUTs of the pre-adders and of the adders of the cascades, which a DSP48E2 has itself (AMD UG579): Yosys maps multipliers alone to DSP blocks of UltraScale+. */
export function blockAdderLuts(tile: TileParameters): number {
  const cascades = slots(tile).reduce((sum, { place }) => sum + (place > 0 ? cascadeBits(tile, place) : 0), 0);
  const bits = 8 * tile.depth * activationPaths(tile) + tile.columns * cascades;
  return Math.min(bits, lutParts(tile).adders) * lutCoefficients.find(({ part }) => part === 'adders')!.value;
}
