import { signedRange, type CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import { tileDesign } from './rtl.js';
import type { TileParameters } from './tile/parameters.js';
import { tileRun } from './tile/streams.js';

/** The tile of DSP chains as a core of an engine: it scales and rounds by itself. */
export const dspChainCore: CoreMaker = (design, value) => {
  // Smaller units of the result than an export has leave room for scales above one half.
  const tile: TileParameters = {
    depth: value('DEPTH'), columns: value('COLUMNS'), chain: value('CHAIN'), n: value('N'), m: value('M'),
    weightMin: value('WEIGHT_MIN') === -128 ? -128 : -127, groupBits: value('GROUP_BITS'), shift: 16,
  };
  const narrower = tileDesign(tile);
  return {
    design: { ...narrower, resources: design.resources }, weights: signedRange(8), scales: true, weightSlack: 0, weightColumns: tile.columns,
    layout: { featureLanes: tile.columns, tokenLanes: 2, beatsAre: 'tokens', featureBeats: 1 },
    runs: (activations, weights, { multiplier, shift } = { multiplier: 1, shift: 0 }) => {
      const scales = Uint16Array.from({ length: weights.rows }, () => multiplier * 2 ** (tile.shift - shift));
      return tokenTiles(activations, 2).map((two) => tileRun(tile, { activations: two, weights, scales, groupLength: weights.columns }, 'a tile of tokens'));
    },
  };
};
