import { AddressMap } from './address-mapping.js';
import { DramSystem } from './dram-system.js';
import { accessBytes } from './part.js';
import { ChannelSchedule } from './request-schedule.js';
import { accessesPerRequest, AccessSequence, usefulShare, type StreamDrive } from './stream-drive.js';

/** What a stream gets of the peak of its memory, and what that is made of: share = busy x useful x refresh. */
export interface StreamShare {
  /** Useful bytes a second over the peak of the data pins, in the steady state. */
  readonly share: number;
  /** Data pins busy between refreshes; with `simulatedStreamShare`, over all time. */
  readonly busy: number;
  readonly useful: number;
  /** Time that refreshes leave; 1 where `busy` counts it. */
  readonly refresh: number;
  /** Cycles that the refreshes of one interval cost; null where `busy` counts them. */
  readonly refreshCycles: number | null;
  /** What was looked at. */
  readonly accesses: number;
  readonly cycles: number;
}

/** Accesses that each channel hands over in a cycle of the DRAM clock. */
const offersPerChannel = 2;
/** The estimate looks at so many accesses of a channel, or windows where these are more, after a start of a quarter as many. */
const estimateAccesses = 512;
const estimateWindows = 6;
/** The simulation looks at whole refresh intervals after half of the first: at most so many, and as many as so many accesses allow, but one at least. */
const simulatedIntervals = 6;
const simulatedAccesses = 48_000;

const kept = new Map<string, StreamShare>();
const mostKept = 4096;

/**
 * Share of the peak bandwidth in the steady state, by simulation of every command (`DramSystem`) over whole refresh intervals. Takes tens of milliseconds;
 * answers are kept. `lengthening` multiplies the run: four times as many intervals move the answer for one stream by 0.2 % on average, for several by 1 %.
 */
export function simulatedStreamShare(drive: StreamDrive, lengthening = 1): StreamShare {
  return keep(`simulated ${lengthening}`, drive, () => simulate(drive, lengthening));
}

/**
 * The same by a recurrence over requests (`ChannelSchedule`): busy = accesses x tBL / (cycles x data buses) without refresh, times 1 - (cycles more when every
 * bank is refreshed once) / tREFI. No constant is fitted. Takes about a millisecond for a channel and placement; answers are kept.
 */
export function estimatedStreamShare(drive: StreamDrive): StreamShare {
  return keep('estimated', drive, () => estimateShare(drive));
}

function keep(by: string, drive: StreamDrive, find: () => StreamShare): StreamShare {
  const key = JSON.stringify([by, drive]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= mostKept) kept.clear();
  const found = find();
  kept.set(key, found);
  return found;
}

/** Data pins that work side by side. */
function dataBuses({ part: { organization }, channels }: StreamDrive): number {
  return channels * organization.pseudoChannels;
}

/** Where streams lie to one another decides which banks they share: shares are means of the time over so many placements. */
function placementsOf({ streams, writeShare, starts }: StreamDrive): number {
  return starts === undefined && streams + (writeShare > 0 ? 1 : 0) > 1 ? 4 : 1;
}

function simulate(drive: StreamDrive, lengthening: number): StreamShare {
  const placements = placementsOf(drive);
  let accesses = 0;
  let cycles = 0;
  for (let placement = 0; placement < placements; placement++) {
    const run = simulatedRun(drive, placement, lengthening / placements);
    // Every placement weighs by its accesses: the same work in each.
    cycles += run.cycles / run.accesses;
    accesses += run.accesses;
  }
  cycles *= accesses / placements;
  const busy = Math.min(1, (accesses * drive.part.timing.tBL) / (cycles * dataBuses(drive)));
  const useful = usefulShare(drive);
  return { share: busy * useful, busy, useful, refresh: 1, refreshCycles: null, accesses, cycles };
}

/** Accesses and cycles of whole refresh intervals. */
function simulatedRun(drive: StreamDrive, placement: number, lengthening: number): { readonly accesses: number; readonly cycles: number } {
  const { part, controller, layout, channels, window } = drive;
  const { tREFI } = part.timing;
  const bytes = accessBytes(part.organization);
  const memory = new DramSystem({ part, controller, layout, channels, window, offersPerCycle: offersPerChannel * channels, ports: 1 });
  const sequence = new AccessSequence(drive, placement);
  const issue = (): void => {
    const access = sequence.next();
    memory.issue(access * bytes, bytes, sequence.write);
  };
  for (let i = 0; i < 2 * window + offersPerChannel * channels; i++) issue();
  // Intervals are counted from the middle of the first, so that no refresh is cut.
  const from = Math.floor(tREFI / 2);
  const until = from + Math.max(1, Math.round(simulatedIntervals * lengthening)) * tREFI;
  const most = simulatedAccesses * lengthening;
  let [count, before, mark] = [0, 0, from];
  for (let over = false; !over; ) {
    const end = memory.completion(memory.nextCompleted()!)!;
    while (end > mark && !over) {
      if (mark === from) before = count;
      over = mark >= until || (mark > from && count >= most);
      if (!over) mark += tREFI;
    }
    count++;
    issue();
  }
  return { accesses: count - 1 - before, cycles: mark - from };
}

