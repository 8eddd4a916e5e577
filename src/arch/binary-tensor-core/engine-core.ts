import { signedRange, type CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { planeTileDesign } from './rtl.js';

/** The unit of binary products as a core of an engine: weights as planes. */
export const bitPlaneCore: CoreMaker = (design, value) => {
  if (value('BIPOLAR') === 1) return 'sums of bipolar planes are those of odd numbers 2 v + 1, and the engine takes no row sums off';
  const tile = { rows: value('ROWS'), columns: value('COLS'), depth: value('DEPTH'), code: 'twos-complement', rowPlanes: value('ROW_PLANES'), sumBits: value('SUM_BITS') } as const;
  if (tile.rowPlanes !== 1 && tile.rowPlanes !== 8) return `activations of an engine have 8 bits, not ${tile.rowPlanes}`;
  const tokens = tile.rows / tile.rowPlanes;
  return {
    design, weights: signedRange(8), scales: false, weightSlack: 0, isSlow: true,
    layout: { featureLanes: tile.columns, tokenLanes: tokens, beatsAre: 'tokens', featureBeats: 1, together: 'token' },
    // Weights of fewer bits have fewer planes, and take fewer cycles.
    runs: (activations, weights) => tokenTiles(activations, tokens)
      .map((rows) => planeTileDesign(tile, [{ what: 'a tile of tokens', problem: { activations: rows, weights, activationBits: 8, weightBits: bitsOf(weights) } }]).runs[0]!),
  };
};

/** Bits of the narrowest two's complement that has all these numbers. */
function bitsOf({ values }: Matrix): number {
  let bits = 1;
  while (values.some((x) => x < signedRange(bits).least || x > signedRange(bits).most)) bits++;
  return bits;
}
