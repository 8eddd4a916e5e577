import type { Link } from './link.js';
import type { Parallelism } from './parallelism.js';

/** The experts of a layer, of the whole model. */
export interface ExpertCounts { readonly count: number; readonly active: number }

/** Several equal devices that a model is spread over. */
export interface Platform {
  readonly parallelism: Parallelism;
  readonly link: Link;
  /** Values of one token that a stage sends to the next. */
  readonly hiddenSize: number;
  /** Null where there are none. */
  readonly experts: ExpertCounts | null;
  /** Bytes of one value that devices exchange: 16 bits, or those of activations where these are wider. Sums are not sent in fewer. */
  readonly exchangedBytes: number;
}
