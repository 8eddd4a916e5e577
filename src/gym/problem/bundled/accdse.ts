import type { ProblemInput } from '../../schema/problem.js';

/**
 * A made-up accelerator that multiplies a 4096 x 4096 matrix with 8 vectors: 126,000 designs, mixed kinds of variables, four limits. Its constants are no
 * measurements of a device. It is small enough to know the best of it.
 */
const accelerator: Omit<ProblemInput, 'name' | 'objectives'> = {
  kind: 'problem',
  variables: [
    { name: 'dataflow', type: 'categorical', values: ['WS', 'OS', 'IS'] },
    { name: 'rows', type: 'ordinal', values: [8, 16, 32, 64, 128] },
    { name: 'cols', type: 'ordinal', values: [8, 16, 32, 64, 128] },
    { name: 'wbits', type: 'ordinal', values: [2, 3, 4, 8] },
    { name: 'freq_mhz', type: 'ordinal', values: [150, 200, 225, 250, 300] },
    { name: 'channels', type: 'ordinal', values: [1, 2, 4, 8, 16, 32] },
    { name: 'buf_kib', type: 'ordinal', values: [64, 128, 256, 512, 1024, 2048, 4096] },
    { name: 'double_buffer', type: 'categorical', values: [0, 1] },
  ],
  let: {
    eff: '{WS: 0.9, OS: 0.8, IS: 0.6}[dataflow]',
    need_kib: '{WS: 256, OS: 1024, IS: 64}[dataflow]',
    dsp_per_mac: 'wbits == 2 ? 0.25 : wbits == 8 ? 1 : 0.5',
    loss: 'wbits == 2 ? 1.6 : wbits == 3 ? 0.35 : wbits == 4 ? 0.1 : 0',
    cycles: 'ceil(4096 / rows) * ceil(4096 / cols) * 8 / eff',
    t_comp_us: 'cycles / freq_mhz',
    refetch: 'max(1, ceil(need_kib * (1 + double_buffer) / buf_kib))',
    bytes: '4096 * 4096 * wbits / 8 * (1 + 0.25 * (refetch - 1))',
    t_mem_us: 'bytes / (channels * 14.375 * min(1, freq_mhz / 225) * 1000)',
    latency_us: '2 + (double_buffer ? max(t_comp_us, t_mem_us) : t_comp_us + t_mem_us)',
    dsp: 'rows * cols * dsp_per_mac',
    bram36: 'ceil(buf_kib * (1 + double_buffer) / 4.5) + rows + cols',
    power_w: '8 + 0.004 * dsp * freq_mhz / 250 + 0.3 * channels * min(1, freq_mhz / 225) + 0.002 * buf_kib * (1 + double_buffer)',
    energy_mj: 'latency_us * power_w / 1000',
    fmax: '360 - 15 * log2(rows * cols / 64) - 8 * log2(channels) - (dataflow == "OS" ? 20 : 0)',
  },
  constraints: [
    { name: 'dsp', formula: 'dsp', atMost: 9024 },
    { name: 'bram36', formula: 'bram36', atMost: 2016 },
    { name: 'loss', formula: 'loss', atMost: 0.4 },
    { name: 'clock', formula: 'freq_mhz / fmax', atMost: 1 },
  ],
};

export const accdseA: ProblemInput = {
  ...accelerator, name: 'accdse-a', description: 'Latency against power of a made-up accelerator',
  objectives: [
    { name: 'log10_latency', direction: 'minimise', formula: 'log10(latency_us)' },
    { name: 'power', direction: 'minimise', formula: 'power_w', unit: 'W' },
  ],
  referencePoint: [3.5, 60],
};

export const accdseAEnergy: ProblemInput = {
  ...accelerator, name: 'accdse-a-energy', description: 'Energy of a made-up accelerator',
  objectives: [{ name: 'energy', direction: 'minimise', formula: 'energy_mj', unit: 'mJ' }],
};
