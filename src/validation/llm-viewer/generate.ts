import { original, type Bookkeeping } from './bookkeeping.js';
import type { Request } from './request.js';
import type { OpCost } from './roofline.js';
import { networkSum, stageOf, type StageResult } from './stage.js';

/**
 * Seconds that the tool takes for a prompt and its answer: one prefill, then one decode step for each output token, the first against
 * `promptTokens` cached ones. Prefill already yields the first output token: our scenario has one step less, each against one token more.
 */
export function generateSeconds(request: Request, promptTokens: number, outputTokens: number, ways: Bookkeeping = original): number {
  const prefill = networkSum(stageOf(request, 'prefill', promptTokens, ways), (op) => op.seconds);
  return outputTokens === 0 ? prefill : prefill + decodeSeconds(request, promptTokens, promptTokens + outputTokens - 1, ways);
}

/** Seconds of the decode steps against `first` .. `last` cached tokens. Every op's work is affine in them, so its two ends say it all. */
function decodeSeconds(request: Request, first: number, last: number, ways: Bookkeeping): number {
  const from: StageResult = stageOf(request, 'decode', first, ways);
  const to: StageResult = stageOf(request, 'decode', last, ways);
  const steps = last - first + 1;
  let layer = 0;
  for (const [name, op] of from.layer) layer += sumOfLarger(op, to.layer.get(name) ?? op, steps);
  return from.layers * layer + sumOfLarger(from.head, to.head, steps);
}

type Times = Pick<OpCost, 'computeSeconds' | 'memorySeconds'>;

/**
 * Sum over `steps` equally spaced points of the larger of compute and memory time, both running straight from `a` to `b`. Where they cross,
 * the points up to the crossing have the larger of `a`, the others that of `b`.
 */
export function sumOfLarger(a: Times, b: Times, steps: number): number {
  const gapA = a.computeSeconds - a.memorySeconds;
  const gapB = b.computeSeconds - b.memorySeconds;
  const isComputeA = gapA >= 0;
  const isComputeB = gapB >= 0;
  const split = isComputeA === isComputeB ? steps : Math.min(steps, Math.floor((gapA / (gapA - gapB)) * (steps - 1)) + 1);
  return runSum(a, b, isComputeA, 0, split, steps) + runSum(a, b, isComputeB, split, steps, steps);
}

/** Sum of compute or memory time at the points `from` .. `to` - 1 of `steps`. */
function runSum(a: Times, b: Times, isCompute: boolean, from: number, to: number, steps: number): number {
  const start = isCompute ? a.computeSeconds : a.memorySeconds;
  const end = isCompute ? b.computeSeconds : b.memorySeconds;
  const slope = steps === 1 ? 0 : (end - start) / (steps - 1);
  return (to - from) * (start + (slope * (from + to - 1)) / 2);
}
