import { signedRange, type CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import type { Matrix } from '../../sim/model/matrix.js';
import type { CodebookWeights } from '../../sim/numerics/arithmetic/codebook-gemv.js';
import { zeros } from '../../sim/numerics/arithmetic/matrix.js';
import { digitBits, encodedParts } from './functional.js';
import { codebookTileDesign } from './rtl.js';
import type { TileParameters } from './tile/parameters.js';

/** The tile of codebooks as a core of an engine: indices are its weights, entries its further stream. */
export const codebookCore: CoreMaker = (design, value) => {
  const tile: TileParameters = {
    tokens: value('TOKENS'), vectorLength: value('VECTOR'), main: value('MAIN'), rest: value('REST'), entryBits: value('ENTRY_BITS'),
    activationBits: value('ACT_BITS'), sumBits: value('SUM_BITS'), memory: value('BLOCK') === 1 ? 'block' : 'luts',
  };
  const bits = digitBits({ vectorLength: tile.vectorLength, entries: tile.rest === 0 ? [tile.main] : [tile.main, tile.rest] }).reduce((sum, digit) => sum + digit, 0);
  if (bits < 1) return `its codebooks do not hold every vector of ${tile.vectorLength} whole numbers`;
  return {
    design, weights: signedRange(bits), scales: false, weightSlack: 0, weightStream: 'idx', further: { name: 'ent', per: 'job' },
    layout: { featureLanes: tile.vectorLength, tokenLanes: tile.tokens, beatsAre: 'tokens', featureBeats: 1, together: 'token' },
    runs: (activations, weights) => {
      const stored = codebookOf(tile, weights);
      return tokenTiles(activations, tile.tokens).map((rows) => codebookTileDesign(tile, [{ what: 'a tile of tokens', problem: { activations: rows, weights: stored } }]).runs[0]!);
    },
  };
};

/** Weights as indices of the vectors that occur, digit by digit where there are two codebooks. */
function codebookOf({ vectorLength, main, rest }: TileParameters, weights: Matrix): CodebookWeights {
  const [first, second] = encodedParts(weights, { vectorLength, entries: rest === 0 ? [main] : [main, rest] });
  if (first === undefined) throw new RangeError(`a codebook of ${main} entries holds no vectors of ${vectorLength} whole numbers`);
  if (rest === 0) return first;
  // A residual codebook without a digit adds nothing.
  const nothing = { centroids: zeros(1, vectorLength), indices: new Uint32Array(first.indices.length) };
  return { ...first, residual: second === undefined ? nothing : { centroids: second.centroids, indices: second.indices } };
}
