import assert from 'node:assert/strict';
import { accessBytes, channelBytes, peakBytesPerSecond } from '../../../src/sim/memory/part.js';
import { dramPart, dramParts } from '../../../src/sim/memory/parts.js';
import { referenceTable } from '../../kit/fixtures.js';

interface Preset { readonly timing: Readonly<Record<string, number>>; readonly org: { readonly count: readonly number[] }; readonly channel_width: number; readonly prefetch: number }
const presets = (referenceTable('dram.json') as { header: { timing_presets_ramulator21_cycles: Readonly<Record<string, Preset>> } }).header.timing_presets_ramulator21_cycles;

describe('DRAM parts', () => {
  it('have names of their own, sources, and waits that fit together', () => {
    assert.equal(new Set(dramParts.map((p) => p.name)).size, dramParts.length);
    for (const { name, timing: t, source, organization: o } of dramParts) {
      assert.ok(source.length > 20, name);
      assert.ok(t.tRC >= t.tRAS && t.tRC <= t.tRAS + t.tRP + 2 && t.tCCDL >= t.tCCDS && t.tRRDL >= t.tRRDS && t.tFAW >= 3 * t.tRRDS && t.tRFC < t.tREFI, name);
      assert.ok((Object.values(t) as number[]).every((n) => Number.isInteger(n) && n >= 0), name);
      assert.ok((Object.values(o) as number[]).every((n) => Number.isInteger(Math.log2(n))), name);
    }
  });

  it('carry at their pins what their names say, in bytes per second', () => {
    const peaks: Readonly<Record<string, number>> = {
      'ddr4-2400': 19.2, 'ddr4-3200': 25.6, 'ddr5-4800': 19.2, 'lpddr5-6400': 12.8, 'gddr6-14000': 28, 'hbm2-2000': 32, 'hbm2-2400': 38.4,
      'hbm2e-3800': 60.8, 'hbm3-6400': 51.2, 'hbm2-legacy': 32, 'lpddr4-2400': 19.2,
    };
    for (const [name, gigabytes] of Object.entries(peaks)) assert.ok(Math.abs(peakBytesPerSecond(dramPart(name)!) / 1e9 / gigabytes - 1) < 0.005, name);
    assert.equal(channelBytes(dramPart('ddr4-3200')!.organization), 2 ** 33);
    assert.equal(accessBytes(dramPart('hbm2-2000')!.organization), 32);
  });

  it('repeat the presets of Ramulator 2.1', () => {
    const pairs: Readonly<Record<string, string>> = {
      'ddr4-3200': 'DDR4_8Gb_x8/DDR4_3200AA', 'ddr4-2400': 'DDR4_8Gb_x8/DDR4_2400R', 'ddr5-4800': 'DDR5_16Gb_x8/DDR5_4800BN',
      'hbm2-2000': 'HBM2_8Gb/HBM2_2000Mbps', 'hbm2-2400': 'HBM2_8Gb/HBM2_2400Mbps', 'hbm3-6400': 'HBM3_16Gb_8hi/HBM3_6400Mbps',
      'lpddr5-6400': 'LPDDR5_8Gb_x16/LPDDR5_6400', 'lpddr5-6400-16gb': 'LPDDR5_16Gb_x16/LPDDR5_6400', 'gddr6-14000': 'GDDR6_16Gb_x16/GDDR6_14000_1350mV_quad',
    };
    for (const [name, preset] of Object.entries(pairs)) {
      const { timing: t, organization: o } = dramPart(name)!;
      const { timing: n, org, channel_width: width, prefetch } = presets[preset]!;
      const expected = {
        tCKps: n['tCK_ps'], tBL: n['nBL'] ?? n['nBL_min'], tCL: n['nCL'], tCWL: n['nCWL'], tRCDRD: n['nRCD'] ?? n['nRCDRD'], tRCDWR: n['nRCD'] ?? n['nRCDWR'],
        tRP: n['nRP'], tRPab: n['nRPab'] ?? n['nRP'], tRAS: n['nRAS'], tRC: n['nRC'],
        tCCDS: n['nCCDS'], tCCDL: n['nCCDL'], tCCDSWR: n['nCCDS_WR'] ?? n['nCCDS'], tCCDLWR: n['nCCDL_WR'] ?? n['nCCDL'],
        tRRDS: n['nRRDS'], tRRDL: n['nRRDL'], tFAW: n['nFAW'], tRTP: n['nRTP'] ?? n['nRTPL'], tWR: n['nWR'],
        tWTRS: n['nWTRS'], tWTRL: n['nWTRL']! + (n['nBL_max'] ?? 0) - (n['nBL_min'] ?? 0), tRTRS: n['nCS'] ?? 0, tPPD: n['nPPD'] ?? 0,
        tRFC: n['nRFC'] ?? n['nRFCab'], tREFI: n['nREFI'],
      };
      const { tRTW, ...listed } = t;
      assert.deepEqual(listed, expected, name);
      assert.ok(tRTW >= t.tCL + t.tBL - t.tCWL, name);
      assert.deepEqual([o.dataBits, o.burstLength, o.rows, o.columns], [width, prefetch, org.count.at(-2), org.count.at(-1)], name);
      assert.equal(o.pseudoChannels * o.ranks * o.bankGroups * o.banksPerGroup, org.count.slice(0, -2).reduce((a, b) => a * b, 1), name);
    }
  });
});
