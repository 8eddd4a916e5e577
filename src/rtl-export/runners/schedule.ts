import type { NetlistCell } from './netlist.js';

/** Statements that make some words of the state from others. */
export interface Step {
  readonly cell: NetlistCell;
  readonly lines: readonly string[];
  readonly reads: ReadonlySet<number>;
  readonly writes: readonly number[];
}

export interface Schedule {
  /** Every step after those whose words it reads. Without meaning where there are loops. */
  readonly order: readonly Step[];
  /** Groups of steps that need each other. */
  readonly loops: readonly (readonly Step[])[];
}

/** Orders steps by what they read: the strongly connected components of their graph (Tarjan, SIAM J. Comput. 1972), which are single steps unless there is a loop. */
export function schedule(steps: readonly Step[]): Schedule {
  const maker = new Map<number, number>();
  for (const [i, step] of steps.entries()) for (const word of step.writes) maker.set(word, i);
  const needs = steps.map((step) => [...step.reads].map((word) => maker.get(word)).filter((made) => made !== undefined));

  const order: Step[] = [];
  const loops: Step[][] = [];
  const found = new Int32Array(steps.length).fill(-1);
  const lowest = new Int32Array(steps.length);
  const isOpen = new Uint8Array(steps.length);
  const open: number[] = [];
  let count = 0;
  for (let root = 0; root < steps.length; root++) {
    if (found[root]! >= 0) continue;
    // A stack of its own: netlists are deeper than the calls that JavaScript allows.
    const path: { readonly step: number; at: number }[] = [];
    const enter = (step: number): void => {
      found[step] = lowest[step] = count++;
      isOpen[step] = 1;
      open.push(step);
      path.push({ step, at: 0 });
    };
    enter(root);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const { step } = top;
      const need = needs[step]![top.at++];
      if (need !== undefined) {
        if (found[need]! < 0) enter(need);
        else if (isOpen[need] === 1) lowest[step] = Math.min(lowest[step]!, found[need]!);
        continue;
      }
      path.pop();
      const below = path.at(-1);
      if (below !== undefined) lowest[below.step] = Math.min(lowest[below.step]!, lowest[step]!);
      if (lowest[step] !== found[step]) continue;
      const group = open.splice(open.lastIndexOf(step));
      for (const member of group) isOpen[member] = 0;
      order.push(...group.map((member) => steps[member]!));
      if (group.length > 1 || needs[step]!.includes(step)) loops.push(group.map((member) => steps[member]!));
    }
  }
  return { order, loops };
}

/** One way round a loop: steps of it, each of which reads what the one before makes. */
export function oneRound(loop: readonly Step[]): readonly Step[] {
  const visited: Step[] = [];
  let step = loop[0]!;
  while (!visited.includes(step)) {
    visited.unshift(step);
    const { reads } = step;
    step = loop.find((other) => other.writes.some((word) => reads.has(word)))!;
  }
  return visited.slice(0, visited.indexOf(step) + 1);
}
