import { fabricKinds } from '../../sim/engine/limits.js';
import type { Design } from '../../sim/model/design-space.js';
import type { BoundBy, PhaseResult, SimulationResult } from '../../sim/model/result.js';
import type { ExperimentProblem } from '../problem/experiment-problem.js';

/** Where the time of a phase goes, and how far it is from what no schedule on this machine can beat. */
export interface PhaseBound {
  readonly phase: 'prefill' | 'decode';
  readonly seconds: number;
  readonly lowerBoundSeconds: number;
  readonly bindingResource: string;
  /** The largest part of the time, and its share. */
  readonly part: keyof BoundBy;
  readonly share: number;
}

/** What keeps a design from being better. */
export interface Bound {
  readonly phases: readonly PhaseBound[];
  /** Blocks of the device and memory that are used to more than nine tenths, fullest first. */
  readonly full: readonly { readonly name: string; readonly used: number; readonly available: number }[];
}

/** The share from which a limit is told as near. */
const nearShare = 0.9;

export function boundOf(problem: ExperimentProblem, design: Design): Bound {
  const result = problem.resultOf(design);
  return { phases: phaseBounds(result), full: fullOf(result) };
}

export function phaseBounds({ phases }: SimulationResult): readonly PhaseBound[] {
  return (['prefill', 'decode'] as const).flatMap((name) => {
    const phase = phases[name];
    if (phase === null) return [];
    const { part, share } = largestPart(phase);
    return [{ phase: name, seconds: phase.latencySeconds, lowerBoundSeconds: phase.lowerBoundSeconds, bindingResource: phase.bindingResource, part, share }];
  });
}

export function largestPart({ boundBy, latencySeconds }: Pick<PhaseResult, 'boundBy' | 'latencySeconds'>): { readonly part: keyof BoundBy; readonly share: number } {
  const parts = (['compute', 'memory', 'vector', 'overhead'] as const).map((part) => ({ part, share: boundBy[part] / latencySeconds }));
  return parts.reduce((a, b) => (b.share > a.share ? b : a));
}

function fullOf({ resources, memory }: SimulationResult): Bound['full'] {
  const held = memory.capacityBytes === null ? [] : [{ name: 'memory capacity, bytes', used: memory.heldBytes, available: memory.capacityBytes }];
  const blocks = resources === null ? [] : fabricKinds.flatMap((kind) => {
    const { used, available } = resources[kind];
    return used === null || available === null ? [] : [{ name: kind, used, available }];
  });
  return [...blocks, ...held].filter(({ used, available }) => used > nearShare * available).sort((a, b) => b.used / b.available - a.used / a.available);
}
