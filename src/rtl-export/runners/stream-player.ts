import type { Rng } from '../../sim/core/rng.js';
import { beatBits, type RtlDesign, type RtlStream } from '../kit/design.js';
import { inputsOf, outputsOf, portPrefix } from '../kit/ports.js';
import type { PlayFault } from './play-fault.js';
import type { Simulator } from './simulator.js';

/** How beats are offered and taken. */
export interface Pacing {
  /** Whether a run begins when the one before it has given its last beat, and takes exactly the modelled cycles. */
  readonly isExact: boolean;
  readonly input: 'always' | 'gaps' | 'random';
  readonly output: 'always' | 'random' | 'hold';
}

export interface Playing {
  readonly fault?: PlayFault;
  /** The first run whose cycles are not as modelled. It stops nothing, so that wrong values of a core with other cycles show too. */
  readonly miscount?: PlayFault;
  /** Cycles of the runs that came to their end. */
  readonly runCycles: readonly number[];
}

/** Plays the runs of a design, from its first beat, on a simulator that is idle. */
export interface StreamPlayer {
  /** Stops at the first wrong beat or fault of the protocol, or after `edges` rising edges. Throws a `TimeLimitError` at the time limit. */
  play(pacing: Pacing, edges?: number): Playing;
  /** Output beats compared so far. */
  vectors(): number;
}

interface Beat {
  readonly data: bigint;
  readonly last: number;
  readonly run: number;
}

interface Port {
  readonly name: string;
  readonly stream: string;
  readonly bits: number;
  readonly beats: readonly Beat[];
}

interface Source extends Port {
  at: number;
  isOffering: boolean;
  isResting: boolean;
}

interface Sink extends Port {
  at: number;
  /** The beat that was valid and not taken at the last edge. */
  waiting?: { readonly data: bigint; readonly last: number } | undefined;
  /** Edges for which the last beat of a run has been left on offer. */
  held: number;
}

const quietEdges = 50;
const patience = 1000;
const holdEdges = 20;
/** Edges between two looks at the clock on the wall. */
const edgesBetweenLooks = 256;

export interface PlayerOptions {
  /** Streams without a tlast to judge. */
  readonly unmarked?: ReadonlySet<string>;
  /** Milliseconds of `performance.now()` at which `play` throws. */
  readonly deadlineMs?: number;
}

/** A simulation that was stopped at its time limit. */
export class TimeLimitError extends Error {}

export function createStreamPlayer(simulator: Simulator, design: RtlDesign, rng: Rng, { unmarked = new Set(), deadlineMs = Infinity }: PlayerOptions = {}): StreamPlayer {
  const inputs = inputsOf(design).map((stream) => portOf(design, stream));
  const outputs = outputsOf(design).map((stream) => portOf(design, stream));
  const longest = Math.max(...design.runs.map((run) => run.cycles));
  let vectors = 0;

  return {
    vectors: () => vectors,
    play({ isExact, input, output }, edges = Infinity) {
      const sources = inputs.map((port): Source => ({ ...port, at: 0, isOffering: false, isResting: false }));
      const sinks = outputs.map((port): Sink => ({ ...port, at: 0, held: 0 }));
      const began = new Map<number, number>();
      const ended = new Map<number, number>();
      const runCycles: number[] = [];
      let openRuns = isExact ? 1 : design.runs.length;
      let miscount: PlayFault | undefined;
      const result = (fault?: PlayFault): Playing => ({ runCycles, ...(fault === undefined ? {} : { fault }), ...(miscount === undefined ? {} : { miscount }) });
      const nameOf = (run: number): string => `run ${run} (${design.runs[run]?.label ?? 'no such run'})`;

      let idle = 0;
      let quiet = 0;
      for (let cycle = 0; cycle < edges; cycle++) {
        if (cycle % edgesBetweenLooks === 0 && performance.now() > deadlineMs) throw new TimeLimitError('the simulation was stopped at its time limit');
        const at = (text: string, more: Omit<PlayFault, 'text' | 'cycle'> = {}): PlayFault => ({ text, cycle: cycle + 1, ...more });
        for (const source of sources) offer(simulator, source, input, openRuns, rng);
        const early = output === 'always' ? undefined : validsWithoutReady(simulator, sinks);
        for (const [i, sink] of sinks.entries()) simulator.setInt(`${sink.name}_tready`, isReady(sink, output, early?.[i] === 1, rng) ? 1 : 0);

        idle++;
        for (const source of sources) {
          if (!source.isOffering || simulator.getInt(`${source.name}_tready`) !== 1) continue;
          const { run } = source.beats[source.at]!;
          if (!began.has(run)) began.set(run, cycle);
          source.at++;
          source.isOffering = false;
          source.isResting = input === 'gaps';
          idle = 0;
        }
        for (const [i, sink] of sinks.entries()) {
          const valid = simulator.getInt(`${sink.name}_tvalid`);
          if (early !== undefined && early[i] !== valid) return result(at(`${sink.name}_tvalid depends on tready`, { signal: `${sink.name}_tvalid` }));
          const fault = faultOf(simulator, sink, valid === 1, { hasBegun: (run) => began.has(run), nameOf, isMarked: !unmarked.has(sink.stream) });
          if (fault !== undefined) return result({ ...fault, cycle: cycle + 1 });
          if (valid === 0) continue;
          if (simulator.getInt(`${sink.name}_tready`) === 0) {
            sink.waiting = { data: simulator.get(`${sink.name}_tdata`), last: simulator.getInt(`${sink.name}_tlast`) };
            sink.held++;
            continue;
          }
          sink.waiting = undefined;
          sink.held = 0;
          vectors++;
          idle = 0;
          const { last, run } = sink.beats[sink.at++]!;
          if (last === 0) continue;
          ended.set(run, (ended.get(run) ?? 0) + 1);
          if (ended.get(run) !== sinks.length) continue;
          const taken = cycle - began.get(run)! + 1;
          const modelled = design.runs[run]!.cycles;
          runCycles.push(taken);
          if (isExact ? taken !== modelled : taken < modelled) miscount ??= at(`${nameOf(run)}: ${taken} cycles, the model says ${modelled}`, { run });
          if (isExact) openRuns = run + 2;
        }
        simulator.edge();

        if (sinks.every(isDone)) {
          if (++quiet <= quietEdges) continue;
          const left = sources.find((source) => !isDone(source));
          return result(left === undefined ? undefined : at(`${left.name}: ${left.beats.length - left.at} beats were not taken`, { signal: `${left.name}_tready` }));
        }
        if (idle > longest + patience) {
          const rest = [...sources, ...sinks].map(({ name, beats, at }) => `${name} ${beats.length - at}`);
          return result(at(`no beat moved for ${idle} cycles; beats left: ${rest.join(', ')}`));
        }
      }
      return result();
    },
  };
}

