import { signedRange, type CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { matrix } from '../../sim/numerics/arithmetic/matrix.js';
import { passesOf, tileCycles } from './cycles.js';
import { shiftAddTileDesign } from './rtl.js';
import type { TileParameters } from './tile/parameters.js';
import type { TileProblem } from './tile/problem.js';

/** The array of shift-add PEs as a core of an engine, with scales and zero points as its further stream. */
export const shiftAddCore: CoreMaker = (design, value) => {
  const tile: TileParameters = {
    kind: 'shift-add', tokens: value('TOKENS'), columns: value('COLUMNS'), depth: value('DEPTH'), encoding: value('BOOTH') === 1 ? 'booth' : 'binary',
    termsPerCycle: value('TERMS'), group: value('GROUP'), scalers: value('SCALERS'), activationBits: value('ACT_BITS'), weightBits: value('WGT_BITS'),
    scaleBits: value('SCALE_BITS'), accumulatorBits: value('ACC_BITS'),
  };
  if (tile.columns % tile.scalers !== 0) return `its last batch of results has ${tile.columns % tile.scalers} of ${tile.scalers}, and the engine takes batches of one size`;
  return {
    design, weights: signedRange(tile.weightBits), scales: false, weightSlack: 0, further: { name: 'scl', per: 'tile' },
    pipeline: {
      groupBeats: Math.ceil(tile.group / tile.depth) * passesOf(tile, tile.weightBits), sumCycles: tile.columns / tile.scalers, takesFurther: true,
      stages: 1 + Math.ceil(Math.log2(tile.termsPerCycle)) + Math.ceil(Math.log2(tile.depth)),
    },
    layout: { featureLanes: tile.scalers, tokenLanes: tile.tokens, beatsAre: 'features', featureBeats: tile.columns / tile.scalers, together: 'token' },
    runs: (activations, weights) => {
      const problem = unscaled(tile, weights);
      const steady = tileCycles(tile, 1, tile.columns, weights.columns, tile.weightBits);
      return tokenTiles(activations, tile.tokens).map((rows) => {
        const run = shiftAddTileDesign(tile, [{ what: 'a tile of tokens', problem: { ...problem, activations: rows } }]).runs[0]!;
        return { ...run, latency: run.cycles - Math.ceil(weights.rows / tile.columns) * steady };
      });
    },
  };
};

/** Weights with scales of 1: unsigned codes and their zero point, or signed ones. The activations are those of a tile of tokens. */
function unscaled({ encoding, weightBits, group }: TileParameters, weights: Matrix): Omit<TileProblem, 'activations'> {
  const zero = encoding === 'binary' ? 2 ** (weightBits - 1) : 0;
  const groups = Math.ceil(weights.columns / group);
  const all = (value: number): Matrix => matrix(weights.rows, groups, new Float64Array(weights.rows * groups).fill(value));
  return { weights: matrix(weights.rows, weights.columns, Float64Array.from(weights.values, (w) => w + zero)), weightBits, scales: all(1), zeroPoints: all(zero) };
}
