import type { Device, DramUse } from '../../model/device.js';

const GiB = 2 ** 30;
const partTable = 'open-hardware table of UltraScale+ devices (LUT, BRAM, URAM, DSP)';
const finn = 'Xilinx/finn src/finn/util/platforms.py and basic.py: part names, resources of each SLR as observed from Vivado';
const ug1393 = 'AMD UG1393, "HBM Configuration and Use" and DDR bandwidth of Alveo cards';
const tdpFromMemory = 'tdpWatts is from memory, unverified';

const hbmPins = 'AMD UG1393, "HBM Configuration and Use": HBM2, one controller for two pseudo-channels, a port for each; AMD PG276: 64 bits a pseudo-channel, 900 MHz';
const fourHigh: DramUse = { part: 'hbm2-2000-4-high', transfersPerSecond: 1.8e9, channels: 16, pseudoChannels: 'separate', quality: 'published', source: `${hbmPins}; two stacks of four dies` };
const eightHigh: DramUse = { ...fourHigh, part: 'hbm2-2000', source: `${hbmPins}; two stacks of eight dies, of whose banks one half is counted` };
/** 64-bit channels of DDR4-2400. */
const ddr4 = (channels: number, quality: 'published' | 'assumed', source: string): DramUse => ({ part: 'ddr4-2400', transfersPerSecond: 2.4e9, channels, pseudoChannels: 'together', quality, source });
const alveoDdr = ddr4(4, 'assumed', 'AMD UG1393: 77 GB/s on four channels, as 64 bits at 2400 MT/s give; the chips of the modules are assumed');
const boardDdr = ddr4(1, 'assumed', '64-bit DDR4-2400 of the processing system, from memory, unverified');

const card = { kind: 'fpga', peaks: [], onchipBytes: null, priceDollars: null, quality: 'published' } as const;

