import assert from 'node:assert/strict';
import type { Estimate, NotModelled } from '../../../../src/sim/core/estimate.js';
import type { Component } from '../../../../src/sim/model/component.js';
import { sramRows } from '../../../../src/sim/physical/components/cacti.js';
import { cache7nm, chipBlock, chipBlockNames, fp16Mac7nm, transistorsUm2, type ChipBlock } from '../../../../src/sim/physical/components/chip-blocks.js';
import { dramEnergyPerByte, dramStandards } from '../../../../src/sim/physical/components/dram-energy.js';
import { fp16, fp32 } from '../../../../src/sim/physical/components/float-format.js';
import { fpgaPrimitive } from '../../../../src/sim/physical/components/fpga.js';
import { library } from '../../../../src/sim/physical/components/library.js';
import { publishedBlocks, type PublishedBlock } from '../../../../src/sim/physical/components/published-blocks.js';
import { synthesisReports, type MacScheme } from '../../../../src/sim/physical/components/usystolic-reports.js';
import { referenceTable } from '../../../kit/fixtures.js';

interface Entry {
  readonly component: string;
  readonly tech_nm: number | null;
  readonly params: Readonly<Record<string, number | string>>;
  readonly energy_pJ: Readonly<Record<string, number>> | null;
  readonly area_um2: number | null;
  readonly leakage_mW?: number;
  readonly access_ns?: number;
}

const { components: entries } = referenceTable('energy-area.json') as { readonly components: readonly Entry[] };
const value = (e: Estimate | NotModelled): number => e.value ?? NaN;
const aladdin = library('aladdin-40');
const horowitz = library('horowitz-45');

/** `ours` has the digits of the reference that it keeps. */
function same(ours: number, reference: number | null | undefined, what: string, tolerance = 5e-4): void {
  assert.ok(reference != null && Math.abs(ours / reference - 1) <= tolerance, `${what}: ${ours}, reference ${reference}`);
}

function sameComponent(ours: Component, { component, area_um2, energy_pJ }: Entry): void {
  if (area_um2 !== null) same(value(ours.area), area_um2, component);
  if (energy_pJ !== null) same(value(ours.energy), energy_pJ.op ?? energy_pJ.read, component);
}

function checkSram({ tech_nm, params, energy_pJ, area_um2, leakage_mW, access_ns }: Entry): void {
  const row = sramRows.find((r) => r.nodeNm === tech_nm && `itrs-${r.cell}` === params.device && r.widthBits === params.width_bits);
  const i = row?.kib.indexOf(Number(params.size_bytes) / 1024) ?? -1;
  assert.ok(row !== undefined && i >= 0);
  same(row.read[i]!, energy_pJ?.read, 'read');
  same(row.write[i]!, energy_pJ?.write, 'write');
  same(row.area[i]!, area_um2, 'area');
  same(row.leakage[i]!, leakage_mW, 'leakage', 5e-3);
  same(row.access[i]!, access_ns, 'access', 5e-3);
}

const schemes: Readonly<Record<string, MacScheme>> = {
  binaryparallel: 'binary-parallel', binaryserial: 'binary-serial', unaryrate: 'unary-rate', unarytemporal: 'unary-temporal', ugemmrate: 'ugemm-rate',
};

/** Whether the report of this entry is there; of the unary schemes only the array of 16 x 16 is. */
function checkReport({ component, params, energy_pJ, area_um2 }: Entry): boolean {
  const report = synthesisReports[schemes[String(params.scheme)]!][params.bits as 8 | 16][component.slice('usystolic_'.length)];
  if (report === undefined) return String(params.scheme).startsWith('binary') ? assert.fail(component) : false;
  const [um2, dynamic, leakage] = report;
  same(um2, area_um2, component, 5e-5);
  same(dynamic, energy_pJ?.dynamic_per_cycle, component, 5e-5);
  same(leakage, energy_pJ?.leakage_per_cycle, component, 5e-5);
  return true;
}

const blocks: Readonly<Record<string, PublishedBlock>> = {
  counter: publishedBlocks.counter32, shift_add: publishedBlocks.shiftAdd16, edram: publishedBlocks.edram, edram_bus_bit: publishedBlocks.edramBusBit,
  noc_router: publishedBlocks.router, chip_to_chip_link: publishedBlocks.chipLink, edram_gain_cell_macro: publishedBlocks.gainCellEdram,
};
const edges: Readonly<Record<string, ChipBlock>> = {
  phy_HBM2e_1024b: 'HBM2e PHY of 1024 bits', phy_DDR5_32b: 'DDR5 PHY of 32 bits', phy_PCIe5_lane: 'PCIe 5 PHY of a lane', phy_PCIe4_lane: 'PCIe 4 PHY of a lane',
  phy_NVLink3_link: 'NVLink 3 PHY of a link', phy_NVLink4_link: 'NVLink 4 PHY of a link', ctrl_HBM2e_1024b: 'HBM2e controller of 1024 bits',
  ctrl_DDR5_32b: 'DDR5 controller of 32 bits', ctrl_PCIe5_lane: 'PCIe 5 controller of a lane',
};

