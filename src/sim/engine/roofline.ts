import type { Architecture } from '../model/architecture.js';
import { passCount, type Pass } from '../model/scenario.js';
import type { QuantizationScheme, WeightFormat } from '../model/quantization.js';
import type { LayerGroup, Op } from '../model/op-graph.js';
import type { Cost } from './cost.js';
import { activationBytesOf, compulsoryBytes } from './traffic.js';
import { emptyWork, growsWithContext, productsOf, workOf, type Work } from './work.js';
import { visibleLimit } from './mask.js';

/** Seconds of work at the nominal peak of one op: `compute` or `vector`, and `memory`. Their larger one is its roofline time. */
interface Peaks { compute: number; vector: number; memory: number }

const scratch: Work = emptyWork();
const first: Peaks = { compute: 0, vector: 0, memory: 0 };
const last: Peaks = { compute: 0, vector: 0, memory: 0 };

/**
 * Seconds of one op at the roofline over all executions of a phase: sum over steps of max(work / peak, bytes / bandwidth). Of experts, work and bytes are
 * those of all that a pass uses.
 * In decode the work of attention is affine in the visible context, so the sum over steps is taken in closed form.
 */
export function rooflineSeconds(machine: Architecture, group: LayerGroup, op: Op, format: WeightFormat, scheme: QuantizationScheme, pass: Pass): number {
  const steps = passCount(pass);
  if (steps === 1 || !growsWithContext(op)) {
    peaksAt(machine, group, op, format, scheme, pass, pass.lastContext, first);
    return steps * productsOf(op, group, pass) * Math.max(first.compute + first.vector, first.memory);
  }
  const split = windowEnd(op, pass);
  return (split >= pass.firstContext ? segmentSeconds(machine, group, op, format, scheme, pass, pass.firstContext, split) : 0)
    + (split < pass.lastContext ? segmentSeconds(machine, group, op, format, scheme, pass, split + 1, pass.lastContext) : 0);
}

function segmentSeconds(machine: Architecture, group: LayerGroup, op: Op, format: WeightFormat, scheme: QuantizationScheme, pass: Pass, from: number, to: number): number {
  peaksAt(machine, group, op, format, scheme, pass, from, first);
  peaksAt(machine, group, op, format, scheme, pass, to, last);
  return runSeconds(first, last, to - from + 1);
}

/** Adds the same time to a cost record, with what binds, how long each resource works, and every count. */
export function addRooflineCost(machine: Architecture, group: LayerGroup, op: Op, format: WeightFormat, scheme: QuantizationScheme, pass: Pass, out: Cost): void {
  const steps = passCount(pass);
  if (steps === 1 || !growsWithContext(op)) {
    peaksAt(machine, group, op, format, scheme, pass, pass.lastContext, first);
    const times = steps * productsOf(op, group, pass);
    addCounts(machine, out, times);
    addRun(out, first, first, times);
    return;
  }
  const split = windowEnd(op, pass);
  if (split >= pass.firstContext) addSegment(machine, group, op, format, scheme, pass, pass.firstContext, split, out);
  if (split < pass.lastContext) addSegment(machine, group, op, format, scheme, pass, split + 1, pass.lastContext, out);
}

/** The last context up to which a growing op sees one key more each step. */
function windowEnd(op: Op, pass: Pass): number {
  if (op.kind !== 'scores' && op.kind !== 'softmax' && op.kind !== 'values') return pass.lastContext;
  return Math.min(Math.max(visibleLimit(op.mask), pass.firstContext - 1), pass.lastContext);
}

/** A run of contexts over which the work is affine: counts are the mean of its ends times its length. */
function addSegment(machine: Architecture, group: LayerGroup, op: Op, format: WeightFormat, scheme: QuantizationScheme, pass: Pass, from: number, to: number, out: Cost): void {
  const steps = to - from + 1;
  peaksAt(machine, group, op, format, scheme, pass, from, first);
  addCounts(machine, out, steps / 2);
  peaksAt(machine, group, op, format, scheme, pass, to, last);
  addCounts(machine, out, steps / 2);
  addRun(out, first, last, steps);
}