/** FPGA cards and boards. FF = 2 x LUT in UltraScale+ (8 LUTs and 16 FFs in a CLB); the boards come without a known TDP. */
export const fpgas: readonly Device[] = [
  { ...card, name: 'u280', title: 'AMD Alveo U280',
    memories: [
      { name: 'hbm', capacityBytes: 8 * GiB, bytesPerSecond: 460e9, channels: 32, measuredBytesPerSecond: 425e9, dram: fourHigh },
      { name: 'ddr', capacityBytes: 32 * GiB, bytesPerSecond: 38.4e9, channels: 2, dram: ddr4(2, 'assumed', 'Shuhai: 19.2 GB/s a channel, as 64 bits at 2400 MT/s give; the chips of the modules are assumed') },
    ],
    fabric: {
      total: { lut: 1_303_680, ff: 2_607_360, dsp: 9024, bram36: 2016, uram: 960 },
      shell: { lut: 107_629, ff: 136_086, dsp: 4, bram36: 195.5, uram: 0 },
      dspKind: 'DSP48E2', slrs: 3, part: 'xcu280-fsvh2892-2L-e',
      slrBudgets: [
        { lut: 400_800, ff: 801_600, dsp: 2736, bram36: 600, uram: 320 },
        { lut: 382_080, ff: 764_160, dsp: 2880, bram36: 576, uram: 320 },
        { lut: 380_640, ff: 761_280, dsp: 2880, bram36: 576, uram: 320 },
      ],
    },
    tdpWatts: 225,
    sources: [partTable, finn, ug1393, 'public code with U280 totals and the shell of platform xilinx_u280_gen3x16_xdma_1_202211_1', 'Shuhai, abstract: 425 GB/s measured on HBM; 19.2 GB/s for each DDR channel'],
    warnings: ['the capacity of ddr is from memory, unverified', tdpFromMemory] },
  { ...card, name: 'u250', title: 'AMD Alveo U250',
    memories: [{ name: 'ddr', capacityBytes: 64 * GiB, bytesPerSecond: 77e9, channels: 4, dram: alveoDdr }],
    fabric: {
      total: { lut: 1_728_000, ff: 3_456_000, dsp: 12_288, bram36: 2688, uram: 1280 },
      shell: null, dspKind: 'DSP48E2', slrs: 4, part: 'xcu250-figd2104-2L-e',
      slrBudgets: [
        { lut: 375_000, ff: 750_000, dsp: 2880, bram36: 576, uram: 320 },
        { lut: 375_000, ff: 750_000, dsp: 2880, bram36: 576, uram: 320 },
        { lut: 375_000, ff: 750_000, dsp: 2880, bram36: 576, uram: 320 },
        { lut: 375_000, ff: 750_000, dsp: 2880, bram36: 576, uram: 320 },
      ],
    },
    tdpWatts: 225,
    sources: [partTable, finn, 'public code with the resources of FPGA boards (xcu250: LUT 1728000, FF 3456000, RAM36 2688, URAM 1280, DSP 12288)', ug1393],
    warnings: [
      'the capacity of ddr is from memory, unverified', tdpFromMemory,
      'slrBudgets are a conservative choice of FINN; a die has 432000 LUT, 672 BRAM36, 320 URAM, 3072 DSP',
    ] },
  { ...card, name: 'u50', title: 'AMD Alveo U50',
    memories: [{ name: 'hbm', capacityBytes: 8 * GiB, bytesPerSecond: 316e9, channels: 32 }],
    fabric: {
      total: { lut: 871_680, ff: 1_743_360, dsp: 5952, bram36: 1344, uram: 640 },
      shell: null, dspKind: 'DSP48E2', slrs: 2, part: 'xcu50-fsvh2104-2L-e',
      slrBudgets: [
        { lut: 374_400, ff: 748_800, dsp: 2592, bram36: 564, uram: 304 },
        { lut: 368_160, ff: 736_320, dsp: 2760, bram36: 564, uram: 304 },
      ],
    },
    tdpWatts: 75,
    sources: [partTable, finn, ug1393],
    warnings: [
      'the bandwidth of hbm, 316 GB/s, is the limit of the card from memory, unverified; UG1393 lists 460 GB/s in theory (14.375 GB/s for each of 32 channels)',
      tdpFromMemory, 'another source gives 870720 LUT and 1741440 FF',
    ] },
  { ...card, name: 'u55c', title: 'AMD Alveo U55C',
    memories: [{ name: 'hbm', capacityBytes: 16 * GiB, bytesPerSecond: 460e9, channels: 32, dram: eightHigh }],
    fabric: {
      total: { lut: 1_303_680, ff: 2_607_360, dsp: 9024, bram36: 2016, uram: 960 },
      shell: null, dspKind: 'DSP48E2', slrs: 3, part: 'xcu55c-fsvh2892-2L-e',
      slrBudgets: [
        { lut: 386_000, ff: 773_000, dsp: 2664, bram36: 600, uram: 320 },
        { lut: 364_000, ff: 729_000, dsp: 2784, bram36: 576, uram: 320 },
        { lut: 381_000, ff: 763_000, dsp: 2856, bram36: 600, uram: 320 },
      ],
    },
    tdpWatts: 150,
    sources: [partTable, finn, ug1393, 'AMD UG1120: what a user may take of each SLR'],
    warnings: [tdpFromMemory, 'sources differ on the die: of the XCVU47P class, or the fabric of the XCVU37P with 16 GB of HBM'] },
  { ...card, name: 'u200', title: 'AMD Alveo U200',
    memories: [{ name: 'ddr', capacityBytes: null, bytesPerSecond: 77e9, channels: 4, dram: alveoDdr }],
    fabric: {
      total: { lut: 1_182_240, ff: 2_364_480, dsp: 6840, bram36: 2160, uram: 960 },
      shell: null, dspKind: 'DSP48E2', slrs: 3, part: 'xcu200-fsgd2104-2-e',
      slrBudgets: [
        { lut: 385_920, ff: 771_840, dsp: 2268, bram36: 714, uram: 320 },
        { lut: 199_680, ff: 399_360, dsp: 1320, bram36: 420, uram: 160 },
        { lut: 385_920, ff: 771_840, dsp: 2268, bram36: 714, uram: 320 },
      ],
    },
    tdpWatts: 225,
    sources: [finn, 'DSAGEN code: VU9P with LUT 1182240, FF 2364480, DSP 6840, BRAM18 4320, URAM 960', ug1393],
    warnings: [tdpFromMemory] },
  { ...card, name: 'vhk158', title: 'AMD Versal VHK158',
    memories: [{
      name: 'hbm', capacityBytes: 32 * GiB, bytesPerSecond: 819.2e9, channels: 32,
      dram: { part: 'hbm2e-3800', transfersPerSecond: 3.2e9, channels: 16, pseudoChannels: 'separate', quality: 'published', source: 'AMD PG313, "Integrated HBM Controller": two stacks of HBM2E, eight channels each, 64 bits a pseudo-channel at 3200 MT/s' },
    }],
    fabric: {
      total: { lut: null, ff: null, dsp: 7392, bram36: null, uram: null },
      shell: null, dspKind: 'DSP58', slrs: 4, part: 'xcvh1582-vsva3697-2MP-e-S',
    },
    tdpWatts: null,
    sources: [
      'FlightLLM, evaluation (32 GB, 819 GB/s), from a secondary extract', 'FlightLLM/flightllm_test_demo profile/config.yaml',
      'AMD DS960: HBM line rate of 3200 Mb/s', 'part name as in public Tcl and Python files',
    ],
    warnings: [
      'dsp is from memory, unverified; no source was found for LUT, FF, BRAM and URAM, nor for the DDR of the board',
      'slrs is the number of compute cores of FlightLLM (SLR_NUM: 4); the number of dies is not verified', 'FlightLLM\'s code takes 819.2 for GiB/s',
    ] },
  { ...card, name: 'v80', title: 'AMD Alveo V80',
    memories: [
      { name: 'hbm', capacityBytes: 32 * GiB, bytesPerSecond: 820e9, channels: null },
      { name: 'ddr', capacityBytes: 36 * GiB, bytesPerSecond: null, channels: null },
    ],
    fabric: {
      total: { lut: 2_574_208, ff: 5_148_416, dsp: 10_848, bram36: null, uram: null },
      shell: null, dspKind: 'DSP58', slrs: 3, part: 'xcv80-lsva4737-2MHP-e-S',
    },
    tdpWatts: 190,
    sources: ['ASPLOS 2026 paper, Figure 19', 'AMD AMR documentation, V80 board (32 GB HBM, 32 GB DIMM, 4 GB DDR)', 'AMD AVED, V80 (HBM and DDR spread over 3 SLRs)'],
    warnings: [
      'lut and ff are 2574k and 5148k in the source; the exact counts are from memory, unverified', 'part is from memory, unverified',
      'bram36 and uram are left open: the ASPLOS paper says 4224 and 1924, memory says 3741 and 1925',
      'the bandwidth of hbm is from memory, unverified; one AMD page says "approaching 460 GB/s"', 'ddr is a 32 GB DIMM and 4 GB on the board',
      `${tdpFromMemory} (the ASPLOS paper measured 75 W at run time)`,
    ] },
  { ...card, name: 'vck190', title: 'AMD Versal VCK190', quality: 'assumed',
    memories: [{ name: 'ddr', capacityBytes: null, bytesPerSecond: null, channels: null }],
    fabric: {
      total: { lut: 899_840, ff: 1_799_680, dsp: 1968, bram36: 967, uram: 463 },
      shell: null, dspKind: 'DSP58', slrs: 1, part: 'xcvc1902-vsva2197-2MP-e-S',
    },
    tdpWatts: null,
    sources: ['Xilinx/finn src/finn/util/basic.py (the part name)'],
    warnings: [
      'lut, ff, dsp, bram36 and uram are from memory, unverified', 'its 400 AI engines are not part of this entry (128 MACs a cycle at 1 GHz each on the sister VCK5000, arXiv 2312.15159, section 3.2.1)',
    ] },
  { ...card, name: 'zcu104', title: 'AMD ZCU104',
    memories: [{ name: 'ddr', capacityBytes: 2 * GiB, bytesPerSecond: 19.2e9, channels: 1, dram: boardDdr }],
    fabric: {
      total: { lut: 230_400, ff: 460_800, dsp: 1728, bram36: 312, uram: 96 },
      shell: null, dspKind: 'DSP48E2', slrs: 1, part: 'xczu7ev-ffvc1156-2-e',
    },
    tdpWatts: null, sources: [partTable, finn],
    warnings: ['capacity and bandwidth of ddr (64-bit DDR4-2400 of the processing system) are from memory, unverified'] },
  { ...card, name: 'zcu102', title: 'AMD ZCU102',
    memories: [{ name: 'ddr', capacityBytes: 4 * GiB, bytesPerSecond: 19.2e9, channels: 1, dram: boardDdr }],
    fabric: {
      total: { lut: 274_080, ff: 548_160, dsp: 2520, bram36: 912, uram: 0 },
      shell: null, dspKind: 'DSP48E2', slrs: 1, part: 'xczu9eg-ffvb1156-2-e',
    },
    tdpWatts: null,
    sources: [partTable, finn, 'stanford-ppl/spatial src/spatial/targets/xilinx/ZCU.scala (registers 548160, BRAM 912, DSP 2520)', 'LlamaF, introduction (4 GB)'],
    warnings: ['the bandwidth of ddr is from memory, unverified'] },
  { ...card, name: 'kv260', title: 'AMD Kria KV260',
    memories: [{ name: 'ddr', capacityBytes: 4 * GiB, bytesPerSecond: 19.2e9, channels: 1, dram: ddr4(1, 'published', 'a note on arXiv 2502.10659 (64-bit DDR4-2400), secondary') }],
    fabric: {
      total: { lut: 117_120, ff: 234_240, dsp: 1248, bram36: 144, uram: 64 },
      shell: null, dspKind: 'DSP48E2', slrs: 1, part: 'xck26-sfvc784-2LV-c',
    },
    tdpWatts: null, sources: [partTable, finn, 'a note on arXiv 2502.10659 (64-bit DDR4-2400), secondary'],
    warnings: ['capacity and bandwidth of ddr are from a secondary source'] },
  { ...card, name: 'pynq-z2', title: 'TUL Pynq-Z2',
    memories: [{ name: 'ddr', capacityBytes: GiB / 2, bytesPerSecond: 2.1e9, channels: 1 }],
    fabric: {
      total: { lut: 53_200, ff: 106_400, dsp: 220, bram36: 140, uram: 0 },
      shell: null, dspKind: 'DSP48E1', slrs: 1, part: 'xc7z020clg400-1',
    },
    tdpWatts: null, sources: [finn, 'page on Zynq parts: 53200 LUTs, 140 BRAM, 220 DSP'],
    warnings: ['capacity and bandwidth of ddr (16-bit DDR3-1050) are from memory, unverified'] },
];
