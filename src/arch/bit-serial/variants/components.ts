import { estimate, notModelled } from '../../../sim/core/estimate.js';
import type { Component } from '../../../sim/model/component.js';
import { placeAndRouteFactor } from '../published/accelerators.js';

const tableX = 'BitMoD, HPCA 2025, Table X, TSMC 28 nm at 1 GHz, for a tile and shared out';
const sheet = 'yc2367/BitMoD hardware/PE_Area_Power.xlsx, TSMC 28 nm at 1 GHz, with registers';

/** Logic as synthesised, scaled for place and route: area as well as energy, where BitMoD's simulator scales energy only. Energy is that of a cycle. */
function logic(name: string, um2: number, picojoules: number, source: string): Component {
  const scaled = `${source}; x ${placeAndRouteFactor} for place and route (assumed for the area)`;
  return { name, area: estimate(um2 * placeAndRouteFactor, 'um2', 'published', scaled), energy: estimate(picojoules * placeAndRouteFactor, 'pJ', 'published', scaled) };
}

/** 64 PEs in 97,090 um2 and 37.5 mW. The released Verilog, of which these figures are, does not compute what the paper says. */
export const bitmodElement = logic('BitMoD PE', 97_090 / 64, 37.5 / 64, tableX);
export const bitmodEncoder = logic('term encoder, share of a PE', 2419 / 64, 1.86 / 64, tableX);
/** 48 PEs in 95,498 um2 and 36.96 mW. */
export const fp16Element = logic('FP16 FMA', 95_498 / 48, 36.96 / 48, tableX);
export const fp16Int8Element = logic('FP16 x INT8 FMA', 1318.6, 0.613, sheet);
/** One elementwise operation of the vector unit is taken for an FP16 FMA. */
export const vectorLane: Component = { ...logic('FP16 FMA', 1968.7, 0.77, sheet), name: 'vector lane' };

/** A unit whose synthesis in this technology is not published. */
export function unknownElement(name: string): Component {
  const reason = notModelled(`no synthesis of a PE of ${name} in 28 nm is published: its paper compares whole chips in other technologies`);
  return { name: `PE of ${name}`, area: reason, energy: reason };
}