/** Fills the scratch work of one execution, and `out` with its seconds at the nominal peaks. */
function peaksAt(machine: Architecture, group: LayerGroup, op: Op, format: WeightFormat, scheme: QuantizationScheme, pass: Pass, context: number, out: Peaks): void {
  workOf(op, group, format, scheme, pass, context, scratch);
  out.memory = compulsoryBytes(scratch, machine) / machine.peakBytesPerSecond;
  out.vector = machine.peakVectorElementsPerSecond === null ? 0 : scratch.vectorElements / machine.peakVectorElementsPerSecond;
  if (scratch.macs === 0) out.compute = 0;
  else if (op.kind === 'linear') out.compute = (scratch.macs * machine.executedDensity(format)) / machine.peakMacsPerSecond(format.type, scheme.activations);
  else out.compute = scratch.macs / machine.peakMacsPerSecond(scheme.kvCache, scheme.activations);
}

function addCounts(machine: Architecture, out: Cost, times: number): void {
  out.macs += scratch.macs * times;
  out.vectorElements += scratch.vectorElements * times;
  out.weightBytes += scratch.weightBytes * times;
  out.activationBytes += activationBytesOf(scratch) * times;
  out.kvCacheBytes += (scratch.kvReadBytes + scratch.kvWriteBytes) * times;
  out.dramBytes += compulsoryBytes(scratch, machine) * times;
  out.m = scratch.m; out.n = scratch.n; out.k = scratch.k;
}

/** Sum over `steps` equally spaced points between `a` and `b` of max(work, memory). */
function runSeconds(a: Peaks, b: Peaks, steps: number): number {
  const workA = a.compute + a.vector;
  const workB = b.compute + b.vector;
  const to = boundSteps(workA - a.memory, workB - b.memory, steps);
  if (to >= 0) return affineSum(workA, workB, 0, to, steps) + affineSum(a.memory, b.memory, to, steps, steps);
  return affineSum(a.memory, b.memory, 0, -to, steps) + affineSum(workA, workB, -to, steps, steps);
}

/** Adds a run to a cost: its seconds, who binds for how long, and how long each resource works. */
function addRun(out: Cost, a: Peaks, b: Peaks, steps: number): void {
  const workA = a.compute + a.vector;
  const workB = b.compute + b.vector;
  const to = boundSteps(workA - a.memory, workB - b.memory, steps);
  const work = to >= 0 ? affineSum(workA, workB, 0, to, steps) : affineSum(workA, workB, -to, steps, steps);
  if (a.vector + b.vector > 0) out.vector += work;
  else out.compute += work;
  out.memory += to >= 0 ? affineSum(a.memory, b.memory, to, steps, steps) : affineSum(a.memory, b.memory, 0, -to, steps);
  out.latency += steps === 1 || a === b ? steps * Math.max(workA, a.memory) : runSeconds(a, b, steps);
  out.busyArray0 += affineSum(a.compute, b.compute, 0, steps, steps);
  out.busyVector += affineSum(a.vector, b.vector, 0, steps, steps);
  out.busyLoad += affineSum(a.memory, b.memory, 0, steps, steps);
}

/**
 * How many steps work binds, given how far it is above memory at both ends: n >= 0 for the first n steps, -n for all but the first n
 * (equal is work, so a tie at the first step is no sign of memory).
 */
function boundSteps(gapA: number, gapB: number, steps: number): number {
  if (gapA >= 0 && gapB >= 0) return steps;
  if (gapA < 0 && gapB < 0) return 0;
  const crossing = (gapA / (gapA - gapB)) * (steps - 1);
  return gapA >= 0 ? Math.min(steps, Math.floor(crossing) + 1) : -Math.max(0, Math.ceil(crossing));
}

/** Sum of the values at indices from .. to - 1 of `steps` equally spaced values running from `a` to `b`. */
function affineSum(a: number, b: number, from: number, to: number, steps: number): number {
  const count = to - from;
  if (count === 0) return 0;
  if (steps === 1) return a;
  const slope = (b - a) / (steps - 1);
  return count * (a + (slope * (from + to - 1)) / 2);
}
