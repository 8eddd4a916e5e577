import { estimate } from '../../core/estimate.js';
import type { Component } from '../../model/component.js';

/** A component of a published chip at the node of its paper; energy is that of an action of the whole width. */
export interface PublishedBlock extends Component {
  readonly nodeNm: number;
}

const plugIn = 'accelergy-library-plug-in ba4e9da';

function block(name: string, nodeNm: number, um2: number, pj: number, source: string): PublishedBlock {
  return { name, nodeNm, area: estimate(um2, 'um2', 'published', `${plugIn}, ${source}`), energy: estimate(pj, 'pJ', 'published', `${plugIn}, ${source}`) };
}

/** Blocks that are in the tables at one size only. */
export const publishedBlocks = {
  counter32: block('32 bit counter', 40, 495.5, 0.25074, 'Aladdin, ISCA 2014'),
  shiftAdd16: block('16 bit shift and add', 32, 60, 0.021, 'ISAAC, ISCA 2016'),
  edram: block('eDRAM 64 KiB x 256 bit', 32, 83000, 20.45, 'ISAAC, ISCA 2016'),
  edramBusBit: block('eDRAM bus, a bit', 32, 29.296875, 0.054, 'ISAAC, ISCA 2016'),
  router: block('network router of 256 bits', 32, 150000, 20.74, 'ISAAC, ISCA 2016'),
  chipLink: block('chip to chip link of 128 bits', 65, 23e6, 26, 'ISAAC, ISCA 2016'),
  gainCellEdram: block('gain-cell eDRAM 128 KiB x 1024 bit, a read', 16, 131570, 2641.92, '1 Mbit 3T eDRAM, SSCL 2020'),
} as const;
