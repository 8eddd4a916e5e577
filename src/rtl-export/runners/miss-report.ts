import type { RtlDesign, RtlRun, RtlStream } from '../kit/design.js';
import { fieldPlaces, inputsOf, portPrefix } from '../kit/ports.js';
import type { Miss } from './check-design.js';
import { firstWrongField } from './wrong-field.js';

const mostBeats = 6;
const mostParts = 8;
const mostNets = 4;

/** A miss as a JSON document has it: numbers of beats and nets as texts `0x...`. */
export interface MissDocument {
  readonly phase: string;
  readonly runs: readonly { readonly label: string; readonly beats: Readonly<Record<string, readonly string[]>> }[];
  readonly cycle: number;
  readonly message: string;
  readonly signal: string | null;
  readonly field: { readonly name: string; readonly low: number; readonly high: number; readonly value: string; readonly expected: string } | null;
  /** The first internal signals that are not those of our own Verilog; null where they were not compared, or are equal, or none has a name of ours. */
  readonly difference: { readonly cycle: number; readonly compared: number; readonly signals: readonly { readonly name: string; readonly value: string; readonly expected: string }[] } | null;
}

export function missDocument({ phase, runs, fault, difference }: Miss, design: RtlDesign): MissDocument {
  const field = wrongField(fault, design);
  return {
    phase, cycle: fault.cycle, message: fault.text, signal: fault.signal ?? null,
    runs: runs.map(({ label, beats }) => ({ label, beats: Object.fromEntries(Object.entries(beats).map(([name, values]) => [name, values.map(hex)])) })),
    field: field === undefined ? null : { ...field, value: hex(field.value), expected: hex(field.expected) },
    difference: difference === undefined ? null : {
      cycle: difference.cycle, compared: difference.compared,
      signals: difference.nets.map(({ name, value, expected }) => ({ name, value: hex(value), expected: hex(expected) })),
    },
  };
}

/** A miss in lines: the input, the first wrong port with its cycle and field, and the first internal signals that differ from ours. */
export function missLines(miss: Miss, design: RtlDesign): readonly string[] {
  const { phase, runs, fault, difference } = miss;
  const field = wrongField(fault, design);
  const beats = runs.reduce((sum, run) => sum + inputsOf(design).reduce((ofRun, { name }) => ofRun + (run.beats[name]?.length ?? 0), 0), 0);
  const wrong = field === undefined ? '' : `, ${fault.signal ?? 'tdata'} field ${field.name} (${field.low === field.high ? `bit ${field.low}` : `bits ${field.high}:${field.low}`}) is ${hex(field.value)}, expected ${hex(field.expected)}`;
  return [
    `smallest failing input found: ${runs.length} run(s), ${beats} input beats, ${phase}`,
    ...runs.flatMap((run, i) => [`  run ${i}: ${run.label}`, ...inputsOf(design).flatMap((stream) => beatLines(stream, run))]),
    `first wrong: cycle ${fault.cycle}${wrong === '' ? `: ${fault.text}` : wrong}`,
    ...(difference === undefined ? [] : [
      `first signal that differs from our Verilog, of ${difference.compared} with the same name: cycle ${difference.cycle}, `
      + difference.nets.slice(0, mostNets).map(({ name, value, expected }) => `${name} is ${hex(value)}, ours ${hex(expected)}`).join('; ')
      + (difference.nets.length > mostNets ? `; and ${difference.nets.length - mostNets} more` : ''),
    ]),
  ];
}

function wrongField({ stream: name, data, expected }: Miss['fault'], design: RtlDesign): ReturnType<typeof firstWrongField> {
  const stream = design.streams.find((one) => one.name === name);
  return stream === undefined || data === undefined || expected === undefined ? undefined : firstWrongField(stream, data, expected);
}

function beatLines(stream: RtlStream, run: RtlRun): readonly string[] {
  const beats = run.beats[stream.name] ?? [];
  const shown = beats.slice(0, mostBeats).map((beat, i) => {
    const fields = fieldPlaces(stream).map(({ name, bits, count, low }) => {
      const parts = Array.from({ length: Math.min(count, mostParts) }, (_, part) => BigInt.asUintN(bits, beat >> BigInt(low + part * bits)).toString());
      return `${name} ${parts.join(' ')}${count > mostParts ? ' …' : ''}`;
    });
    return `    ${portPrefix(stream)} beat ${i}: ${fields.join(', ')}`;
  });
  return beats.length > mostBeats ? [...shown, `    ${portPrefix(stream)}: ${beats.length - mostBeats} more beats`] : shown;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
