import type { CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import { storedFormats, type CoreParameters } from './core/parameters.js';
import { ternaryTileDesign } from './rtl.js';
import { buildDepth } from './table.js';

/** The ternary core as a core of an engine. */
export const ternaryCore: CoreMaker = (design, value) => {
  const core: CoreParameters = {
    group: value('MU'), tables: value('TABLES'), reads: value('READS'), activationBits: value('ACT_BITS'), sumBits: value('SUM_BITS'),
    format: storedFormats[value('FORMAT')]!,
  };
  return {
    design, weights: { least: -1, most: 1 }, scales: false,
    // Tables are built while the keys that read them are on their way.
    weightSlack: buildDepth(core.group),
    layout: { featureLanes: core.reads, tokenLanes: 1, beatsAre: 'tokens', featureBeats: 1 },
    runs: (activations, weights) => tokenTiles(activations, 1)
      .map((token) => ternaryTileDesign(core, [{ what: 'a tile of tokens', problem: { activations: token, weights } }]).runs[0]!),
  };
};