function estimateShare(drive: StreamDrive): StreamShare {
  const { part, controller, channels, window } = drive;
  const placements = placementsOf(drive);
  const look = Math.max(estimateAccesses * channels, estimateWindows * window, 4 * accessesPerRequest(drive));
  let cycles = 0;
  let refreshed = 0;
  for (let placement = 0; placement < placements; placement++) {
    cycles += scheduledCycles(drive, placement, look, false);
    if (controller.refresh !== 'none') refreshed += scheduledCycles(drive, placement, look, true);
  }
  const refreshCycles = controller.refresh === 'none' ? 0 : Math.max(0, refreshed - cycles) / placements;
  const refresh = Math.max(0, 1 - refreshCycles / part.timing.tREFI);
  const accesses = placements * look;
  const busy = Math.min(1, (accesses * part.timing.tBL) / (cycles * dataBuses(drive)));
  const useful = usefulShare(drive);
  return { share: busy * useful * refresh, busy, useful, refresh, refreshCycles, accesses, cycles };
}

/**
 * Cycles between the ends of two accesses, `look` ends apart, after a start of a quarter as many. With `refreshed` every unit is refreshed once meanwhile: all
 * together at first, or one after the other, evenly spread.
 */
function scheduledCycles(drive: StreamDrive, placement: number, look: number, refreshed: boolean): number {
  const { part, controller, layout, channels, window } = drive;
  const start = Math.ceil(look / 4);
  const units = part.organization.pseudoChannels * part.organization.ranks;
  const together = controller.refresh === 'together';
  let unit = refreshed ? 0 : units;
  const map = new AddressMap(layout, part.organization, channels);
  const schedules = Array.from({ length: channels }, () => new ChannelSchedule(part, controller, window));
  const sequence = new AccessSequence(drive, placement);
  const times = new Float64Array(channels);
  const ends = new SortedEnds(window + 1);
  let [underWay, offerCycle, offers, done, first, latest, waiting] = [0, 0, 0, 0, 0, 0, false];
  for (;;) {
    if (!waiting) map.locate(sequence.next());
    waiting = true;
    const target = schedules[map.channel]!;
    let next = Infinity;
    let which = -1;
    for (let c = 0; c < channels; c++) {
      const schedule = schedules[c]!;
      schedule.look(times[c]!);
      if (schedule.next >= next) continue;
      next = schedule.next;
      which = c;
    }
    const free = !target.hasRoom(sequence.write) ? Infinity : underWay < window ? offerCycle : Math.max(offerCycle, ends.first());
    if (free !== Infinity && free <= next) {
      if (underWay === window) ends.drop();
      else underWay++;
      if (free > offerCycle) offers = 0;
      offerCycle = free;
      if (++offers === offersPerChannel * channels) {
        offerCycle++;
        offers = 0;
      }
      times[map.channel] = Math.max(times[map.channel]!, free);
      target.add(free, map.bank, map.row, sequence.write);
      waiting = false;
      continue;
    }
    if (which === -1) throw new Error('the schedule waits for nothing: a request was lost');
    times[which] = next;
    const full = !target.hasRoom(sequence.write);
    const end = schedules[which]!.take();
    if (full && offerCycle < next) {
      offerCycle = next;
      offers = 0;
    }
    if (end < 0) continue;
    ends.add(end);
    latest = Math.max(latest, end);
    done++;
    if (done === start) first = latest;
    if (unit < units && done >= start + (unit * look) / units) {
      const to = together ? units : unit + 1;
      for (const schedule of schedules) schedule.refresh(unit, to);
      unit = to;
    }
    if (done === start + look) return latest - first;
  }
}

/** Ends of requests in order of time, in a ring. They come nearly sorted, so that insertion is cheap. */
class SortedEnds {
  private readonly ends: Float64Array;
  private readonly mask: number;
  private head = 0;
  private tail = 0;

  constructor(capacity: number) {
    this.ends = new Float64Array(2 ** Math.ceil(Math.log2(capacity + 1)));
    this.mask = this.ends.length - 1;
  }

  first(): number {
    return this.head === this.tail ? Infinity : this.ends[this.head & this.mask]!;
  }

  drop(): void {
    this.head++;
  }

  add(end: number): void {
    const { ends, mask, head } = this;
    let i = this.tail++;
    for (; i > head && ends[(i - 1) & mask]! > end; i--) ends[i & mask] = ends[(i - 1) & mask]!;
    ends[i & mask] = end;
  }
}
