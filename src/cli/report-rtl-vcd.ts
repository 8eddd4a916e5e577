import type { WaveSignal } from '../reports/figures/waveform.js';

/** A signal of a dump, with its place in the hierarchy. */
interface DumpedSignal {
  readonly scope: string;
  readonly name: string;
  readonly width: number;
  /** What changes of it are written with. */
  readonly code: string;
}

/** Cycles before the first valid beat that an excerpt shows. */
const lead = 2;
/** Signals that a dump may declare. */
const mostSignals = 100_000;

/**
 * The values of signals before each rising edge of a clock, from a Value Change Dump (IEEE 1364-2001, chapter 18), from just before the first cycle in which a signal of `starts` is 1. Signals are looked for by their names, in
 * the scope that has the clock and most of them. Unknown bits make an unknown value. Null where no scope has the clock and one of them, or the clock never rises.
 */
export function vcdExcerpt(text: string, { clock, names, starts, cycles }: { readonly clock: string; readonly names: readonly string[]; readonly starts: readonly string[]; readonly cycles: number }): readonly WaveSignal[] | null {
  const end = text.indexOf('$enddefinitions');
  if (end < 0) return null;
  const chosen = scopeOf(declared(text.slice(0, end)), clock, names);
  if (chosen === null) return null;
  const { clockCode, signals } = chosen;
  const values = new Map<string, bigint | null>();
  const samples: (readonly (bigint | null)[])[] = [];
  let [first, wasLow, isLow] = [-1, false, false];
  let changes: [code: string, value: bigint | null][] = [];
  /** Ends a point in time: where the clock has risen, all else is as it was before. */
  const close = (): void => {
    if (wasLow && !isLow) {
      const sample = signals.map(({ code }) => values.get(code) ?? null);
      samples.push(sample);
      if (first < 0 && signals.some(({ name }, i) => starts.includes(name) && sample[i] === 1n)) first = samples.length - 1;
    }
    for (const [code, value] of changes) values.set(code, value);
    changes = [];
    wasLow = isLow;
  };
  const wanted = new Set(signals.map(({ code }) => code));
  const change = (code: string, bits: string): void => {
    if (code === clockCode) isLow = bits === '0';
    if (wanted.has(code)) changes.push([code, /^[01]+$/.test(bits) ? BigInt(`0b${bits}`) : null]);
  };
  for (const match of text.slice(end).matchAll(/(?<=\s)(?:#\d+|[bB]([01xXzZ]+)\s+(\S+)|[rRsS]\S*\s+\S+|([01xXzZ])([!-~]+))/g)) {
    const [whole, bits, code, bit, bitCode] = match;
    if (whole.startsWith('#')) {
      close();
      if (first >= 0 && samples.length - Math.max(0, first - lead) >= cycles) break;
    } else if (bits !== undefined) change(code!, bits);
    else change(bitCode!, bit!);
  }
  close();
  if (samples.length === 0) return null;
  const from = Math.max(0, first - lead);
  const shown = samples.slice(from, from + cycles);
  return signals.map(({ name, width }, i) => ({ name, width, values: shown.map((sample) => sample[i]!) }));
}

function declared(header: string): readonly DumpedSignal[] {
  const found: DumpedSignal[] = [];
  const scopes: string[] = [];
  for (const [, scope, up, width, code, name] of header.matchAll(/\$scope\s+\w+\s+(\S+)\s+\$end|(\$upscope)|\$var\s+\w+\s+(\d+)\s+(\S+)\s+(\S+)[^$]*\$end/g)) {
    if (scope !== undefined) scopes.push(scope);
    else if (up !== undefined) scopes.pop();
    else if (found.length < mostSignals) found.push({ scope: scopes.join('.'), name: name!.replace(/\[\d+:\d+\]$/, ''), width: Number(width), code: code! });
  }
  return found;
}

/** The scope with the clock and most of the names, the outermost of equals; its signals in the order of the names. */
function scopeOf(all: readonly DumpedSignal[], clock: string, names: readonly string[]): { readonly clockCode: string; readonly signals: readonly DumpedSignal[] } | null {
  const scopes = new Map<string, DumpedSignal[]>();
  for (const signal of all) {
    const own = scopes.get(signal.scope);
    if (own === undefined) scopes.set(signal.scope, [signal]);
    else own.push(signal);
  }
  let best: { readonly clockCode: string; readonly signals: readonly DumpedSignal[] } | null = null;
  for (const own of scopes.values()) {
    const byName = new Map(own.map((signal) => [signal.name, signal]));
    const clockCode = byName.get(clock)?.code;
    const signals = names.flatMap((name) => byName.get(name) ?? []);
    if (clockCode !== undefined && signals.length > (best?.signals.length ?? 0)) best = { clockCode, signals };
  }
  return best;
}
