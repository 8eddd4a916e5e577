import { estimate, type Estimate } from '../core/estimate.js';
import { createRng } from '../core/rng.js';
import { AddressMap, type AddressLayout } from './address-mapping.js';
import { accessBytes, refreshShare, type DramPart } from './part.js';

/** How bytes are read: one after the other, in whole chunks from random aligned places, or one access every so many bytes. */
export type AccessPattern =
  | { readonly kind: 'stream' }
  | { readonly kind: 'chunks'; readonly bytes: number }
  | { readonly kind: 'stride'; readonly bytes: number };

export interface EstimatedMemory {
  readonly part: DramPart;
  readonly layout: AddressLayout;
  readonly channels: number;
  /** Accesses under way on all channels together. */
  readonly window: number;
  /** Addresses lie in this range. */
  readonly rangeBytes: number;
}

const fitSource = 'fitted on half of the bursts, strides and sequential reads with windows of 32 and 64 of reference/dram.json (those with an even FNV-1a hash of the id), tested on the rest';

/** A controller looks past what is stuck: reads of so many windows share their bottleneck. */
export const lookaheadWindows: Estimate = estimate(1.75, 'windows', 'fitted', fitSource);

/** Latency under load by latency of an idle memory. */
export const loadedLatency: Estimate = estimate(1.25, '1', 'fitted', fitSource);

const sampledWindows = 16;

/**
 * Share of the peak bandwidth that reads reach, for search loops: the bottleneck of a window instead of a simulation.
 *
 * The accesses of `lookaheadWindows` x window are counted by bank (a), bank group (g), unit (u) and channel (c), with the rows A that have to be opened. The window takes
 * max( c tBL, g max(tBL, tCCDL), A_u max(tRRDS, tFAW / 4), commands, A_a max(tRC, tRCD + tRTP + tRP + (a / A_a - 1) max(tBL, tCCDL)), loaded latency x lookahead ),
 * where the latency is tCL + tBL + 2 + (tRCD + tRP) A / c. The mean over 16 windows, times 1 - tRFC / tREFI, is the answer. Data pins are counted by pseudo-channel.
 *
 * Against reference/dram.json (Ramulator 2.1 and DRAMsim3) the mean error is 5 % at windows of 32 and 64 and 10 % at windows of 8; lock-stepped streams are not covered.
 * It takes a few tenths of a millisecond: keep what it says.
 */
export function estimateReadShare(memory: EstimatedMemory, pattern: AccessPattern): number {
  const { part, channels, window } = memory;
  const load = new WindowLoad(part, channels);
  const map = new AddressMap(memory.layout, part.organization, channels);
  const accesses = accessSequence(memory, pattern);
  const perWindow = Math.max(1, Math.round(window * lookaheadWindows.value));
  let cycles = 0;
  for (let w = 0; w < sampledWindows; w++) {
    load.clear();
    for (let i = 0; i < perWindow; i++) {
      map.locate(accesses());
      load.count(map.channel, map.bank, map.row);
    }
    cycles += load.cycles(perWindow / window);
  }
  const { pseudoChannels } = part.organization;
  const share = (sampledWindows * perWindow * part.timing.tBL) / (cycles * channels * pseudoChannels);
  return Math.min(1, share) * refreshShare(part.timing);
}

/** Numbers of accesses in the order of a pattern; each call gives the next. Places of chunks are random with a fixed seed. */
function accessSequence({ part, rangeBytes }: EstimatedMemory, pattern: AccessPattern): () => number {
  const bytes = accessBytes(part.organization);
  const total = Math.max(1, Math.floor(rangeBytes / bytes));
  let i = 0;
  switch (pattern.kind) {
    case 'stream': return () => i++ % total;
    case 'stride': return () => Math.floor(((i++ * pattern.bytes) % rangeBytes) / bytes);
    case 'chunks': {
      const rng = createRng(1);
      const perChunk = Math.max(1, Math.ceil(pattern.bytes / bytes));
      const places = Math.max(1, Math.floor(total / perChunk));
      let start = 0;
      return () => {
        const offset = i++ % perChunk;
        if (offset === 0) start = rng.integer(0, places - 1) * perChunk;
        return start + offset;
      };
    }
  }
}

