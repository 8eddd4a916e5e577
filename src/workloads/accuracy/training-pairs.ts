import type { Codec } from '../../sim/numerics/codec.js';
import { errorOnDistribution } from './error-on-distributions.js';
import { publishedBaseline, publishedPerplexities, type Dataset, type PublishedPerplexity } from './published.js';
import type { Pair } from './regression.js';

/** A codec by the name of its format. */
export type CodecLookup = (name: string) => Codec | undefined;

/**
 * The published pairs that the regression may take, with the weight error of their format on Gaussian weights (those of the real models are
 * not at hand): weights only, rounded to nearest, groups of 128 or the block that the format fixes, a codec of that very name, and a published
 * perplexity before quantisation. A pair that is published more than once counts once, as the main table has it.
 */
export function trainingPairs(codecs: CodecLookup, dataset: Dataset): readonly Pair[] {
  const errors = new Map<string, number>();
  const pairs = new Map<string, Pair>();
  for (const published of publishedPerplexities) {
    const { model, format, perplexity } = published;
    const key = `${model} ${format}`;
    if (published.dataset !== dataset || pairs.has(key) || !isRoundedInGroups(published)) continue;
    const codec = codecs(format);
    const baseline = publishedBaseline(model, dataset);
    if (codec?.name !== format || !hasGroup(codec, published.group) || baseline === undefined) continue;
    let nmse = errors.get(format);
    if (nmse === undefined) {
      nmse = errorOnDistribution(codec, { groupSize: published.group }).nmse;
      errors.set(format, nmse);
    }
    pairs.set(key, { model, format, nmse, perplexity, baseline: baseline.perplexity });
  }
  return [...pairs.values()];
}

function isRoundedInGroups(p: PublishedPerplexity): boolean {
  return p.activations === 'fp16' && p.method === 'rtn' && p.scales === null;
}

function hasGroup(codec: Codec, group: PublishedPerplexity['group']): group is number {
  return codec.group.fixed ? group === codec.group.usual : group === publishedGroup;
}

/** Group of the published round-to-nearest rows. */
export const publishedGroup = 128;
