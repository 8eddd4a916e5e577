import { beatBits, type RtlDesign, type RtlStream } from './design.js';

/** A port of the core and of the wrapper. */
export interface Port {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly bits: number;
  /** The signal of AXI4-Stream. */
  readonly signal: 'TDATA' | 'TVALID' | 'TREADY' | 'TLAST';
}

/** The name that a stream's ports share: `s_axis_<name>` of an input, `m_axis_<name>` of an output. */
export function portPrefix(stream: RtlStream): string {
  return `${stream.direction === 'in' ? 's' : 'm'}_axis_${stream.name}`;
}

/** The four ports of a stream. */
export function portsOf(stream: RtlStream): readonly Port[] {
  const forward = stream.direction === 'in' ? 'input' : 'output';
  const backward = stream.direction === 'in' ? 'output' : 'input';
  const port = (signal: Port['signal'], direction: Port['direction'], bits: number): Port =>
    ({ name: `${portPrefix(stream)}_${signal.toLowerCase()}`, direction, bits, signal });
  return [port('TDATA', forward, beatBits(stream)), port('TVALID', forward, 1), port('TREADY', backward, 1), port('TLAST', forward, 1)];
}

export function inputsOf(design: RtlDesign): readonly RtlStream[] {
  return design.streams.filter((stream) => stream.direction === 'in');
}

export function outputsOf(design: RtlDesign): readonly RtlStream[] {
  return design.streams.filter((stream) => stream.direction === 'out');
}

/** Beats of a stream in all runs together. */
export function beatCount(design: RtlDesign, stream: RtlStream): number {
  return design.runs.reduce((sum, run) => sum + (run.beats[stream.name]?.length ?? 0), 0);
}

/** Output beats of all runs together: what one pass over the runs compares. */
export function vectorCount(design: RtlDesign): number {
  return outputsOf(design).reduce((sum, stream) => sum + beatCount(design, stream), 0);
}

/** Where a field stands in tdata: its lowest and highest bit, all its parts together. */
export interface FieldPlace {
  readonly name: string;
  readonly bits: number;
  readonly count: number;
  readonly meaning: string;
  readonly low: number;
  readonly high: number;
}

/** The fields of a stream with their places, from bit 0 up. */
export function fieldPlaces(stream: RtlStream): readonly FieldPlace[] {
  let low = 0;
  return stream.fields.map((field) => {
    const place = { ...field, low, high: low + field.bits * field.count - 1 };
    low = place.high + 1;
    return place;
  });
}

/** `[7:0]`, with the space that follows it, or nothing for one bit. */
export function rangeOf(bits: number): string {
  return bits === 1 ? '' : `[${bits - 1}:0] `;
}
