import { estimate, notModelled, type Estimate, type NotModelled } from '../../core/estimate.js';
import type { Component } from '../../model/component.js';
import { onCurve } from './log-log.js';

const model = 'LLMCompass (ISCA 2024), cost_model.py 2e015fd';
const densities = 'ttm-cas d10eded';
const noEnergy = notModelled('the cost model has areas only');

/** Millions of transistors on a mm2 of logic. */
const density: Readonly<Record<number, number>> = {
  250: 0.074, 180: 0.39, 130: 0.92, 90: 1.6, 65: 3.3, 40: 7.7, 28: 15.3, 20: 22.1, 14: 28.9, 10: 52.5, 7: 96.3, 5: 171.3,
};

/** um2 of so many transistors of logic at a node that the table has, whatever the circuit. */
export function transistorsUm2(transistors: number, nodeNm: number): Estimate | NotModelled {
  const perMm2 = density[nodeNm];
  if (perMm2 === undefined) return notModelled(`no transistor density at ${nodeNm} nm: the table has ${Object.keys(density).join(', ')} nm`);
  return estimate(transistors / perMm2, 'um2', 'derived', `${model}, with densities of ${densities}`);
}

/** um2 of an interface to the outside, as on dies of 7 nm. */
const interfaceUm2 = {
  'HBM2e PHY of 1024 bits': 1045e4, 'DDR5 PHY of 32 bits': 145e4, 'PCIe 5 PHY of a lane': 64e4, 'PCIe 4 PHY of a lane': 48e4,
  'NVLink 3 PHY of a link': 1888e3, 'NVLink 4 PHY of a link': 965e3,
} as const;
/** Transistors of the controllers of these interfaces. */
const controllerTransistors = { 'HBM2e controller of 1024 bits': 552743000, 'DDR5 controller of 32 bits': 90446400, 'PCIe 5 controller of a lane': 5372100 } as const;

export type ChipBlock = keyof typeof interfaceUm2 | keyof typeof controllerTransistors;

export const chipBlockNames = [...Object.keys(interfaceUm2), ...Object.keys(controllerTransistors)] as readonly ChipBlock[];

/** A block at the edge of a chip. Controllers are at 7 nm. */
export function chipBlock(name: ChipBlock): Component {
  const area = name in interfaceUm2
    ? estimate(interfaceUm2[name as keyof typeof interfaceUm2], 'um2', 'published', `${model}, constants`)
    : transistorsUm2(controllerTransistors[name as keyof typeof controllerTransistors], 7);
  return { name, area, energy: noEnergy };
}

/** KiB and um2 of caches at 7 nm: bit cells of 0.17 um2 over the share of the macro that they fill, as the cost model computes them. */
const caches: readonly (readonly [kib: number, um2: number])[] = [
  [4, 73296.8], [16, 90211.5], [64, 159443.6], [128, 253207.3], [192, 508340.1], [256, 677786.8], [512, 1184438], [1024, 2368876],
];

/** A cache at 7 nm, between the computed sizes on lines in logarithms. Null outside of 4 KiB to 1 MiB. */
export function cache7nm(bytes: number): Component {
  const kib = bytes / 1024;
  const um2 = onCurve(caches.map(([size]) => size), caches.map(([, area]) => area), kib, 1);
  const area = um2 === null ? notModelled(`LLMCompass has caches of 4 KiB to 1 MiB, not of ${kib} KiB`) : estimate(um2, 'um2', 'derived', `${model}, caches`);
  return { name: `cache of ${kib} KiB`, area, energy: noEnergy };
}

/** The FP16 multiply-accumulate unit of the cost model at 7 nm: 685 300 transistors of an FP64 unit x (10 / 52)^2. */
export function fp16Mac7nm(): Component {
  return { name: 'FP16 multiply-accumulate unit', area: transistorsUm2(685300 * (10 / 52) ** 2, 7), energy: noEnergy };
}