/** Checks an entry against the module that has it, and names the table. */
function check(entry: Entry): string {
  const { component, tech_nm, params } = entry;
  const n = (name: string): number => Number(params[name]);
  if (component === 'sram') { checkSram(entry); return 'CACTI'; }
  if (component.startsWith('usystolic_')) return checkReport(entry) ? 'uSystolic' : 'not taken: unary parts';
  const block = blocks[component];
  if (block !== undefined) { assert.equal(block.nodeNm, tech_nm); sameComponent(block, entry); return 'published blocks'; }
  const edge = edges[component];
  if (edge !== undefined) { sameComponent(chipBlock(edge), entry); return 'LLMCompass'; }
  const of = tech_nm === 40 ? aladdin : horowitz;
  const table = tech_nm === 40 ? 'Aladdin' : 'Horowitz';
  switch (component) {
    case 'int_adder': sameComponent(of.adder(n('bits')), entry); return table;
    case 'int_multiplier': sameComponent(of.multiplier(n('bits_a'), n('bits_b')), entry); return table;
    case 'register_bit': sameComponent(of.register(n('bits')), entry); return table;
    case 'comparator': sameComponent(of.comparator(n('bits')), entry); return table;
    case 'fp16_adder': sameComponent(of.floatAdder(fp16), entry); return table;
    case 'fp32_adder': sameComponent(of.floatAdder(fp32), entry); return table;
    case 'fp16_multiplier': sameComponent(of.floatMultiplier(fp16), entry); return table;
    case 'fp32_multiplier': sameComponent(of.floatMultiplier(fp32), entry); return table;
    case 'dram_bit': same(value(dramEnergyPerByte(String(params.type))) / 8e-12, entry.energy_pJ?.read, component); return 'DRAM';
    case 'sram_cache_macro': sameComponent(cache7nm(n('size_bytes')), entry); return 'LLMCompass';
    case 'fp16_mac_unit': sameComponent(fp16Mac7nm(), entry); return 'LLMCompass';
    default: return `not taken: ${component}`;
  }
}

describe('tables of components', () => {
  it('have every entry of reference/energy-area.json to the digits they keep, but for parts of unary PEs and one 8 KiB cache at second hand', () => {
    const counts: Record<string, number> = {};
    for (const entry of entries) {
      const table = check(entry);
      counts[table] = (counts[table] ?? 0) + 1;
    }
    assert.deepEqual(counts, {
      'CACTI': 450, 'uSystolic': 58, 'Aladdin': 4, 'Horowitz': 18, 'DRAM': 7, 'published blocks': 7, 'LLMCompass': 18,
      'not taken: unary parts': 78, 'not taken: sram_8KB_64b': 1,
    });
  });

  it('give DRAM in joules of a byte, and null with a reason for standards without a source', () => {
    assert.equal(dramStandards.length, 8);
    const hbm2 = dramEnergyPerByte('HBM2');
    assert.ok(Math.abs(value(hbm2) - 31.2e-12) < 1e-24 && hbm2.value !== null && hbm2.unit === 'J');
    for (const unknown of ['HBM3', 'GDDR6', 'LPDDR5', 'DDR5', 'toString']) {
      const energy = dramEnergyPerByte(unknown);
      assert.ok(energy.value === null && energy.reason.includes(unknown));
    }
  });

  it('know neither area nor energy of the primitives of an FPGA', () => {
    const { area, energy } = fpgaPrimitive('DSP58');
    assert.ok(area.value === null && area.reason.includes('DSP58'));
    assert.ok(energy.value === null && energy.reason.includes('DSP58'));
  });

  it('know the edges of a chip and its transistors only where LLMCompass has them', () => {
    for (const name of chipBlockNames) assert.ok(value(chipBlock(name).area) > 1e4, name);
    assert.equal(cache7nm(2 ** 21).area.value, null);
    assert.equal(cache7nm(1024).area.value, null);
    assert.equal(transistorsUm2(1e6, 12).value, null);
    assert.ok(Math.abs(value(transistorsUm2(96.3e6, 7)) - 1e6) < 1e-6);
  });
});
