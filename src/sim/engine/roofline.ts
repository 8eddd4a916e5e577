import type { Architecture } from '../model/architecture.js';
import { passCount, type Pass } from '../model/scenario.js';
import type { QuantizationScheme } from '../model/quantization.js';
import type { Op } from '../model/op-graph.js';
import type { Cost } from './cost.js';
import type { Task } from './task.js';
import { activationBytesOf, compulsoryBytes } from './traffic.js';
import { emptyWork, growsWithContext, workOf, type Work } from './work.js';
import { visibleLimit } from './mask.js';

/** Seconds of work at the nominal peak of one op: `compute` or `vector`, and `memory`. Their larger one is its roofline time. */
interface Peaks { compute: number; vector: number; memory: number }

const scratch: Work = emptyWork();
const first: Peaks = { compute: 0, vector: 0, memory: 0 };
const last: Peaks = { compute: 0, vector: 0, memory: 0 };

/**
 * Adds the roofline of one op over all executions of a phase: sum over steps of max(work / peak, bytes / bandwidth).
 * In decode the work of attention is affine in the visible context, so the sum over steps is taken in closed form.
 */
export function addRooflineCost(machine: Architecture, task: Task, op: Op, scheme: QuantizationScheme, pass: Pass, out: Cost): void {
  const steps = passCount(pass);
  if (steps === 1 || !growsWithContext(op)) {
    workOf(op, task.group, task.format, scheme, pass, pass.lastContext, scratch);
    const bytes = compulsoryBytes(scratch, machine);
    peaksOf(machine, task, op, scheme, bytes, first);
    addSteady(out, first, steps);
    addCounts(out, bytes, steps);
    return;
  }
  const limit = visibleLimit((op as { mask: Parameters<typeof visibleLimit>[0] }).mask);
  const split = Math.min(Math.max(limit - 1, pass.firstContext - 1), pass.lastContext);
  if (split >= pass.firstContext) addSegment(machine, task, op, scheme, pass, pass.firstContext, split, out);
  if (split < pass.lastContext) addSegment(machine, task, op, scheme, pass, split + 1, pass.lastContext, out);
}

/** A run of contexts over which the work is affine: the mean of its ends times its length. */
function addSegment(machine: Architecture, task: Task, op: Op, scheme: QuantizationScheme, pass: Pass, from: number, to: number, out: Cost): void {
  const steps = to - from + 1;
  workOf(op, task.group, task.format, scheme, pass, from, scratch);
  const bytesFrom = compulsoryBytes(scratch, machine);
  peaksOf(machine, task, op, scheme, bytesFrom, first);
  addCounts(out, bytesFrom, steps / 2);
  workOf(op, task.group, task.format, scheme, pass, to, scratch);
  const bytesTo = compulsoryBytes(scratch, machine);
  peaksOf(machine, task, op, scheme, bytesTo, last);
  addCounts(out, bytesTo, steps / 2);
  addRun(out, first, last, steps);
}

function peaksOf(machine: Architecture, task: Task, op: Op, scheme: QuantizationScheme, bytes: number, out: Peaks): void {
  out.memory = bytes / machine.peakBytesPerSecond;
  out.vector = machine.peakVectorElementsPerSecond === null ? 0 : scratch.vectorElements / machine.peakVectorElementsPerSecond;
  if (scratch.macs === 0) {
    out.compute = 0;
  } else if (op.kind === 'linear') {
    out.compute = (scratch.macs * machine.executedDensity(task.format)) / machine.peakMacsPerSecond(task.format.type, scheme.activations);
  } else {
    out.compute = scratch.macs / machine.peakMacsPerSecond(scheme.kvCache, scheme.activations);
  }
}

function addCounts(out: Cost, dramBytes: number, times: number): void {
  out.macs += scratch.macs * times;
  out.vectorElements += scratch.vectorElements * times;
  out.weightBytes += scratch.weightBytes * times;
  out.activationBytes += activationBytesOf(scratch) * times;
  out.kvCacheBytes += (scratch.kvReadBytes + scratch.kvWriteBytes) * times;
  out.dramBytes += dramBytes * times;
  out.m = scratch.m; out.n = scratch.n; out.k = scratch.k;
}

/** Adds `steps` equal executions: each the larger of work and memory. */
function addSteady(out: Cost, at: Peaks, steps: number): void {
  const work = at.compute + at.vector;
  out.busyArray0 += steps * at.compute;
  out.busyVector += steps * at.vector;
  out.busyLoad += steps * at.memory;
  if (work < at.memory) out.memory += steps * at.memory;
  else if (at.vector > 0) out.vector += steps * work;
  else out.compute += steps * work;
  out.latency += steps * Math.max(work, at.memory);
}

/** Adds the sum over `steps` equally spaced points between `a` and `b` of max(work, memory), and who binds for how long. */
function addRun(out: Cost, a: Peaks, b: Peaks, steps: number): void {
  const workA = a.compute + a.vector;
  const workB = b.compute + b.vector;
  const work = affineSum(workA, workB, 0, steps, steps);
  const memory = affineSum(a.memory, b.memory, 0, steps, steps);
  out.busyArray0 += affineSum(a.compute, b.compute, 0, steps, steps);
  out.busyVector += affineSum(a.vector, b.vector, 0, steps, steps);
  out.busyLoad += memory;
  // The steps at which work is the larger: all, none, or one side of the crossing.
  let from = 0;
  let to = 0;
  if (workA >= a.memory && workB >= b.memory) to = steps;
  else if (workA > a.memory || workB > b.memory) {
    const gapA = workA - a.memory;
    const crossing = (gapA / (gapA - (workB - b.memory))) * (steps - 1);
    if (gapA > 0) to = Math.min(steps, Math.floor(crossing) + 1);
    else { from = Math.max(0, Math.ceil(crossing)); to = steps; }
  }
  const bound = affineSum(workA, workB, from, to, steps);
  const rest = memory - affineSum(a.memory, b.memory, from, to, steps);
  const isVector = a.vector + b.vector > 0;
  if (isVector) out.vector += bound;
  else out.compute += bound;
  const memoryTime = work === bound && to - from === steps ? 0 : Math.max(0, rest);
  out.memory += memoryTime;
  out.latency += bound + memoryTime;
}

/** Sum of the values at indices from .. to - 1 of `steps` equally spaced values running from `a` to `b`. */
function affineSum(a: number, b: number, from: number, to: number, steps: number): number {
  const count = to - from;
  if (count === 0) return 0;
  if (steps === 1) return a;
  const slope = (b - a) / (steps - 1);
  return count * (a + (slope * (from + to - 1)) / 2);
}
