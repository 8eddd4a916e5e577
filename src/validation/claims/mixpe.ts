import { runDocument } from '../../experiment/run.js';
import { parseDocument } from '../../sim/core/document.js';
import type { Examples } from '../flightllm/experiments.js';
import { unknown, type Answer } from './claim.js';

/** MixPE: 4-bit weights on its shifted terms against 8-bit ones on the same array. */
export function mixpe(metric: string, examples: Examples): Answer {
  if (!/speed/.test(metric)) return unknown('energies and areas of MixPE and of what it is compared with are not available');
  const text = examples('shift-add.json');
  const seconds = (quantization: string): number => runDocument(parseDocument(text, 'shift-add.json'), { set: quantization === '' ? [] : [['workload.quantization', quantization]] }).totals.latencySeconds!;
  const speedup = seconds('int8') / seconds('');
  return { value: /energy/.test(metric) ? [speedup, null] : speedup, note: 'Llama-2-7B on the bundled shift-add array, INT8 weights over W4A8 in groups of 128; the published baselines are not available, nor energies' };
}
