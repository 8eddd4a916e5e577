import type { Difference } from '../system.js';
import type { Bookkeeping } from './bookkeeping.js';

/** What differs beyond the switches of the bookkeeping: the machine table, and what is left out. */
type Other = 'peaks' | 'bandwidths' | 'left-out';

/**
 * Everything that GenZ counts otherwise than our model, with its size. Where nothing else is said: A100_80GB_GPU, batch 1, 1024 tokens, bf16, the
 * whole network, only this one thing changed. A test recomputes every figure.
 */
export const differenceTable: Readonly<Record<keyof Bookkeeping | Other, Difference>> = {
  embedding: {
    what: 'token embeddings are a product of one-hot rows with the whole table, in prefill only; a row is looked up',
    size: 'prefill of Llama-2-7B 45.99 ms, with look-ups 45.14 ms; of Gemma-2-2B 21.75 ms instead of 17.88 ms',
  },
  logits: {
    what: 'prefill has logits for every prompt token; only the last one needs them',
    size: 'prefill of Llama-2-7B 45.99 ms, with one row of logits 45.25 ms; of Gemma-2-2B 21.75 ms instead of 18.41 ms, and with look-ups of its embeddings as well 14.55 ms',
  },
  mask: {
    what: 'no causal mask: every query is scored against every key; no windows either',
    size: 'prefill of Llama-2-7B 45.99 ms, with the mask 45.11 ms; at 4096 tokens 205.11 ms instead of 191.02 ms; decode is the same',
  },
  joined: {
    what: 'queries, keys and values are one product, up and gate another, each reading its input once; ours are single products, and an append to the cache',
    size: 'prefill of Llama-2-7B 45.99 ms, with single products 46.24 ms',
  },
  residency: {
    what: 'activations of a decode step stay on the chip, at any batch; ours cross its border',
    size: 'decode of Llama-2-7B at batch 16 9.967 ms, through memory 9.994 ms',
  },
  cacheWrites: {
    what: 'new keys and values of a decode step are never written to memory',
    size: 'decode of Llama-2-7B at batch 16 writes 8.4 MB too few: 9.967 ms instead of 9.970 ms',
  },
  onchip: {
    what: 'what stays on the chip is moved at 18000 GiB/s after what memory moves, on every machine; ours is hidden',
    size: 'decode of Llama-2-7B at batch 16 9.967 ms, without it 9.960 ms',
  },
  ownKey: {
    what: 'a decode step sees the tokens before it, not its own key',
    size: 'decode of Llama-2-7B at batch 16 9.967 ms, with its own key 9.971 ms',
  },
  beams: {
    what: 'the beams of a prompt share not only its keys and values but one set of queries as well',
    size: 'decode of Llama-2-7B at batch 16 with 4 beams: attention to the prompt has 8.6 GOP instead of 34.4 GOP; 9.979 ms instead of 9.991 ms',
  },
  experts: {
    what: 'a mixture of experts: in decode as many experts are loaded as one token takes, whatever the batch; in prefill each expert has floor(tokens x chosen / experts) tokens of a '
      + 'sequence, all the same ones, so that short prompts have none. Ours loads the experts that are chosen when choices are even',
    size: 'decode of Mixtral-8x7B on MI300X at batch 16 4.87 ms instead of 16.60 ms (7.92 of 8 experts), at batch 1 4.50 ms in both; prefill of 3 tokens 0.57 ms instead of 9.73 ms, '
      + 'of 1024 tokens 20.65 ms in both',
  },
  giga: {
    what: 'GB and GB/s of the machine table are taken times 2^30, not 1e9',
    size: '7.4 % more bandwidth and capacity: decode of Llama-2-7B 6.28 ms instead of 6.74 ms',
  },
  rates: {
    what: 'each halving of the values doubles the rate of every machine, to 8 times at 2 bits; ours has the formats of the device catalogue, which knows none beside 16 bits for TPUs, MI300X, MI325X, '
      + 'Gaudi 3, GH200 and B100',
    size: 'prefill of Llama-2-7B in int4 on H100, which has no INT4 units, 3.63 ms instead of 7.25 ms; in int8 on MI300X 5.49 ms, at the one rate of the catalogue 10.98 ms',
  },
  figures: {
    what: 'the model table has Falcon-7B with 71 KV heads instead of 1, OPT-13B with a hidden size of 5140 instead of 5120, and Llama-2-70B under the id meta-llama/meta-llama-3.1-70b',
    size: 'decode of Falcon-7B at batch 16 11.88 ms instead of 6.40 ms; of OPT-13B 12.19 ms instead of 12.11 ms',
  },
  tables: {
    what: 'whether a model fits: decode needs no memory for the embedding table, prefill twice that of a table tied to the classifier',
    size: 'decode of Llama-2-7B 13.21 GB of weights instead of 13.48 GB; prefill of Gemma-2-2B 6.41 GB instead of 5.23 GB',
  },
  peaks: {
    what: 'peaks of sparse matrices stand beside dense ones in the machine table, which is kept beside the adapter',
    size: 'GB200 4500 TOPS instead of 2500 TOPS (+80 %) in our catalogue; the entries GH200 1979 and B100 3500 are in no other source of ours',
  },
  bandwidths: {
    what: 'bandwidths of two machines are others than in our catalogue, before the units',
    size: 'H100_GPU 3400 GB/s instead of 3350 GB/s (+1.5 %), A100_40GB_GPU 1600 GB/s instead of 1555 GB/s (+2.9 %)',
  },
  'left-out': {
    what: 'no norms, RoPE, softmax, activations, residual adds, biases and learned positions, neither their time nor their memory',
    size: 'prefill of Llama-2-7B 1.15 ms of bytes in our roofline, beside 45.99 ms; 0.3 million of 6738.4 million parameters',
  },
  start: {
    what: 'every exchange between devices but a message waits 5 us before its first step; ours has the latency of the steps alone',
    size: 'decode of Llama-2-70B on 8 H100 (tp 8) 7.78 ms instead of 6.97 ms',
  },
  gate: {
    what: 'the router is split by its input over the devices of tensor parallelism, whose sums are exchanged (in decode as many values as the hidden size has); ours is whole on each',
    size: 'Mixtral-8x7B at batch 16 on 8 H100 (tp 8): decode 2.83 ms instead of 2.21 ms, prefill 89.98 ms instead of 90.37 ms',
  },
  dispatch: {
    what: 'with expert parallelism attention is split by heads, so that every device holds every token, and yet each sends all of them to the experts and back; ours has the tokens divided',
    size: 'prefill of Mixtral-8x7B at batch 16 on 8 H100 (ep 8) 106.09 ms instead of 78.87 ms',
  },
  microBatches: {
    what: 'throughput of a pipeline is the batch over the time of one micro-batch, as if all went through together; ours go one after the other, as fast as the slowest stage',
    size: 'Llama-2-70B at batch 16 on 8 H100 (tp 4, pp 2): prefill 44.3/s instead of 29.5/s, decode 1399/s instead of 1394/s',
  },
  stages: {
    what: 'whether a pipeline fits: the mean of its stages, with the cache of one micro-batch; ours is the fullest stage with the cache of all',
    size: 'decode of Llama-2-70B with 4096 tokens on 8 H100 (tp 2, pp 4): batch 1600 is said to fit, ours ends between 400 and 410',
  },
};

export const differences: readonly Difference[] = Object.values(differenceTable);
