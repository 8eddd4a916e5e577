/** How far some work is. */
export interface Progress {
  /** So many steps are done; `found` says what came of them, and is only asked where it is shown. */
  at(done: number, found?: () => string): void;
  /** Takes the bar away, until the next step. */
  hide(): void;
}

export const noBar: Progress = { at: () => undefined, hide: () => undefined };

/** Work that is done within this time gets no bar. */
const patienceMs = 1000;
/** Time between two drawings. */
const intervalMs = 100;

/** A bar that is redrawn on one line: share, steps, rate, time left. `now` is in milliseconds. */
export function barOn(write: (text: string) => void, what: string, total: number, now: () => number = Date.now): Progress {
  const start = now();
  let drawn = start;
  let isShown = false;
  return {
    at(done, found = nothing) {
      const time = now();
      if (time - start < patienceMs || time - drawn < intervalMs) return;
      drawn = time;
      isShown = true;
      write(`\r\u001b[K${`${barText(what, done, total, (time - start) / 1000)}  ${found()}`.trimEnd()}`);
    },
    hide() {
      if (isShown) write('\r\u001b[K');
      isShown = false;
    },
  };
}

function nothing(): string {
  return '';
}

/** `validate [######----]  60 %  120/200  40/s  2 s left` */
export function barText(what: string, done: number, total: number, seconds: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * 20);
  const rate = done / seconds;
  const left = rate > 0 ? `${durationText((total - done) / rate)} left` : '';
  return `${what} [${'#'.repeat(filled)}${'-'.repeat(20 - filled)}] ${String(Math.floor(share * 100)).padStart(3)} %  ${done}/${total}  ${rateText(rate)}/s  ${left}`.trimEnd();
}

function rateText(rate: number): string {
  return rate >= 10 ? String(Math.round(rate)) : rate.toPrecision(2);
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
