/** Who counts: the tool as it was published, or our model. */
export type Way = 'tool' | 'ours';

/**
 * Where the tool and our model count differently: one switch for each. The tool's way reproduces its figures; setting one switch to `ours`
 * gives the size of that difference. What each means is said where it is applied.
 */
export interface Bookkeeping {
  /** Attention without a causal mask (`maskOf`). */
  readonly mask: Way;
  /** A gate projection for OPT (`hasGate`). */
  readonly gate: Way;
  /** The MLP's activation on the hidden size (`activationOf`). */
  readonly activation: Way;
  /** Queries read for the KV heads only (`queryShare`). */
  readonly queries: Way;
  /** Elementwise work loads its inputs and stores its outputs (`elementwise`). */
  readonly epilogues: Way;
  /** lm_head with one operation per MAC (`headOperations`). */
  readonly headOperations: Way;
  /** lm_head with the activations of one sequence (`headSequences`). */
  readonly headBatch: Way;
  /** Flash attention reads the cache for every query head (`cacheShare`). */
  readonly flashCache: Way;
  /** Flash attention stores queries x keys, not queries x head size (`flashOutput`). */
  readonly flashOutput: Way;
  /** Flash attention stores its output twice (`flashOutput`). */
  readonly flashStores: Way;
  /** Flash attention reads the cache again for every block of queries (`queryBlocks`). */
  readonly flashReloads: Way;
  /** One precision for the whole network (`peakOf`). */
  readonly precision: Way;
  /** Elementwise work at the matrix peak (`peakOf`). */
  readonly vectorPeak: Way;
}

/** LLM-Viewer at commit 472f71f1. */
export const original: Bookkeeping = {
  mask: 'tool', gate: 'tool', activation: 'tool', queries: 'tool', epilogues: 'tool', headOperations: 'tool', headBatch: 'tool',
  flashCache: 'tool', flashOutput: 'tool', flashStores: 'tool', flashReloads: 'tool', precision: 'tool', vectorPeak: 'tool',
};

/** Its flash attention with the two corrections of commit df2cba90: output of queries x head size, and the cache of the KV heads. */
export const flashCorrected: Bookkeeping = { ...original, flashCache: 'ours', flashOutput: 'ours' };
