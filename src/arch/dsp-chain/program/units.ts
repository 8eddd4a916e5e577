import { ticksOf, type Channel, type Instruction, type StallCause, type Unit } from '../../../sim/model/program.js';

/** The six units of a core, in the order in which equals go first. Each executes its instructions in order. */
export const units: readonly Unit[] = [
  { name: 'LD', role: 'load' }, { name: 'ST', role: 'store' }, { name: 'MM', role: 'array' }, { name: 'MV', role: 'array' }, { name: 'MISC', role: 'vector' }, { name: 'SYS', role: 'control' },
];

export const [load, store, matrixUnit, vectorUnit, special, system] = [0, 1, 2, 3, 4, 5] as const;

/** Words of 32 bits of an instruction, by unit (flightllm_test_demo, profile/: its instruction set). */
export const instructionWords: readonly number[] = [7, 3, 4, 4, 3, 1];

/** The channel of the tokens from one unit to another. An instruction has a wait bit and a release bit for each of the five other units. */
export function channelBetween(from: number, to: number): number {
  return from * (units.length - 1) + (to < from ? to : to - 1);
}

/**
 * One channel for each ordered pair of units. A token of an array to the loader says that a buffer slot is free, or that a row tile is done with its left operand;
 * for the first tile it is there from the beginning. Results leave an array its fill after the instruction.
 */
export function channelsOf(matrixFillCycles: number, vectorFillCycles: number): readonly Channel[] {
  return units.flatMap((from, i) => units.flatMap((to, j) => (i === j ? [] : [{
    name: `${from.name} to ${to.name}`,
    initial: from.role === 'array' && to.role === 'load' ? 1 : 0,
    latency: from.role === 'array' && to.role !== 'load' ? ticksOf(i === matrixUnit ? matrixFillCycles : vectorFillCycles) : 0,
    stall: stallOf(i, j),
  }])));
}

function stallOf(from: number, to: number): StallCause {
  if (from === system) return 'issue';
  if (to === load || ((from === store || from === special) && (to === matrixUnit || to === vectorUnit)) || (from === store && to === special)) return 'buffer';
  switch (from) {
    case load: case store: return 'memory';
    case special: return 'vector';
    default: return 'compute';
  }
}

/** An instruction of so many cycles. `operand` is what it moves or computes; waits and releases name other units. */
export function issue(unit: number, operand: string, cycles: number, waits: readonly number[], releases: readonly number[]): Instruction {
  const { name } = units[unit]!;
  return {
    kind: 'instruction', label: operand === '' ? name : `${name} ${operand}`, unit, ticks: ticksOf(cycles),
    waits: waits.map((from) => channelBetween(from, unit)), releases: releases.map((to) => channelBetween(unit, to)),
  };
}
