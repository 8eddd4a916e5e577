/**
 * Share of hits when a footprint is read again and again through a cache that replaces lines at random:
 *
 *   h = 1 where footprint <= capacity, else the solution below 1 of h = exp(-(1 - h) footprint / capacity)
 *
 * Between two reads of a line (1 - h) * footprint / line misses replace one of capacity / line lines each; the line survives them with the
 * probability (1 - line / capacity)^misses, which is that exponential. How a GPU's cache replaces lines is not published.
 */
export function rereadHitRate(footprintBytes: number, capacityBytes: number): number {
  const load = footprintBytes / capacityBytes;
  if (!(load > 1)) return 1;
  // h - exp(-(1 - h) load) is concave, so that Newton's method from 0 rises to the smaller solution and never passes it.
  let h = 0;
  for (let i = 0; i < 60; i++) {
    const e = Math.exp(-(1 - h) * load);
    const next = h - (h - e) / (1 - load * e);
    if (!(next > h)) break;
    h = next;
  }
  return h;
}
