import type { DramPart, DramTiming } from './part.js';

/** Waits that count clock cycles of the interface; all others are nanoseconds of the cells. */
const clocked = ['tBL', 'tCCDS', 'tCCDL', 'tCCDSWR', 'tCCDLWR', 'tRTRS', 'tPPD'] as const satisfies readonly (keyof DramTiming)[];

/** Rates nearer than this are the same. */
const sameRate = 0.001;

/** Transfers a second on each data pin: burst / (tBL tCK). */
export function dataRate({ organization, timing }: DramPart): number {
  return organization.burstLength / (timing.tBL * timing.tCKps * 1e-12);
}

/**
 * The part at another data rate: the cells keep their nanoseconds, so that a wait of n cycles takes ceil(n r) with r = new rate / old rate; waits of the
 * interface (tBL, tCCD, ...) keep their cycles. tREFI rounds down. The clock is a whole number of picoseconds.
 */
export function atDataRate(part: DramPart, transfersPerSecond: number): DramPart {
  const ratio = transfersPerSecond / dataRate(part);
  if (!(ratio > 0)) throw new RangeError(`a data rate is above 0, not ${transfersPerSecond}`);
  if (Math.abs(ratio - 1) < sameRate) return part;
  const { timing } = part;
  const scaled = Object.fromEntries(Object.entries(timing).map(([name, cycles]) => [name, Math.ceil(cycles * ratio - 1e-9)])) as unknown as DramTiming;
  const kept = Object.fromEntries(clocked.map((name) => [name, timing[name]]));
  return {
    ...part, name: `${part.name} at ${Math.round(transfersPerSecond / 1e6)} MT/s`, quality: 'derived',
    source: `${part.source}; waits in nanoseconds kept at another data rate`,
    timing: { ...scaled, ...kept, tREFI: Math.floor(timing.tREFI * ratio), tCKps: Math.round(timing.tCKps / ratio) },
  };
}
