import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { quote } from '../../sim/core/quote.js';

export function nameTaken(name: string, module: string): Problem {
  return problem('rtl/name-taken', `an export named ${quote(name)} would have two modules named ${module}`, { remedy: 'give the export another name' });
}

export function unsafePart(part: string): Problem {
  return problem('rtl/unsafe-part', `a part is named with letters, digits and "-", not ${quote(part)}`, { remedy: 'give it as Vivado writes it, e.g. xcu280-fsvh2892-2L-e' });
}

export function unusableClock(clockHz: number): Problem {
  return problem('rtl/unusable-clock', `a clock has a period between 1 ps and 1 s, and ${clockHz} Hz has not`, { remedy: 'give the clock in Hz or with a unit, e.g. "225 MHz"' });
}

export function badManifest(what: string): Problem {
  return problem('rtl/bad-manifest', `this is no folder that archsim export-rtl wrote: ${what.slice(0, 300)}`, { remedy: 'give such a folder; for Verilog of your own use --against' });
}

export function badBeats(path: string, what: string): Problem {
  return problem('rtl/bad-beats', `${path} ${what}`, { remedy: 'export the design again' });
}

export function badPortMap(pointer: string, what: string, remedy?: string): Problem {
  return problem('rtl/bad-port-map', `${pointer === '' ? 'the document' : pointer} ${what}`, { pointer, remedy: remedy ?? 'see "Verilog of your own" in docs/verilog.md' });
}
