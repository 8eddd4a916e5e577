import { binomial } from '../binomial.js';

/** Distinct tenants among `requests` that are each of one of `tenants` with the same chance: N (1 - (1 - 1 / N)^B). An expectation. */
export function distinctTenants(tenants: number, requests: number): number {
  return tenants === 1 ? 1 : -tenants * Math.expm1(requests * Math.log1p(-1 / tenants));
}

/** Expected number of tenants with exactly k = 0 .. B of the requests: N C(B, k) (1 / N)^k (1 - 1 / N)^(B - k). From k = 1 on they add up to the distinct tenants, and times k to B. */
export function tenantsBySize(tenants: number, requests: number): readonly number[] {
  return binomial(requests, 1 / tenants).map((chance) => tenants * chance);
}
