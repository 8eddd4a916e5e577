import type { Estimate, NotModelled } from '../../sim/core/estimate.js';

/** A parameter of a Verilog module with the value that the design takes. */
export interface RtlParameter {
  readonly name: string;
  readonly value: number;
  readonly meaning: string;
}

/** A part of a beat, such as one activation; `count` of them lie one after the other. */
export interface BeatField {
  readonly name: string;
  readonly bits: number;
  readonly count: number;
  readonly meaning: string;
}

/**
 * A stream with the handshake of AXI4-Stream: a beat moves at a rising edge of `aclk` where valid and ready are high. A beat's fields are
 * packed into tdata in order, the first in the lowest bits, without gaps; tdata is padded with zeros to whole bytes.
 */
export interface RtlStream {
  /** Ports are `s_axis_<name>_tdata`, `_tvalid`, `_tready`, `_tlast` for inputs, `m_axis_<name>_...` for outputs. */
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly fields: readonly BeatField[];
}

/** Beats of every stream in one run, each beat one unsigned number of the stream's fields; the last beat of each stream carries tlast. */
export interface RtlRun {
  /** What the run is, for messages: `m 2, n 5, k 40`. */
  readonly label: string;
  readonly beats: Readonly<Record<string, readonly bigint[]>>;
  /**
   * Rising edges from the one that takes the first input beat to the one that takes the last output beat, when inputs come without gaps
   * and outputs are always taken: from `cycles.ts`.
   */
  readonly cycles: number;
}

/** Blocks of the device that the core takes; what nobody knows is null with a reason. */
export interface RtlResources {
  readonly dsp: Estimate | NotModelled;
  readonly bram36: Estimate | NotModelled;
  readonly uram: Estimate | NotModelled;
  readonly lut: Estimate | NotModelled;
  readonly ff: Estimate | NotModelled;
}

/** What a core is with other parameters. */
export type WholeDesign = Pick<RtlDesign, 'summary' | 'parameters' | 'streams' | 'resources'>;

/** The RTL of one design: what is exported, and what it is checked against. */
export interface RtlDesign {
  /** The top module of the family's sources: `<core>.v` among them. Clock `aclk`, reset `aresetn` (active low, synchronous). */
  readonly core: string;
  readonly summary: string;
  /** Verilog-2001, one module a file, by file name. */
  readonly sources: Readonly<Record<string, string>>;
  readonly parameters: readonly RtlParameter[];
  readonly streams: readonly RtlStream[];
  /** Runs one after the other without a reset between them, at least two: reduced problems, ragged among them. Values are from the functional face. */
  readonly runs: readonly RtlRun[];
  /**
   * Runs of very small problems, the simplest first: short reductions before long ones, simple values before random ones. When a module is wrong,
   * the first of them that shows it is named, so few hundreds are enough. The same runs at every call.
   */
  readonly smaller?: () => Iterable<RtlRun>;
  /** How the problem of the runs was reduced from that of the experiment, for the manifest. */
  readonly reduction: string;
  readonly resources: RtlResources;
  /**
   * The core at the size of the experiment, where that is too large to simulate: it is exported, elaborated and counted, and the design with its runs is a
   * smaller one that simulators take in its place. Absent where the design has the size of the experiment.
   */
  readonly whole?: WholeDesign;
}

/** Bits of a beat: those of its fields, padded to whole bytes. */
export function beatBits(stream: RtlStream): number {
  const bits = stream.fields.reduce((sum, field) => sum + field.bits * field.count, 0);
  return Math.ceil(bits / 8) * 8;
}

/** A beat from the numbers of its fields (two's complement where negative), in order. Throws a RangeError where there are not as many as it has. */
export function packBeat(stream: RtlStream, numbers: readonly (number | bigint)[]): bigint {
  let beat = 0n;
  let at = 0n;
  let i = 0;
  for (const { bits, count } of stream.fields) {
    for (let j = 0; j < count; j++, i++) {
      beat |= BigInt.asUintN(bits, BigInt(numbers[i] ?? 0)) << at;
      at += BigInt(bits);
    }
  }
  if (numbers.length !== i) throw new RangeError(`a beat of ${stream.name} has ${i} numbers, not ${numbers.length}`);
  return beat;
}
