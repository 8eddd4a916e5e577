import { addressLayouts, type AddressLayout } from '../sim/memory/address-mapping.js';
import { dramsim3, ramulator21, type ControllerRules } from '../sim/memory/controller.js';
import { peakBytesPerSecond, type DramPart } from '../sim/memory/part.js';
import { ddr4_2400, ddr4_2400TwoRanks, ddr4_3200, ddr4_3200TwoRanks } from '../sim/memory/parts/ddr.js';
import { hbm2_2000, hbm2Legacy } from '../sim/memory/parts/hbm.js';
import { lpddr4_2400, lpddr5_6400 } from '../sim/memory/parts/mobile-and-graphics.js';

/** What a tool was run on. */
export interface DramConfiguration {
  readonly part: DramPart;
  readonly controller: ControllerRules;
  readonly layout: AddressLayout;
  /** Requests that the front-end offered to one channel in a cycle. */
  readonly offersPerChannel: number;
  /** Of one channel, as the tool states it: DRAMsim3 from the clock of its file, Ramulator 2.1 from the nominal data rate, whatever its clock is rounded to. */
  readonly peakBytesPerSecond: number;
}

const { rorabgbachco, rochrababgco, rocorababgch } = addressLayouts;
const oneRank = (part: DramPart): DramPart => ({ ...part, organization: { ...part.organization, ranks: 1 } });

/** DRAMsim3: the column is lowest in the files as shipped; `_bgil` and `_il` put the bank group and the channel there. */
const dramsim3Parts: Readonly<Record<string, readonly [DramPart, AddressLayout]>> = {
  ddr4_2400: [ddr4_2400TwoRanks, rochrababgco],
  ddr4_2400_bgil: [ddr4_2400TwoRanks, rocorababgch],
  ddr4_3200: [ddr4_3200TwoRanks, rochrababgco],
  ddr4_3200_bgil: [ddr4_3200TwoRanks, rocorababgch],
  ddr4_3200_r1: [oneRank(ddr4_3200TwoRanks), rochrababgco],
  ddr4_3200_r1_bgil: [oneRank(ddr4_3200TwoRanks), rocorababgch],
  lpddr4_2400: [lpddr4_2400, rochrababgco],
  lpddr4_2400_bgil: [lpddr4_2400, rocorababgch],
  hbm2_1ch: [hbm2Legacy, rorabgbachco],
  hbm2_1ch_bgil: [hbm2Legacy, rocorababgch],
  hbm2_8ch: [hbm2Legacy, rorabgbachco],
  hbm2_8ch_il: [hbm2Legacy, rocorababgch],
};

/** Ramulator 2.1: parts and their transfers per second on each data pin. */
const ramulatorParts: Readonly<Record<string, readonly [DramPart, number]>> = {
  ddr4_2400: [ddr4_2400, 2400e6], ddr4_3200: [ddr4_3200, 3200e6], hbm2_2000: [hbm2_2000, 2000e6], lpddr5_6400: [lpddr5_6400, 6400e6],
};

/** The configuration that a row names, or why there is none. */
export function dramConfiguration(tool: unknown, config: unknown, mapper: unknown): DramConfiguration | string {
  if (tool === 'DRAMsim3') {
    const found = own(dramsim3Parts, config);
    if (found === undefined) return `DRAMsim3 configuration ${JSON.stringify(config)} is none of ${Object.keys(dramsim3Parts).join(', ')}`;
    return { part: found[0], layout: found[1], controller: dramsim3, offersPerChannel: 1, peakBytesPerSecond: peakBytesPerSecond(found[0]) };
  }
  if (tool !== 'Ramulator2.1') return `tool ${JSON.stringify(tool)} is neither DRAMsim3 nor Ramulator2.1`;
  const found = own(ramulatorParts, config);
  const layout = own<AddressLayout>(addressLayouts, mapper);
  if (found === undefined) return `Ramulator 2.1 configuration ${JSON.stringify(config)} is none of ${Object.keys(ramulatorParts).join(', ')}`;
  if (layout === undefined) return `address mapper ${JSON.stringify(mapper)} is none of ${Object.keys(addressLayouts).join(', ')}`;
  const [part, transfersPerSecond] = found;
  const { pseudoChannels, dataBits } = part.organization;
  return { part, layout, controller: ramulator21, offersPerChannel: 2, peakBytesPerSecond: (transfersPerSecond * pseudoChannels * dataBits) / 8 };
}

function own<T>(record: Readonly<Record<string, T>>, key: unknown): T | undefined {
  return typeof key === 'string' && Object.hasOwn(record, key) ? record[key] : undefined;
}
