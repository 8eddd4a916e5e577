import { tileDesign } from '../arch/dsp-chain/rtl.js';
import { tileRun } from '../arch/dsp-chain/tile/streams.js';
import type { TileParameters as ChainTile } from '../arch/dsp-chain/tile/parameters.js';
import { lutArrayTileDesign } from '../arch/lut-tensor-core/rtl.js';
import { systolicTileDesign } from '../arch/systolic/rtl.js';
import { ternaryTileDesign } from '../arch/ternary/rtl.js';
import { storedFormats, type CoreParameters } from '../arch/ternary/core/parameters.js';
import { buildDepth } from '../arch/ternary/table.js';
import type { RtlDesign } from '../rtl-export/kit/design.js';
import { tokenTiles, type ProductCore } from '../rtl-export/kit/engine/product.js';
import { matrix } from '../sim/numerics/arithmetic/matrix.js';
import { InputError, problem } from '../sim/core/diagnostics.js';
import { furtherCores, signedRange, type CoreMaker } from './further-engine-cores.js';

/** Families' cores as an engine takes them, by the name of their top module: streams, lanes, and the runs of any product. */
const cores: Readonly<Record<string, CoreMaker>> = {
  systolic_tile: (design, value) => {
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
  },
  dsp_chain_tile: (design, value) => {
    // Smaller units of the result than an export has leave room for scales above one half.
    const tile: ChainTile = {
      depth: value('DEPTH'), columns: value('COLUMNS'), chain: value('CHAIN'), n: value('N'), m: value('M'),
      weightMin: value('WEIGHT_MIN') === -128 ? -128 : -127, groupBits: value('GROUP_BITS'), shift: 16,
    };
    const narrower = tileDesign(tile);
    return {
      design: { ...narrower, resources: design.resources }, weights: signedRange(8), scales: true, weightSlack: 0,
      layout: { featureLanes: tile.columns, tokenLanes: 2, beatsAre: 'tokens', featureBeats: 1 },
      runs: (activations, weights, { multiplier, shift } = { multiplier: 1, shift: 0 }) => {
        const scales = Uint16Array.from({ length: weights.rows }, () => multiplier * 2 ** (tile.shift - shift));
        return tokenTiles(activations, 2).map((two) => tileRun(tile, { activations: two, weights, scales, groupLength: weights.columns }, 'a tile of tokens'));
      },
    };
  },
  lut_array_tile: (design, value) => {
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
  },
  ternary_tile: (design, value) => {
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
  },
  ...furtherCores,
};

/** The core of a design for an engine. Throws `export/no-engine` where the engine does not serve it. */
export function engineCoreOf(design: RtlDesign): ProductCore {
  const value = (name: string): number => design.parameters.find((parameter) => parameter.name === name)!.value;
  const make = cores[design.core];
  if (make === undefined) return noEngine(design.core, `the engine does not serve it; it serves ${Object.keys(cores).filter((name) => name !== 'shift_add_table').join(', ')}`);
  const hasWidth = design.parameters.some(({ name }) => name === 'ACT_BITS');
  if (hasWidth && value('ACT_BITS') !== 8) return noEngine(design.core, `activations of an engine have 8 bits, not ${value('ACT_BITS')}`);
  const core = make(design, value);
  return typeof core === 'string' ? noEngine(design.core, core) : { ...core, latency: latencyOf(core) };
}

/** Two tiles of features take twice the cycles of one, but for the latency. */
function latencyOf({ layout, runs, further }: Omit<ProductCore, 'latency'>): number {
  const cyclesOf = (tiles: number): number => {
    const features = tiles * layout.featureLanes * layout.featureBeats;
    const { cycles, beats } = runs(matrix(1, 1, Float64Array.of(0)), matrix(features, 1, new Float64Array(features)))[0]!;
    return further?.per === 'job' ? cycles - beats[further.name]!.length : cycles;
  };
  return 2 * cyclesOf(1) - cyclesOf(2);
}

function noEngine(core: string, why: string): never {
  throw new InputError([problem('export/no-engine', `there is no engine around ${core}: ${why}`, { remedy: 'leave --top out' })]);
}
