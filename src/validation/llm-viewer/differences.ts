import type { Difference } from '../system.js';
import type { Bookkeeping } from './bookkeeping.js';

/** What differs beyond the switches of the bookkeeping: the machines, what is left out, how things are summed up. */
type Other = 'steps' | 'left-out' | 'activation-sum' | 'heads' | 'bandwidth' | 'no-int8';

/**
 * Everything that LLM-Viewer counts otherwise than our model, with its size. Where nothing else is said: A100_80G, batch 1, 1024 tokens, FP16,
 * the whole network, only this one thing changed. A test recomputes every figure.
 */
export const differenceTable: Readonly<Record<keyof Bookkeeping | Other, Difference>> = {
  mask: {
    what: 'no causal mask: every query is scored against every key',
    size: 'prefill of Llama-2-7B 48.83 ms, with the mask 46.72 ms; scores and values take 549.8 GOP, with the mask 275.1 GOP; decode is the same',
  },
  gate: {
    what: 'OPT has a gate_proj in its layout; no OPT has one',
    size: 'layer weights of OPT-6.7B 17.18 GB instead of 12.88 GB (+33 %); its decode step 8.90 ms instead of 6.79 ms',
  },
  activation: {
    what: 'the activation of the MLP works on the hidden size, not on the intermediate size',
    size: '2.69 times too few elements in Llama-2-7B: its prefill 48.83 ms instead of 49.49 ms',
  },
  queries: {
    what: 'in prefill queries are loaded for as many heads as there are KV heads',
    size: 'Llama-2-70B loads 2.1 MB of queries in a layer instead of 16.8 MB: its prefill 478.79 ms instead of 479.36 ms; nothing without grouped queries',
  },
  epilogues: {
    what: 'elementwise ops load and store everything, an add one of its two inputs; ours work on the output of the op before them and read the residual only',
    size: 'prefill of Llama-2-7B 48.83 ms, with softmax, adds and activations fused 46.08 ms',
  },
  headOperations: {
    what: 'lm_head has one operation for a MAC, all other ops two',
    size: 'decode of Llama-2-7B at batch 16 has 218.0 GOP instead of 220.1 GOP and takes as long; at batch 256 it takes 79.64 ms instead of 79.73 ms',
  },
  headBatch: {
    what: 'lm_head moves the activations of one sequence, whatever the batch',
    size: 'decode of Llama-2-7B at batch 16: lm_head loads 8192 B instead of 131072 B and stores 64000 B instead of 1024000 B',
  },
  flashCache: {
    what: 'flash attention reads the cache for every query head (472f71f1; corrected in df2cba90)',
    size: 'decode of Llama-2-70B at batch 16 and 4096 tokens reads 171.8 GB of cache instead of 21.5 GB: 152.64 ms with flash attention, 79.58 ms without it',
  },
  flashOutput: {
    what: 'flash attention stores a value for every query and key instead of head size values a query (472f71f1; corrected in df2cba90)',
    size: 'a layer of Llama-2-7B stores 134.2 MB instead of 16.8 MB: its prefill 48.43 ms instead of 46.59 ms',
  },
  flashStores: {
    what: 'flash attention writes its output twice, to initialise and to save it',
    size: 'prefill of Llama-2-7B in the corrected version 46.59 ms, with one write 46.46 ms',
  },
  flashReloads: {
    what: 'flash attention reads the cache once for every block of at most head size queries; our compulsory traffic reads it once',
    size: 'prefill of Llama-2-7B in the corrected version 46.59 ms (8 blocks), with one read 45.87 ms',
  },
  precision: {
    what: 'one precision for the whole network: INT8 only if weights, activations and cache all have at most 8 bits',
    size: 'prefill of Llama-2-7B with 8-bit weights and activations and a 16-bit cache 46.11 ms, at the rate of each op\'s operands 24.86 ms',
  },
  vectorPeak: {
    what: 'elementwise work runs at the peak of the matrix units; ours costs its bytes only, for want of a public figure',
    size: 'none: the densest of it, a norm, has 1.75 operations a byte, the turning point is at 153.0',
  },
  steps: {
    what: 'a generate task has one decode step for each output token, against the prompt at first; prefill yields the first token, and a step sees its own key',
    size: '1024 + 128 tokens of Llama-2-7B: one step too many, 6.75 ms of 915.24 ms',
  },
  'left-out': {
    what: 'no embeddings, RoPE, biases, norm gains and final norm, and neither embeddings nor lm_head in the memory consumption',
    size: 'weights of Llama-2-7B 12.95 GB instead of 13.48 GB; its embedding rows are 16.8 MB of 30.95 GB in prefill',
  },
  'activation-sum': {
    what: 'memory for activations is everything that one layer stores; the peak is what lives at one time. In decode the new token\'s keys and values are not counted',
    size: 'Llama-2-7B in prefill 254.8 MB, of which scores and probabilities, the largest that live together, are 134.2 MB; in decode 524288 B of cache too few',
  },
  heads: {
    what: 'head size is hidden size / heads, whatever the configuration says',
    size: 'none in the models of the catalogue that it has a layout for; Gemma and Qwen3 have other head sizes',
  },
  bandwidth: {
    what: 'the bandwidth of the H100 is another than in our catalogue; the machine table of the tool is kept beside the adapter',
    size: '3072 GB/s instead of 3350 GB/s (-8.3 %): up to 9.0 % more time where memory binds',
  },
  'no-int8': {
    what: 'the desktop CPU intel_13900k has no INT8 peak: the tool stops with a KeyError when all widths are at most 8',
    size: 'such rows have no reference; they are answered with that reason',
  },
};

export const differences: readonly Difference[] = Object.values(differenceTable);
