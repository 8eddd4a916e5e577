import type { Mapping } from './mapping.js';
import type { Problem } from './problem.js';
import type { Traffic } from './traffic.js';

/** What a walked nest counted. */
export interface Walked {
  readonly traffic: Readonly<Record<keyof Traffic, number[]>>;
  /** Operations of the busiest compute unit. */
  readonly busySteps: number;
  readonly operations: number;
}

interface Buffer {
  readonly memory: number;
  readonly tensor: number;
  readonly parent: number;
}

/**
 * The slow and obvious reference of `evaluate`: goes through every trip of every loop and every copy with the values themselves, fills each buffer whenever its line is
 * reached, and remembers which sums each instance has begun. For small operators only: time and memory grow with the operations.
 */
export function walkMapping(problem: Problem, mapping: Mapping): Walked {
  const { memories, tensors, ranks, axes } = problem;
  const zeros = (): number[] => memories.map(() => 0);
  const traffic = { reads: zeros(), writes: zeros(), busyReads: zeros(), busyWrites: zeros() };
  const perInstance = memories.map(() => new Map<string, { reads: number; writes: number }>());
  const steps = new Map<string, number>();
  const begun = new Map<string, Set<string>>();
  const last = tensors.map(({ home }): number => (home === 'memory' || home === 'held' ? 0 : -1));
  const buffers = mapping.map((node): Buffer | null => {
    if (node.kind !== 'keep') return null;
    const tensor = tensors.findIndex(({ name }) => name === node.tensor);
    const memory = memories.findIndex(({ level }) => level.name === node.memory);
    const parent = last[tensor]!;
    last[tensor] = memory;
    return { memory, tensor, parent };
  });
  let operations = 0;

  const count = (kind: 'reads' | 'writes', memory: number, copies: readonly number[], bits: number): void => {
    traffic[kind][memory]! += bits;
    const key = copies.slice(0, memories[memory]!.depth).join();
    const of = perInstance[memory]!.get(key) ?? { reads: 0, writes: 0 };
    of[kind] += bits;
    perInstance[memory]!.set(key, of);
  };
  /** Values that an owner meets for the first time. */
  const fresh = (owner: string, values: readonly string[]): number => {
    const set = begun.get(owner) ?? new Set<string>();
    begun.set(owner, set);
    const before = set.size;
    for (const value of values) set.add(value);
    return set.size - before;
  };
  const transfer = (tensor: number, parent: number, child: number | null, values: readonly string[], copies: readonly number[], apart: readonly number[]): void => {
    const t = tensors[tensor]!;
    const bits = values.length * t.bitsPerValue;
    const parentDepth = memories[parent]!.depth;
    const childDepth = child === null ? axes.length : memories[child]!.depth;
    // Of copies that differ along shared axes only, and only in ranks that the tensor lacks, the first one stands for all.
    const servedByOther = copies.some((_, axis) => axis >= parentDepth && axis < childDepth && (t.sharedAxes >> axis) & 1 && !sameTensorCopy(apart, t.ranks, axis));
    if (!t.isOutput) {
      if (!servedByOther) count('reads', parent, copies, bits);
      if (child !== null) count('writes', child, copies, bits);
      return;
    }
    if (!servedByOther) {
      const owner = problem.rules.freeFirstSum === 'copy' ? `${child ?? 'compute'} of ${copies.slice(0, childDepth).map((c, axis) => (axis >= parentDepth && (t.sharedAxes >> axis) & 1 ? 0 : c)).join()}` : `all of ${child ?? 'compute'} under ${copies.slice(0, parentDepth).join()}`;
      count('writes', parent, copies, bits);
      count('reads', parent, copies, bits - fresh(`${tensor} up ${owner}`, values) * t.bitsPerValue);
    }
    if (child !== null) {
      count('reads', child, copies, bits);
      count('writes', child, copies, bits - fresh(`${tensor} own ${child} ${copies.slice(0, childDepth).join()}`, values) * t.bitsPerValue);
    }
  };
  /** Copies along an axis split one rank each here; apart[axis] has a bit for each rank whose copy number is not 0. */
  const sameTensorCopy = (apart: readonly number[], has: number, axis: number): boolean => (apart[axis]! & ~has) === 0;

  const go = (line: number, values: readonly (readonly number[])[], copies: readonly number[], apart: readonly number[]): void => {
    const node = mapping[line];
    if (node === undefined) {
      const n = values.reduce((product, of) => product * of.length, 1);
      operations += n;
      const key = copies.join();
      steps.set(key, (steps.get(key) ?? 0) + n);
      everyPoint(values, (point) => {
        tensors.forEach((t, index) => {
          transfer(index, last[index]!, null, [point.filter((_, r) => (t.ranks >> r) & 1).join()], copies, apart);
        });
      });
      return;
    }
    if (node.kind === 'keep') {
      const { memory, tensor, parent } = buffers[line]!;
      const names: string[] = [];
      everyPoint(values.filter((_, r) => (tensors[tensor]!.ranks >> r) & 1), (point) => names.push(point.join()));
      if (parent >= 0) transfer(tensor, parent, memory, names, copies, apart);
      go(line + 1, values, copies, apart);
      return;
    }
    const rank = ranks.indexOf(node.rank);
    const all = values[rank]!;
    if (node.kind === 'loop') {
      for (let at = 0; at < all.length; at += node.tile) go(line + 1, values.with(rank, all.slice(at, at + node.tile)), copies, apart);
      return;
    }
    const axis = axes.findIndex(({ name }) => name === node.fanOut);
    let at = 0;
    for (let copy = 0; copy < node.copies; copy++) {
      const size = Math.ceil((all.length - at) / (node.copies - copy));
      if (size === 0) break;
      const mark = copy === 0 ? apart : apart.with(axis, apart[axis]! | (1 << rank));
      // Several ranks may share an axis: the number of a copy names its place among all of them.
      go(line + 1, values.with(rank, all.slice(at, at + size)), copies.with(axis, copies[axis]! * node.copies + copy), mark);
      at += size;
    }
  };
  go(0, problem.sizes.map((size) => Array.from({ length: size }, (_, i) => i)), axes.map(() => 0), axes.map(() => 0));
  perInstance.forEach((of, memory) => {
    for (const { reads, writes } of of.values()) {
      traffic.busyReads[memory] = Math.max(traffic.busyReads[memory]!, reads);
      traffic.busyWrites[memory] = Math.max(traffic.busyWrites[memory]!, writes);
    }
  });
  return { traffic, busySteps: Math.max(...steps.values()), operations };
}

function everyPoint(values: readonly (readonly number[])[], visit: (point: readonly number[]) => void): void {
  const point: number[] = [];
  const go = (r: number): void => {
    if (r === values.length) {
      visit([...point]);
      return;
    }
    for (const value of values[r]!) {
      point[r] = value;
      go(r + 1);
    }
  };
  go(0);
}
