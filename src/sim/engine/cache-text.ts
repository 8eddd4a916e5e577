import type { Op, OpGraph } from '../model/op-graph.js';

/** What the cache of a graph holds, in words: keys and values, latent vectors in place of both, recurrent states. */
export function cacheText({ groups }: OpGraph): string {
  const has = (is: (op: Op) => boolean): boolean => groups.some(({ ops }) => ops.some(is));
  const parts: string[] = [];
  if (has((op) => op.kind === 'values' && op.sharesKeys !== true)) parts.push('keys and values: 2 x KV heads x head size x tokens');
  if (has((op) => op.kind === 'values' && op.sharesKeys === true)) parts.push('latent vectors, which are keys and values at once: (latent rank + rotated key part) x tokens');
  if (has((op) => op.kind === 'cache-append' && op.recurrent === true)) parts.push('recurrent states: their elements, whatever the tokens');
  return parts.length === 0 ? 'no layer keeps anything' : `${parts.join('; ')}; x bytes of the format, all layers and requests`;
}