function portOf(design: RtlDesign, stream: RtlStream): Port {
  const beats = design.runs.flatMap((run, index) => {
    const ofRun = run.beats[stream.name] ?? [];
    return ofRun.map((data, i): Beat => ({ data, last: i === ofRun.length - 1 ? 1 : 0, run: index }));
  });
  return { name: portPrefix(stream), stream: stream.name, bits: beatBits(stream), beats };
}

function isDone({ beats, at }: Source | Sink): boolean {
  return at === beats.length;
}

/** Drives an input. A beat once offered stays until it is taken; an idle input has random bits, which the core must not look at. */
function offer(simulator: Simulator, source: Source, pace: Pacing['input'], openRuns: number, rng: Rng): void {
  const { name, bits } = source;
  const beat = source.beats[source.at];
  const isOpen = beat !== undefined && beat.run < openRuns;
  source.isOffering ||= isOpen && !source.isResting && (pace !== 'random' || rng.next() < 0.5);
  source.isResting = false;
  const offered = source.isOffering ? beat : undefined;
  simulator.setInt(`${name}_tvalid`, offered === undefined ? 0 : 1);
  simulator.set(`${name}_tdata`, offered?.data ?? randomBits(bits, rng));
  simulator.setInt(`${name}_tlast`, offered?.last ?? rng.integer(0, 1));
}

function randomBits(bits: number, rng: Rng): bigint {
  let value = 0n;
  for (let at = 0; at < bits; at += 32) value = (value << 32n) | BigInt(rng.integer(0, 2 ** 32 - 1));
  return BigInt.asUintN(bits, value);
}

/** tvalid of the outputs while no tready is 1. */
function validsWithoutReady(simulator: Simulator, sinks: readonly Sink[]): number[] {
  for (const { name } of sinks) simulator.setInt(`${name}_tready`, 0);
  return sinks.map(({ name }) => simulator.getInt(`${name}_tvalid`));
}

function isReady(sink: Sink, pace: Pacing['output'], isValid: boolean, rng: Rng): boolean {
  switch (pace) {
    case 'always': return true;
    case 'random': return rng.next() < 0.5;
    case 'hold': return sink.beats[sink.at]?.last !== 1 || (isValid && sink.held >= holdEdges);
  }
}

interface Judging {
  readonly hasBegun: (run: number) => boolean;
  readonly nameOf: (run: number) => string;
  /** Whether tlast counts. */
  readonly isMarked: boolean;
}

/** What is wrong with the beat on offer, or with there being none. */
function faultOf(simulator: Simulator, sink: Sink, isValid: boolean, { hasBegun, nameOf, isMarked }: Judging): Omit<PlayFault, 'cycle'> | undefined {
  const { name, stream, waiting } = sink;
  if (!isValid) return waiting === undefined ? undefined : { text: `${name}: tvalid fell before the beat was taken`, signal: `${name}_tvalid` };
  const expected = sink.beats[sink.at];
  const data = simulator.get(`${name}_tdata`);
  const last = simulator.getInt(`${name}_tlast`);
  if (expected === undefined) return { text: `${name}: a beat 0x${data.toString(16)} after the last one`, signal: `${name}_tvalid` };
  const beat = sink.at - sink.beats.findIndex(({ run }) => run === expected.run);
  const fault = (signal: string, what: string): Omit<PlayFault, 'cycle'> => (
    { text: `${name}, ${nameOf(expected.run)}, beat ${beat}: ${what}`, signal: `${name}_${signal}`, stream, run: expected.run, beat });
  if (waiting !== undefined && (waiting.data !== data || (isMarked && waiting.last !== last))) {
    return { ...fault(waiting.data === data ? 'tlast' : 'tdata', 'the beat changed before it was taken'), ...(waiting.data === data ? {} : { data, expected: waiting.data }) };
  }
  if (!hasBegun(expected.run)) return fault('tvalid', 'it came before any input of the run');
  if (data !== expected.data) return { ...fault('tdata', `0x${data.toString(16)}, expected 0x${expected.data.toString(16)}`), data, expected: expected.data };
  return !isMarked || last === expected.last ? undefined : fault('tlast', `tlast is ${last}, expected ${expected.last}`);
}
