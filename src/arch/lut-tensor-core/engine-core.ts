import { signedRange, type CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import { lutArrayTileDesign } from './rtl.js';

/** The look-up table array as a core of an engine. */
export const lutArrayCore: CoreMaker = (design, value) => {
  const tile = {
    m: value('M'), n: value('N'), k: value('K'), activationBits: value('ACT_BITS'), planes: value('PLANES'), sumBits: value('SUM_BITS'),
    sign: value('SIGN_LAST') === 1 ? 'last' : 'first',
  } as const;
  return {
    design, weights: signedRange(tile.planes), scales: false, weightSlack: 0,
    layout: { featureLanes: 1, tokenLanes: tile.m, beatsAre: 'features', featureBeats: tile.n },
    runs: (activations, weights) => tokenTiles(activations, tile.m)
      .map((rows) => lutArrayTileDesign(tile, [{ what: 'a tile of tokens', problem: { activations: rows, weights, weightBits: tile.planes } }]).runs[0]!),
  };
};
