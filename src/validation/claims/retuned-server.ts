import { serve } from './serve.js';
import { unknown, type Answer } from './claim.js';

/** Settings of a server that are tuned: sequences at once, tokens of a step, and whether prompts are cut into chunks. */
interface ServerSetting { readonly maxSequences: number; readonly maxBatchedTokens: number; readonly chunkedPrefill: boolean }

const settings: readonly ServerSetting[] = [16, 64, 256].flatMap((maxSequences) => [512, 2048, 8192].flatMap((maxBatchedTokens) =>
  [false, true].map((chunkedPrefill) => ({ maxSequences, maxBatchedTokens, chunkedPrefill }))));

/** The share of the memory that a server uses: the default of vLLM. */
const memoryShare = 0.9;

/** Requests a second of a server with each setting, all requests being there from the beginning; 0 where a prompt is longer than a step may be. */
function rates(device: string): readonly number[] {
  return settings.map((scheduler) => serve(
    { kind: 'serving', arrivals: { kind: 'together' }, requests: 300, promptTokens: { kind: 'uniform', low: 128, high: 1024 }, outputTokens: { kind: 'uniform', low: 32, high: 512 }, scheduler, cache: { memoryShare } },
    { model: 'llama-2-7b', quantization: 'fp16', device },
  ).totals.requestsPerSecond ?? 0);
}

/** What the best setting on one device gains there over the best setting of the other. */
function gain(here: readonly number[], there: readonly number[]): number {
  const carried = here[there.indexOf(Math.max(...there))]!;
  return Math.max(...here) / carried - 1;
}

/** Re-tuning of a server that moves to another GPU: to a larger one, and to a smaller one. */
export function retunedServer(metric: string): Answer {
  if (!/gain/.test(metric)) return unknown(`no figure for ${metric}`);
  const [small, large] = [rates('a10'), rates('a100-sxm-80gb')];
  return { value: [gain(large, small), gain(small, large)], note: `Llama-2-7B in FP16 moved from an A10 to an A100 80 GB and back, at the roofline: 300 requests with 128 to 1,024 tokens in and 32 to 512 out, ${settings.length} settings of sequences at once, tokens of a step and chunks; the time of the host, which real settings trade against, is not modelled` };
}
