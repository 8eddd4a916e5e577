import type { Design } from '../../sim/model/design-space.js';

/** What a model thinks of designs: the larger, the sooner they should be evaluated. */
export type Acquisition = (designs: readonly Design[]) => Float64Array;

/** What is wanted next, again and again while a batch is filled. */
export interface Rater {
  /** `centres` are the best designs so far: their neighbours are worth a look. */
  next(): { readonly acquisition: Acquisition; readonly centres: readonly Design[] };
  /** A design that the batch now has. */
  chose(design: Design): void;
}

/** Best designs whose neighbours are looked at. */
export const centreCount = 8;

/** Designs that are legal with less than this chance are told apart by it alone. */
export const hopeless = 1e-3;
