import { signedRange, type CoreMaker } from '../../rtl-export/kit/engine/core-maker.js';
import { tokenTiles } from '../../rtl-export/kit/engine/product.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { tileLatency, tileRunCycles } from './cycles.js';
import type { MeshParameters } from './mesh/parameters.js';
import { systolicTileDesign } from './rtl.js';

/** The output-stationary mesh as a core of an engine. */
export const systolicCore: CoreMaker = (design, value) => {
  if (value('WEIGHT_STATIONARY') === 1) return 'a weight-stationary array gives sums of parts of the reduction, which the engine does not add up';
  const mesh = {
    dataflow: 'output-stationary', rows: value('ROWS'), columns: value('COLS'),
    activationBits: value('ACT_BITS'), weightBits: value('WGT_BITS'), sumBits: value('SUM_BITS'),
  } as const;
  return {
    design, weights: signedRange(mesh.weightBits), scales: false, weightSlack: 0, weightColumns: mesh.columns,
    layout: { featureLanes: mesh.columns, tokenLanes: 1, beatsAre: 'tokens', featureBeats: 1 },
    runs: (activations, weights) => tokenTiles(activations, Math.min(mesh.rows, activations.rows))
      .map((tile) => ({
        ...systolicTileDesign(mesh, [{ what: 'a tile of tokens', problem: { activations: tile, weights } }]).runs[0]!,
        tileCycles: tileCycles(mesh, tile.rows, weights),
      })),
  };
};

/** Cycles of each tile of features: what a run of it and those before it takes longer than one of those. The last one may have fewer columns. */
function tileCycles(mesh: MeshParameters, tokens: number, { rows: features, columns: k }: Matrix): readonly number[] {
  const upTo = (tiles: number): number => (tiles === 0 ? 0 : tileRunCycles(mesh, { m: tokens, n: Math.min(features, tiles * mesh.columns), k }) - tileLatency[mesh.dataflow]);
  return Array.from({ length: Math.ceil(features / mesh.columns) }, (_, tile) => upTo(tile + 1) - upTo(tile));
}
