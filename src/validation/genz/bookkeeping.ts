/** Who counts: the tool as it was published, or our model. */
export type Way = 'tool' | 'ours';

/**
 * Where the tool and our model count differently: one switch for each. The tool's way reproduces its figures; setting one switch to `ours`
 * gives the size of that difference. What each means is said where it is applied.
 */
export interface Bookkeeping {
  /** Token embeddings as a product with a one-hot matrix, in prefill only (`embeddingOps`). */
  readonly embedding: Way;
  /** Logits of every prompt token (`passesOf`). */
  readonly logits: Way;
  /** Attention without a causal mask (`modelOfTool`). */
  readonly mask: Way;
  /** Queries, keys and values as one product, up and gate as another (`projections`). */
  readonly joined: Way;
  /** Activations of a decode step never leave the chip (`placesOf`). */
  readonly residency: Way;
  /** Nor do its new keys and values (`placesOf`). */
  readonly cacheWrites: Way;
  /** What stays on the chip takes time at 18000 GiB/s, after the memory (`costOf`). */
  readonly onchip: Way;
  /** A decode step sees the tokens before it, not its own key (`passesOf`). */
  readonly ownKey: Way;
  /** Beams share the queries of their common prompt, as if they were one (`attentionOps`). */
  readonly beams: Way;
  /** Experts: as many tokens for each as divide evenly, and in decode always as many experts as one token has (`feedForwardOps`). */
  readonly experts: Way;
  /** GB and GB/s of the machine table taken times 2^30 (`giga`). */
  readonly giga: Way;
  /** Every machine is faster in proportion to narrower values (`macRate`). */
  readonly rates: Way;
  /** Entries of the model table that are not the published configuration (`modelOfTool`). */
  readonly figures: Way;
  /** Decode needs no memory for the embedding table, prefill twice that of a tied one (`residentBytes`). */
  readonly tables: Way;
  /** Every exchange between devices but a message waits 5 us before it begins (`startSeconds`). */
  readonly start: Way;
  /** The router's input is split over the devices of tensor parallelism, and its sums are exchanged (`feedForwardOps`). */
  readonly gate: Way;
  /** Every device of expert parallelism sends the tokens of the whole batch to the experts, though all hold the same ones (`feedForwardOps`). */
  readonly dispatch: Way;
  /** Throughput of a pipeline as if all micro-batches passed it together (`throughputOf`). */
  readonly microBatches: Way;
  /** A pipeline needs the cache of one micro-batch, and as much memory on each device as on average (`stageBytes`). */
  readonly stages: Way;
}

/** GenZ at commit 091bdd0a. */
export const original: Bookkeeping = {
  embedding: 'tool', logits: 'tool', mask: 'tool', joined: 'tool', residency: 'tool', cacheWrites: 'tool', onchip: 'tool', ownKey: 'tool', beams: 'tool',
  experts: 'tool', giga: 'tool', rates: 'tool', figures: 'tool', tables: 'tool',
  start: 'tool', gate: 'tool', dispatch: 'tool', microBatches: 'tool', stages: 'tool',
};
