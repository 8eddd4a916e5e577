import { visibleLimit } from '../../sim/engine/mask.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import type { Deployment } from '../deployment.js';
import type { PassCost } from '../pass-cost.js';

/** A function of the context, known at some contexts and linear between them. */
export interface ContextCurve {
  readonly at: (context: number) => number;
  /** Sum over all contexts from `first` to `last`. */
  readonly sum: number;
  /** False where values between the known ones are interpolated and not proven. */
  readonly isExact: boolean;
}

/** Most contexts that are looked at where nothing is known of the form. */
const samples = 129;
/** What two sums of the same doubles in another order may differ by. */
const rounding = 1e-12;

/**
 * A function of the context over whole numbers from `first` to `last`. At the roofline a pass of fixed shape costs a maximum of affine functions of its context for each
 * op, so that between the limits of masks (`breaks`) it is convex: where the middle of a stretch lies on its chord, all of it does, and the stretch needs no other
 * point. Without that form (`convex` false) every context is looked at, or of many 129 that lie evenly.
 */
export function contextCurve(f: (context: number) => number, first: number, last: number, convex: boolean, breaks: readonly number[] = []): ContextCurve {
  const points: (readonly [number, number])[] = [[first, f(first)]];
  const push = (context: number, value: number): void => { points.push([context, value]); };
  const stretch = (a: number, fa: number, b: number, fb: number): void => {
    const middle = Math.floor((a + b) / 2);
    if (middle > a) {
      const fm = f(middle);
      const chord = fa + ((fb - fa) * (middle - a)) / (b - a);
      if (Math.abs(fm - chord) > rounding * Math.abs(chord)) {
        stretch(a, fa, middle, fm);
        stretch(middle, fm, b, fb);
        return;
      }
    }
    push(b, fb);
  };
  const every = last - first < samples;
  if (convex && !every) {
    for (const stop of [...new Set([...breaks.filter((at) => at > first && at < last), last])].sort((a, b) => a - b)) {
      const [from, value] = points[points.length - 1]!;
      stretch(from, value, stop, f(stop));
    }
  } else {
    const count = every ? last - first : samples - 1;
    for (let i = 1; i <= count; i++) {
      const context = every ? first + i : first + Math.round(((last - first) * i) / count);
      push(context, f(context));
    }
  }
  return { at: (context) => valueAt(points, context), sum: sumOf(points), isExact: convex || every };
}

function valueAt(points: readonly (readonly [number, number])[], context: number): number {
  let [low, high] = [0, points.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle]![0] <= context) low = middle;
    else high = middle;
  }
  const [a, fa] = points[low]!;
  const [b, fb] = points[high]!;
  return context <= a ? fa : context >= b ? fb : fa + ((fb - fa) * (context - a)) / (b - a);
}

function sumOf(points: readonly (readonly [number, number])[]): number {
  let sum = points[0]![1];
  for (let i = 1; i < points.length; i++) {
    const [a, fa] = points[i - 1]!;
    const [b, fb] = points[i]!;
    // The sum over a < context <= b of the chord.
    sum += ((b - a) * (fa + fb)) / 2 + (fb - fa) / 2;
  }
  return sum;
}

/** True where a pass of that deployment costs a convex function of its context between the limits of masks. */
export function isConvex({ fidelity, graph }: Deployment): boolean {
  return fidelity === 'roofline' && !graph.groups.some(({ ops }) => ops.some((op) => 'mask' in op && op.mask.kind === 'block-sparse'));
}

/** Contexts around which a pass of `queries` tokens begins to see less than all: of each mask with a limit, all from where its first query does to where its last does. */
export function maskBreaks(graph: OpGraph, queries: number): readonly number[] {
  const found = new Set<number>();
  for (const { ops } of graph.groups) {
    for (const op of ops) {
      const limit = 'mask' in op ? visibleLimit(op.mask) : Infinity;
      if (limit === Infinity) continue;
      for (let context = limit - 1; context <= limit + queries; context++) found.add(context);
    }
  }
  return [...found];
}

export const interpolatedNote = 'of long runs 129 contexts are timed and those between are interpolated: beside the roofline the cost of a step jumps with its tiles';

/** Costs of a pass of fixed shape over its context. */
export interface CostCurve {
  readonly at: (context: number) => Pick<PassCost, 'seconds' | 'joules' | 'dramBytes'>;
  readonly sum: Pick<PassCost, 'seconds' | 'joules' | 'dramBytes'>;
  readonly isExact: boolean;
}

/** The same of seconds, joules and bytes together. */
export function costCurve(costAt: (context: number) => PassCost, first: number, last: number, convex: boolean, breaks: readonly number[] = []): CostCurve {
  const known = new Map<number, PassCost>();
  const cost = (context: number): PassCost => {
    const found = known.get(context) ?? costAt(context);
    known.set(context, found);
    return found;
  };
  const seconds = contextCurve((context) => cost(context).seconds, first, last, convex, breaks);
  const dramBytes = contextCurve((context) => cost(context).dramBytes, first, last, convex, breaks);
  const joules = cost(first).joules === null ? null : contextCurve((context) => cost(context).joules ?? NaN, first, last, convex, breaks);
  return {
    at: (context) => ({ seconds: seconds.at(context), dramBytes: dramBytes.at(context), joules: joules === null ? null : joules.at(context) }),
    sum: { seconds: seconds.sum, dramBytes: dramBytes.sum, joules: joules === null ? null : joules.sum },
    isExact: seconds.isExact,
  };
}
