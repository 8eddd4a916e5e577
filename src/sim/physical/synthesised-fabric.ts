import { estimate, type Estimate, type NotModelled } from '../core/estimate.js';
import type { ResourceUse } from '../model/architecture.js';
import { lutOfMemories } from './on-chip/index.js';

/** How far a model of LUTs or registers is from synthesis, over rows that nothing was fitted on: mean and largest of |model / synthesis - 1|. */
export interface FitError {
  readonly rows: number;
  readonly mean: number;
  readonly worst: number;
}

/** What synthesis makes of one tile of Verilog, by the model of its family. */
export interface TileFabric {
  /** The module with its sizes, such as `bit_serial_tile of 8 x 8`. */
  readonly name: string;
  readonly lut: number;
  readonly ff: number;
  readonly lutError: FitError;
  readonly ffError: FitError;
  /** Of `lut` and `ff`: what a DSP block has itself, which Yosys leaves outside and a vendor's tool may not. None where it is left out. */
  readonly inBlocks?: { readonly lut: number; readonly ff: number };
}

/** LUTs and registers of a whole design, and the fewest of each that they may really be. */
export interface DesignFabric {
  readonly lut: Estimate;
  readonly ff: Estimate;
  readonly least: { readonly lut: number; readonly ff: number };
}

export interface AroundTiles {
  /** LUTs of buffers in LUTRAM. */
  readonly lutram: number;
  /** What of the design has no Verilog, or is not sized by the experiment: words for a list. */
  readonly notCounted: readonly string[];
}

/** The Yosys whose counts the models of all families give. */
export const synthesisTool = 'Yosys 0.55.944, synth_xilinx -family xcup -flatten -nowidelut';

/**
 * LUTs and registers of `count` equal tiles with their buffers: count x those of one, and LUTRAM. The fewest that they may be: less what DSP blocks have
 * themselves, and less the largest error of the model.
 */
export function designFabric(tile: TileFabric, count: number, { lutram, notCounted }: AroundTiles): DesignFabric {
  const missing = notCounted.length === 0 ? '' : `; not counted: ${notCounted.join(', ')}`;
  const source = (what: string, each: number, error: FitError, inBlocks: number, around: string): string => {
    const inside = inBlocks === 0 ? '' : `, of which a vendor's tool may have ${Math.round(inBlocks)} in DSP blocks`;
    return `${count} x ${tile.name} of ${Math.round(each)} ${what}${inside}${around}. Model of synthesis (${synthesisTool}), ${errorText(error)}${missing}`;
  };
  const [lutInBlocks, ffInBlocks] = [tile.inBlocks?.lut ?? 0, tile.inBlocks?.ff ?? 0];
  return {
    lut: estimate(Math.round(count * tile.lut) + lutram, 'LUT', 'synthesised', source('LUT', tile.lut, tile.lutError, lutInBlocks, lutram === 0 ? '' : ` and ${lutram} of LUTRAM`)),
    ff: estimate(Math.round(count * tile.ff), 'FF', 'synthesised', source('FF', tile.ff, tile.ffError, ffInBlocks, '')),
    least: {
      lut: Math.floor(count * (tile.lut - lutInBlocks) * (1 - tile.lutError.worst)) + lutram,
      ff: Math.floor(count * (tile.ff - ffInBlocks) * (1 - tile.ffError.worst)),
    },
  };
}

/** The part of a design's use that is its logic. Without a model of it, LUTs are no fewer than LUTRAM takes. */
export function logicUse(fabric: DesignFabric | NotModelled, lutram: number): Pick<ResourceUse, 'least'> & { readonly used: Pick<ResourceUse['used'], 'lut' | 'ff'> } {
  if (!('least' in fabric)) return { used: { lut: lutOfMemories(lutram, fabric.reason), ff: fabric } };
  const { lut, ff, least } = fabric;
  return { used: { lut, ff }, least };
}

function errorText({ rows, mean, worst }: FitError): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return worst === 0 ? `equal to it in ${rows} rows that nothing was fitted on` : `off by ${percent(mean)} on average and ${percent(worst)} at most in ${rows} rows that nothing was fitted on`;
}
