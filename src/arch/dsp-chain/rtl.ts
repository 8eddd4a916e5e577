import type { RtlDesign, RtlParameter } from '../../rtl-export/kit/design.js';
import { reject } from '../../sim/core/diagnostics.js';
import { estimate } from '../../sim/core/estimate.js';
import { createRng } from '../../sim/core/rng.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { Device } from '../../sim/model/device.js';
import { dspChainFunctional } from './functional.js';
import { int8MacsPerDsp } from './physical.js';
import { verilog } from './rtl/verilog.js';
import type { DspChainParameters } from './spec.js';
import { arrayTile, packedProducts, tilesOfCore } from './tile/array-tiles.js';
import { tileFabric } from './tile/fabric.js';
import { dspBlocks, tileFault, tokens, type TileParameters } from './tile/parameters.js';
import { tileRuns } from './tile/runs.js';
import { smallRuns } from './tile/small-runs.js';
import { tileStreams } from './tile/streams.js';

const int8: DataType = { name: 'int8', kind: 'integer', bits: 8 };

/** What the RTL has beyond the parameters of an experiment. Defaults are the tile of FlightLLM's array at half density. */
export type DspChainRtlOptions = Partial<Omit<TileParameters, 'depth' | 'columns'>>;

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const dspChainRtl = {
  family: 'dsp-chain',
  design: ({ parameters, weights, device }: { readonly parameters: unknown; readonly weights: DataType; readonly device: Device }): RtlDesign => {
    const given = parameters as DspChainParameters;
    const checked = { ...given, macsPerDsp: given.macsPerDsp ?? int8MacsPerDsp(device.fabric?.dspKind ?? 'DSP48E2') };
    const reason = dspChainFunctional(checked, packedProducts).declines(int8, weights);
    if (reason !== null) reject('dsp-chain/rtl-format', `the RTL of dsp-chain has no ${reason}`, { remedy: 'export with integer weights of at most 8 bits' });
    return dspChainDesign(checked);
  },
};

/**
 * A tile of the array in matrix mode: two tokens, its depth, and its columns, at most 8 of them. Throws an InputError where the array has no
 * such tile. In a sparse array N is the largest power of two up to 8 that divides the depth, and M twice that.
 */
export function dspChainDesign(parameters: DspChainParameters, options: DspChainRtlOptions = {}): RtlDesign {
  const { matrix: array, macsPerDsp = packedProducts, cores } = parameters;
  if (macsPerDsp !== packedProducts) {
    reject('dsp-chain/rtl-packing', `the RTL of dsp-chain packs ${packedProducts} INT8 products in a DSP48E2, not ${macsPerDsp}`, { pointer: '/architecture/parameters/macsPerDsp', remedy: `set macsPerDsp to ${packedProducts}` });
  }
  const tile: TileParameters = { ...arrayTile(parameters), ...options };
  const fault = tileFault(tile);
  if (fault !== null) reject('dsp-chain/rtl-tile', `the RTL of dsp-chain has no such tile: ${fault}`, { pointer: '/architecture/parameters/matrix', remedy: 'choose another shape of the array, or other options of its RTL' });
  const design = tileDesign(tile);
  const tiles = tilesOfCore(parameters, tile);
  return {
    ...design,
    reduction: `The array in matrix mode, ${array.rows} x ${array.depth} x ${array.columns} (tokens x reduction x features), is ${tiles[0]} x ${tiles[1]} such tiles a core and ${cores} core(s): `
      + `tiles of the same features share the beats of weights, tiles of the same tokens those of activations. ${design.reduction}`,
  };
}

/** The design of any legal tile. Throws a RangeError for an illegal one. */
export function tileDesign(tile: TileParameters): RtlDesign {
  const fault = tileFault(tile);
  if (fault !== null) throw new RangeError(`there is no such tile: ${fault}`);
  const { act, wgt, out } = tileStreams(tile);
  const runs = tileRuns(tile, createRng(1));
  return {
    core: 'dsp_chain_tile',
    summary: `${tile.columns} output feature(s) of ${tokens} tokens, ${tile.depth} products of each a cycle, ${tile.n < tile.m ? `${tile.n}:${tile.m} sparse` : 'dense'}: INT8 products packed in pairs, scales of weight groups, INT8 results.`,
    sources: verilog,
    parameters: verilogParameters(tile),
    streams: [act, wgt, out],
    runs,
    smaller: () => smallRuns(tile),
    reduction: `Problems are small, and zeros fill what they leave of the tile. The runs: ${runs.map((run) => run.label).join('; ')} (m tokens, n features, k elements of the reduction).`,
    resources: {
      dsp: estimate(dspBlocks(tile), 'DSP', 'derived', `DSP48E2 blocks, columns x (depth + ${tokens}): a multiplier for each pair of products, and for the scale of each token`),
      bram36: estimate(0, 'RAMB36', 'derived', 'the tile has no memories'),
      uram: estimate(0, 'URAM288', 'derived', 'the tile has no memories'),
      ...tileFabric(tile),
    },
  };
}

function verilogParameters(p: TileParameters): readonly RtlParameter[] {
  return [
    { name: 'DEPTH', value: p.depth, meaning: 'multipliers along the reduction for each column' },
    { name: 'COLUMNS', value: p.columns, meaning: 'output features' },
    { name: 'CHAIN', value: p.chain, meaning: 'multipliers in a DSP group, whose sums are made by one cascade' },
    { name: 'N', value: p.n, meaning: 'slots of a window: weights that are kept of M' },
    { name: 'M', value: p.m, meaning: 'activations of a window; dense where it is N' },
    { name: 'WEIGHT_MIN', value: p.weightMin, meaning: 'lowest weight that occurs' },
    { name: 'GROUP_BITS', value: p.groupBits, meaning: 'bits of the sum of a scale group' },
    { name: 'SHIFT', value: p.shift, meaning: 'results are in units of 2^SHIFT' },
  ];
}