/** What a window of accesses asks of each part of a memory. Open rows are kept from window to window. */
class WindowLoad {
  private readonly part: DramPart;
  private readonly channels: number;
  private readonly banks: number;
  private readonly reads: Int32Array;
  private readonly activates: Int32Array;
  private readonly openRow: Int32Array;
  private readonly rowBefore: Int32Array;
  /** Rows of this window. A controller reorders within it, so that each is opened once. */
  private readonly seen = new Set<number>();

  constructor(part: DramPart, channels: number) {
    const { pseudoChannels, ranks, bankGroups, banksPerGroup } = part.organization;
    this.part = part;
    this.channels = channels;
    this.banks = pseudoChannels * ranks * bankGroups * banksPerGroup;
    this.reads = new Int32Array(channels * this.banks);
    this.activates = new Int32Array(channels * this.banks);
    this.openRow = new Int32Array(channels * this.banks).fill(-1);
    this.rowBefore = new Int32Array(channels * this.banks);
  }

  clear(): void {
    this.reads.fill(0);
    this.activates.fill(0);
    this.rowBefore.set(this.openRow);
    this.seen.clear();
  }

  count(channel: number, bank: number, row: number): void {
    const at = channel * this.banks + bank;
    const place = at * this.part.organization.rows + row;
    this.reads[at]!++;
    this.openRow[at] = row;
    if (this.rowBefore[at] === row || this.seen.has(place)) return;
    this.seen.add(place);
    this.activates[at]!++;
  }

  /** Of the channel that takes longest, when latency may hide behind `windows` windows. */
  cycles(windows: number): number {
    let longest = 0;
    for (let channel = 0; channel < this.channels; channel++) longest = Math.max(longest, this.channelCycles(channel, windows));
    return longest;
  }

  private channelCycles(channel: number, windows: number): number {
    const { timing: t, bus, organization: { pseudoChannels, ranks, bankGroups, banksPerGroup } } = this.part;
    const sameGroup = Math.max(t.tBL, t.tCCDL);
    let [reads, activates, longest] = [0, 0, 0];
    let at = channel * this.banks;
    for (let unit = 0; unit < pseudoChannels * ranks; unit++) {
      let [unitReads, unitActivates] = [0, 0];
      for (let group = 0; group < bankGroups; group++) {
        let groupReads = 0;
        for (let bank = 0; bank < banksPerGroup; bank++, at++) {
          const [n, rows] = [this.reads[at]!, this.activates[at]!];
          groupReads += n;
          unitActivates += rows;
          if (rows > 0) longest = Math.max(longest, rows * Math.max(t.tRC, t.tRCDRD + t.tRTP + t.tRP + (n / rows - 1) * sameGroup));
        }
        unitReads += groupReads;
        longest = Math.max(longest, groupReads * sameGroup);
      }
      reads += unitReads;
      activates += unitActivates;
      longest = Math.max(longest, unitActivates * Math.max(t.tRRDS, t.tFAW / 4), pseudoChannels > 1 ? unitReads * t.tBL : 0);
    }
    if (reads === 0) return 0;
    const rowCycles = activates * (bus.activateCycles + bus.otherCycles + (bus.split === null ? 0 : 1));
    const columnCycles = reads * bus.columnCycles;
    const commands = bus.kind === 'row-column' ? Math.max(rowCycles, columnCycles) : rowCycles + columnCycles;
    const latency = t.tCL + t.tBL + 2 + (t.tRCDRD + t.tRP) * (activates / reads);
    return Math.max(longest, commands, pseudoChannels > 1 ? 0 : reads * t.tBL, loadedLatency.value * latency * windows);
  }
}
