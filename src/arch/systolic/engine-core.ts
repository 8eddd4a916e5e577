import { signedRange, type CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import { systolicTileDesign } from './rtl.js';

/** The output-stationary mesh as a core of an engine. */
export const systolicCore: CoreMaker = (design, value) => {
  if (value('WEIGHT_STATIONARY') === 1) return 'a weight-stationary array gives sums of parts of the reduction, which the engine does not add up';
  const mesh = {
    dataflow: 'output-stationary', rows: value('ROWS'), columns: value('COLS'),
    activationBits: value('ACT_BITS'), weightBits: value('WGT_BITS'), sumBits: value('SUM_BITS'),
  } as const;
  return {
    design, weights: signedRange(mesh.weightBits), scales: false, weightSlack: 0,
    layout: { featureLanes: mesh.columns, tokenLanes: 1, beatsAre: 'tokens', featureBeats: 1 },
    runs: (activations, weights) => tokenTiles(activations, Math.min(mesh.rows, activations.rows))
      .map((tile) => systolicTileDesign(mesh, [{ what: 'a tile of tokens', problem: { activations: tile, weights } }]).runs[0]!),
  };
};
