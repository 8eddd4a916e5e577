import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { createRng, type Rng } from '../../sim/core/rng.js';
import type { RtlDesign } from '../kit/design.js';
import { portsOf } from '../kit/ports.js';
import { noPort, wrongPort } from './diagnostics.js';
import type { Simulator } from './simulator.js';
import { createStreamPlayer, type Pacing, type PlayerOptions } from './stream-player.js';

export interface StreamBenchResult {
  readonly ok: boolean;
  /** Output beats that were compared. */
  readonly vectors: number;
  /** Cycles of each run, one after the other, as `RtlRun.cycles` counts them; as many as came to their end. */
  readonly cycles: readonly number[];
  /** The first thing that went wrong in each kind of phase, and `miscount` behind them. */
  readonly failures: readonly string[];
  /** The first run whose cycles are not as modelled. Where it is the only failure, values and protocol are right. */
  readonly miscount?: string;
  /** Phases in which something was found, in their order: names of `phasesOf`. */
  readonly failedPhases: readonly string[];
}

export interface StreamBenchOptions extends PlayerOptions {
  /** Of stalls, of the bits on idle inputs, and of registers at power on. Default 1. */
  readonly seed?: number;
  /** How often each kind of random stalls is played. Default 3. */
  readonly passes?: number;
}

/** One way of playing all runs. */
export interface Phase extends Pacing {
  readonly name: string;
  /** Rising edges after which a reset cuts the phase off. */
  readonly cutAfter?: number;
}

const resetEdges = 8;

/**
 * Plays all runs of a design on its simulated core and compares every beat that comes out: values, tlast, stability while a beat waits,
 * nothing lost and nothing more. The phases are those of the exported testbench: runs one after the other (their cycles must be as modelled,
 * exactly), back to back, with gaps, with random stalls on all streams and on the outputs, with the last beats left on offer, with resets in
 * the middle of a run and in the middle of stalls, and the first again. A run never takes fewer cycles than modelled. Where outputs wait,
 * tvalid must not depend on tready. Throws an InputError where the module lacks the ports of the design, and a `TimeLimitError` at the time limit.
 */
export function runStreamBench(simulator: Simulator, design: RtlDesign, { seed = 1, passes = 3, ...playing }: StreamBenchOptions = {}): StreamBenchResult {
  checkPorts(simulator, design);
  const rng = createRng(seed);
  const player = createStreamPlayer(simulator, design, rng, playing);
  const failures = new Map<string, string>();
  let miscount: string | undefined;
  let cycles: readonly number[] = [];
  simulator.reset(rng);
  let isClean = false;
  for (const phase of phasesOf(design, passes)) {
    const reset: string | undefined = isClean ? undefined : resetFault(simulator, design, rng);
    const { fault, runCycles, miscount: ofPhase } = player.play(phase, phase.cutAfter);
    if (phase.name === 'runs one after the other') cycles = runCycles;
    const found: string | undefined = reset ?? fault?.text;
    if (found !== undefined && !failures.has(phase.name)) failures.set(phase.name, `${phase.name}: ${found}`);
    if (ofPhase !== undefined) miscount ??= `${phase.name}: ${ofPhase.text}`;
    isClean = found === undefined && phase.cutAfter === undefined;
  }
  const all = [...failures.values(), ...(miscount === undefined ? [] : [miscount])];
  return { ok: all.length === 0, vectors: player.vectors(), cycles, failures: all, failedPhases: [...failures.keys()], ...(miscount === undefined ? {} : { miscount }) };
}

/** The phases in the order in which they are played. */
export function phasesOf(design: RtlDesign, passes: number): readonly Phase[] {
  const total = design.runs.reduce((sum, run) => sum + run.cycles, 0);
  const oneByOne = { isExact: true, input: 'always', output: 'always' } as const;
  const together = { isExact: false, input: 'always', output: 'always' } as const;
  const stalls = { ...together, input: 'random', output: 'random' } as const;
  const repeated = Array.from({ length: passes });
  return [
    { ...oneByOne, name: 'runs one after the other' },
    { ...together, name: 'runs back to back' },
    { ...together, input: 'gaps', name: 'gaps on the inputs' },
    ...repeated.map(() => ({ ...stalls, name: 'random stalls' })),
    ...repeated.map(() => ({ ...together, output: 'random' as const, name: 'random stalls of the outputs' })),
    { ...together, output: 'hold', name: 'last beats left on offer' },
    { ...oneByOne, cutAfter: 2 + Math.floor(design.runs[0]!.cycles / 2), name: 'before a reset in the middle of a run' },
    { ...stalls, cutAfter: 2 + Math.floor(total / 2), name: 'after a reset in the middle of a run, random stalls' },
    { ...oneByOne, name: 'after a reset, runs one after the other' },
  ];
}

/** Resets with idle inputs; a text where an output is valid meanwhile (AXI4-Stream, section 2.7.2: tvalid is low during reset). */
export function resetFault(simulator: Simulator, design: RtlDesign, rng: Rng): string | undefined {
  const valids = design.streams.flatMap(portsOf).filter((port) => port.signal === 'TVALID');
  for (const port of valids) if (port.direction === 'input') simulator.setInt(port.name, 0);
  for (const port of design.streams.flatMap(portsOf)) if (port.signal === 'TREADY' && port.direction === 'input') simulator.setInt(port.name, rng.integer(0, 1));
  simulator.setInt('aresetn', 0);
  let fault: string | undefined;
  for (let edge = 0; edge < resetEdges; edge++) {
    simulator.edge();
    fault ??= valids.filter((port) => port.direction === 'output' && simulator.getInt(port.name) === 1).map((port) => `${port.name} is 1 during reset`)[0];
  }
  simulator.setInt('aresetn', 1);
  return fault;
}

function checkPorts(simulator: Simulator, design: RtlDesign): void {
  const problems: Problem[] = [];
  const wanted = [...design.streams.flatMap(portsOf), { name: 'aresetn', direction: 'input', bits: 1 } as const];
  for (const { name, direction, bits } of wanted) {
    const ports = direction === 'input' ? simulator.inputs : simulator.outputs;
    const port = ports.find((one) => one.name === name);
    if (port === undefined) problems.push(noPort(name, ports.map((one) => one.name)));
    else if (port.width !== bits) problems.push(wrongPort(name, `has ${port.width} bits, and the design says ${bits}`));
  }
  if (problems.length > 0) throw new InputError(problems);
}
