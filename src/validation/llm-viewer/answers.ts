import type { OpCost } from './roofline.js';
import { networkSum, type StageResult } from './stage.js';

/**
 * An op in the tool's columns: OPs, load_weight, load_act, store_act, load_kv_cache, store_kv_cache, memory_access, arithmetic_intensity,
 * performance, bound, inference_time.
 */
export function opColumns(op: OpCost): readonly (number | string)[] {
  return [op.operations, op.loadWeight, op.loadAct, op.storeAct, op.loadCache, op.storeCache, op.bytes, op.intensity, op.performance, op.bound, op.seconds];
}

/** The columns of every op of a layer and of lm_head, by name. */
export function opAnswers({ layer, head }: StageResult): Readonly<Record<string, readonly (number | string)[]>> {
  return Object.fromEntries([...layer, ['lm_head', head] as const].map(([name, op]) => [name, opColumns(op)]));
}

/**
 * The network in the tool's columns: OPs, memory_access, load_weight, load_act, store_act, load_kv_cache, store_kv_cache, inference_time, then
 * memory_consumption and its parts: activations, weights, cache.
 */
export function totalColumns(stage: StageResult): readonly number[] {
  const { weights, cache, activations } = stage.memory;
  const sums = [
    (op: OpCost) => op.operations, (op: OpCost) => op.bytes, (op: OpCost) => op.loadWeight, (op: OpCost) => op.loadAct, (op: OpCost) => op.storeAct,
    (op: OpCost) => op.loadCache, (op: OpCost) => op.storeCache, (op: OpCost) => op.seconds,
  ].map((value) => networkSum(stage, value));
  return [...sums, activations + weights + cache, activations, weights, cache];
}
