import { instructionCount, type Instruction, type Program, type Step } from '../../../../src/sim/model/program.js';

/** When each instruction of each unit started, and when the last ended. */
export interface Walk {
  readonly starts: readonly (readonly number[])[];
  readonly ticks: number;
}

/** Every instruction of a unit in program order, loops written out. */
function written(steps: readonly Step[], unit: number): Instruction[] {
  return steps.flatMap((step) => {
    if (step.kind === 'instruction') return step.unit === unit ? [step] : [];
    const body = written(step.body, unit);
    return Array.from({ length: step.count }, () => body).flat();
  });
}

/** Walks through every tick and, in each, starts whatever can start, first what has waited longest for its port, then earlier units: the plain meaning of a program. */
export function walkEveryTick(program: Program, mostTicks = 1_000_000): Walk {
  const lists = program.units.map((_, unit) => written(program.steps, unit));
  const next = lists.map(() => 0);
  const busyUntil = lists.map(() => 0);
  const portUntil = program.ports.map(() => 0);
  const tokens = program.channels.map(({ initial }) => Array.from({ length: initial }, () => 0));
  const starts: number[][] = lists.map(() => []);
  let left = instructionCount(program.steps);
  let ticks = 0;
  /** When the next instruction of a unit has all that it waits for but its port. */
  const askedAt = (unit: number): number => {
    const instruction = lists[unit]![next[unit]!];
    return instruction === undefined ? Infinity : Math.max(busyUntil[unit]!, ...instruction.waits.map((channel) => tokens[channel]![0] ?? Infinity));
  };
  for (let now = 0; left > 0; now++) {
    if (now > mostTicks) throw new Error('the program does not end');
    for (let again = true; again;) {
      again = false;
      let longest = Infinity;
      let unit = -1;
      for (let candidate = 0; candidate < lists.length; candidate++) {
        const asked = askedAt(candidate);
        const port = lists[candidate]![next[candidate]!]?.port;
        if (asked > now || (port !== undefined && portUntil[port]! > now) || asked >= longest) continue;
        longest = asked;
        unit = candidate;
      }
      const instruction = lists[unit]?.[next[unit]!];
      if (instruction !== undefined) {
        for (const channel of instruction.waits) tokens[channel]!.shift();
        const end = now + instruction.ticks;
        for (const channel of instruction.releases) tokens[channel]!.push(end + program.channels[channel]!.latency);
        busyUntil[unit] = end;
        if (instruction.port !== undefined) portUntil[instruction.port] = end;
        starts[unit]!.push(now);
        next[unit]!++;
        left--;
        ticks = Math.max(ticks, end);
        again = true;
      }
    }
  }
  return { starts, ticks };
}
