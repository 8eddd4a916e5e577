/**
 * What one op costs in a phase, summed over its executions: a scratch record that the fidelities fill.
 * `compute + memory + vector + overhead = latency`; the busy times overlap one another.
 */
export interface Cost {
  latency: number;
  compute: number;
  memory: number;
  vector: number;
  overhead: number;
  /** Seconds that each mode of the array works, by the mode's index. */
  busyArray0: number;
  busyArray1: number;
  busyVector: number;
  busyLoad: number;
  busyStore: number;
  /** Seconds that the buses of an engine are busy, the busiest of each product; and seconds by which they make the run longer. */
  busyFeed: number;
  addedByFeed: number;
  /** Seconds that each unit stands still, by unit and cause (`stall-times.ts`); null where no fidelity tells. */
  stalls: Float64Array | null;
  macs: number;
  vectorElements: number;
  weightBytes: number;
  activationBytes: number;
  kvCacheBytes: number;
  dramBytes: number;
  /** Shape of the last execution. */
  m: number;
  n: number;
  k: number;
}

export function emptyCost(): Cost {
  return {
    latency: 0, compute: 0, memory: 0, vector: 0, overhead: 0, busyArray0: 0, busyArray1: 0, busyVector: 0, busyLoad: 0, busyStore: 0, busyFeed: 0, addedByFeed: 0, stalls: null,
    macs: 0, vectorElements: 0, weightBytes: 0, activationBytes: 0, kvCacheBytes: 0, dramBytes: 0, m: 0, n: 0, k: 0,
  };
}

export function clearCost(c: Cost): void {
  c.latency = 0; c.compute = 0; c.memory = 0; c.vector = 0; c.overhead = 0;
  c.busyArray0 = 0; c.busyArray1 = 0; c.busyVector = 0; c.busyLoad = 0; c.busyStore = 0; c.busyFeed = 0; c.addedByFeed = 0;
  c.stalls = null;
  c.macs = 0; c.vectorElements = 0; c.weightBytes = 0; c.activationBytes = 0; c.kvCacheBytes = 0; c.dramBytes = 0;
  c.m = 0; c.n = 0; c.k = 0;
}

/** Adds `c`, executed `times` times, to `sum`; shapes are taken over. */
export function addCost(sum: Cost, c: Cost, times: number): void {
  sum.latency += c.latency * times;
  sum.compute += c.compute * times;
  sum.memory += c.memory * times;
  sum.vector += c.vector * times;
  sum.overhead += c.overhead * times;
  sum.busyArray0 += c.busyArray0 * times;
  sum.busyArray1 += c.busyArray1 * times;
  sum.busyVector += c.busyVector * times;
  sum.busyLoad += c.busyLoad * times;
  sum.busyStore += c.busyStore * times;
  sum.busyFeed += c.busyFeed * times;
  sum.addedByFeed += c.addedByFeed * times;
  if (c.stalls !== null) addStalls(sum, c.stalls, times);
  sum.macs += c.macs * times;
  sum.vectorElements += c.vectorElements * times;
  sum.weightBytes += c.weightBytes * times;
  sum.activationBytes += c.activationBytes * times;
  sum.kvCacheBytes += c.kvCacheBytes * times;
  sum.dramBytes += c.dramBytes * times;
  sum.m = c.m; sum.n = c.n; sum.k = c.k;
}

function addStalls(sum: Cost, stalls: Float64Array, times: number): void {
  const all = sum.stalls ??= new Float64Array(stalls.length);
  for (let i = 0; i < all.length; i++) all[i]! += stalls[i]! * times;
}
