/** Distinct tenants among `requests` that are each of one of `tenants` with the same chance: N (1 - (1 - 1 / N)^B). An expectation. */
export function distinctTenants(tenants: number, requests: number): number {
  return tenants === 1 ? 1 : -tenants * Math.expm1(requests * Math.log1p(-1 / tenants));
}

/** Expected number of tenants with exactly `size` of the requests: N C(B, k) (1 / N)^k (1 - 1 / N)^(B - k). Sums over k to the distinct tenants, and times k to B. */
export function tenantsOfSize(tenants: number, requests: number, size: number): number {
  if (tenants === 1) return size === requests ? 1 : 0;
  let log = Math.log(tenants) - size * Math.log(tenants) + (requests - size) * Math.log1p(-1 / tenants);
  for (let i = 1; i <= size; i++) log += Math.log((requests - size + i) / i);
  return Math.exp(log);
}
