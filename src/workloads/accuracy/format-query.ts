import { bitsPerWeightOf, type Codec } from '../../sim/numerics/codec.js';
import { errorOnDistribution, type DistributionError } from './error-on-distributions.js';
import { publishedFor, type Dataset, type PublishedPerplexity } from './published.js';
import type { CodecLookup } from './training-pairs.js';

/** What a user asks about: a format of the weights, and how it is used. */
export interface FormatQuery {
  readonly format: string;
  /** Weights that share a scale, 0 for a whole tensor, `channel` for a whole output channel. As published, else as usual for the format, unless given. */
  readonly groupSize?: number | 'channel';
  /** `fp16` unless given. */
  readonly activations?: string;
  /** `fp16` unless given. */
  readonly kvCache?: string;
  /** `rtn` (round to nearest) unless given; with quantised activations whatever is published. */
  readonly method?: string;
  /** Format of the group scales, where it differs from the format's own, e.g. `int4`. */
  readonly scales?: string;
  /** Which weights are left out, e.g. `2:4`; nothing is, unless given. */
  readonly sparsity?: string;
}

/** A query with its defaults, the codec and what is published about it. */
export interface ResolvedQuery {
  /** The codec's name, or the format as asked where there is no codec. */
  readonly format: string;
  readonly codec: Codec | undefined;
  /** null: not known. */
  readonly groupSize: number | 'channel' | null;
  readonly activations: string;
  readonly kvCache: string;
  readonly method: string;
  readonly scales: string | null;
  readonly sparsity: string | null;
  /** The value to show first; others repeat or contradict it. */
  readonly published: readonly PublishedPerplexity[];
}

export function resolveQuery(asked: string | FormatQuery, model: string, dataset: Dataset, codecs: CodecLookup): ResolvedQuery {
  const query = typeof asked === 'string' ? { format: asked } : asked;
  const { format, groupSize, activations = 'fp16', kvCache = 'fp16', scales = null, sparsity = null } = query;
  const codec = codecs(format);
  const method = query.method ?? (activations === 'fp16' ? 'rtn' : undefined);
  const plain = format.toLowerCase().replaceAll('_', '-');
  // Some names stand for less in a paper than among codecs: `int4` of a calibrated method is not said to be symmetric.
  const names = codec === undefined || codec.name === plain ? [plain] : [plain, codec.name];
  const published = sparsity !== null || kvCache !== 'fp16' ? [] : names.flatMap((name) => publishedFor({
    model, dataset, format: name, activations, scales, ...(groupSize === undefined ? {} : { group: groupSize }), ...(method === undefined ? {} : { method }),
  }));
  const first = published[0];
  const sameThing = published.filter((p) => p.format === first?.format && p.method === first.method && p.group === first.group);
  return {
    format: first?.format ?? codec?.name ?? plain, codec, groupSize: groupSize ?? first?.group ?? codec?.group.usual ?? null,
    activations, kvCache, method: first?.method ?? method ?? 'rtn', scales, sparsity, published: sameThing,
  };
}

/** The group is not the one that the format prescribes. */
export function breaksFixedGroup(query: ResolvedQuery): boolean {
  return query.codec?.group.fixed === true && query.groupSize !== query.codec.group.usual;
}

/** The format learns a codebook from the whole tensor: the few weights that are drawn would fit it too well. */
export function learnsCodebook(codec: Codec): boolean {
  return codec.fields.some((field) => field.per === 'tensor' && field.count > 1);
}

/** Error of the dense format on Gaussian weights; undefined where it has no codec, or drawn weights cannot stand for a tensor. */
export function gaussianError(query: ResolvedQuery): DistributionError | undefined {
  const { codec, groupSize, sparsity, scales } = query;
  if (codec === undefined || learnsCodebook(codec) || sparsity !== null || scales !== null || breaksFixedGroup(query) || typeof groupSize !== 'number') return undefined;
  return errorOnDistribution(codec, { groupSize });
}

/** Bits of a dense weight with what is stored beside it, in a tensor so large that what it has once does not count; null where that is not known. */
export function denseBitsPerWeight(query: ResolvedQuery): number | null {
  const { codec, groupSize, sparsity, scales } = query;
  if (codec === undefined || groupSize === null || sparsity !== null || scales !== null || breaksFixedGroup(query)) return null;
  return bitsPerWeightOf(codec, groupSize === 'channel' ? 0 : groupSize);
}
