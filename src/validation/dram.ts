import { DramSystem } from '../sim/memory/dram-system.js';
import { accessBytes } from '../sim/memory/part.js';
import { dramAddresses, patternFault, type DramPattern } from './dram-addresses.js';
import { dramConfiguration } from './dram-configurations.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/**
 * Achieved share of the peak read bandwidth, from two cycle-level simulators. Every request of a row is simulated (6000, 24,000 on eight channels): the tools
 * ran no more, and the start, the last refresh and the drain are part of their figures.
 */
export const dram: ValidationSystem = {
  name: 'dram',
  summary: 'Ramulator 2.1 and DRAMsim3: share of the peak DRAM read bandwidth by access pattern, address mapping and window',
  fidelities: ['analytic'],
  tables: [{
    file: 'dram.json', section: 'points', answers: ['efficiency'], alsoAnswers: ['cycles', 'GBps', 'avg_latency_cycles'], where: {}, tolerance: () => 0.1,
  }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    {
      what: 'the tools give HBM2 different parts: tFAW 30 and one 128-bit channel in DRAMsim3, tFAW 15 and two pseudo-channels in Ramulator 2.1',
      size: '0.24 and 0.54 of the peak for random reads of 64 B at window 64: two catalogue entries here, never one number',
    },
    { what: 'DRAMsim3 ships DDR4-3200 with two ranks, so that the refresh of one hides behind the other', size: '64 B random: 0.82 with two ranks, 0.44 with one' },
    { what: 'DRAMsim3 reads one tRTP where its HBM2 file has two, and finds its default of 5', size: 'followed in the part `hbm2-legacy`: nothing up to eight accesses of a row, where tRC rules, one cycle of a longer row cycle' },
    { what: 'DRAMsim3 keeps up to 15 writes in its buffer for ever when no reads come', size: 'not followed: here the last writes of a run go to memory; no row has writes' },
    { what: 'Ramulator 2.1 lets a write follow a read of another rank after tBL + tCS, while the data of the read are still to come', size: 'here after the full turnaround; no row has writes' },
    { what: 'Ramulator 2.1 takes the peak from the nominal data rate while its clock is rounded', size: '833 ps and 2400 MT/s: 0.04 % of the peak; followed' },
  ],
};

/** Answers that were simulated before: the same rows are judged more than once in a run. */
const answered = new Map<string, number>();

function simulateRow(row: ReferenceRow): Outcome {
  const [tool, config, mapper] = [row['sim'], row['config'], row['mapper']];
  const found = dramConfiguration(tool, config, mapper);
  if (typeof found === 'string') return { kind: 'not-modelled', reason: found };
  const channels = Number(row['channels'] ?? 1);
  const window = Number(row['window_per_channel']);
  if (![channels, window].every((n) => Number.isSafeInteger(n) && n >= 1) || !Number.isInteger(Math.log2(channels)) || channels * window > 2 ** 20) {
    return { kind: 'not-modelled', reason: 'channels is a power of two, window_per_channel a whole number from 1, together at most 2^20' };
  }
  const asked = row['pattern'];
  if (!isPattern(asked)) return { kind: 'not-modelled', reason: `pattern ${JSON.stringify(asked)} is none of ${patterns.join(', ')}` };
  const pattern: DramPattern = {
    pattern: asked, param: Number(row['param']), accessBytes: Number(row['access_bytes'] ?? accessBytes(found.part.organization)),
    requests: Number(row['n_requests'] ?? (channels > 1 ? 3000 * channels : 6000)),
  };
  const fault = patternFault(pattern);
  if (fault !== null) return { kind: 'not-modelled', reason: fault };
  const key = JSON.stringify([tool, config, mapper, channels, window, pattern]);
  let efficiency = answered.get(key);
  if (efficiency === undefined) {
    const memory = new DramSystem({ ...found, channels, window: window * channels, offersPerCycle: found.offersPerChannel * channels, ports: 1 });
    for (const address of dramAddresses(pattern)) memory.issue(address, pattern.accessBytes);
    const seconds = memory.drain() * found.part.timing.tCKps * 1e-12;
    // The table prints four digits after the point.
    efficiency = Number(((pattern.requests * pattern.accessBytes) / (seconds * channels * found.peakBytesPerSecond)).toFixed(4));
    answered.set(key, efficiency);
  }
  return { kind: 'simulated', answers: { efficiency } };
}

const patterns = ['seq', 'burst', 'stride', 'multi'] as const;

function isPattern(value: unknown): value is DramPattern['pattern'] {
  return patterns.some((p) => p === value);
}
