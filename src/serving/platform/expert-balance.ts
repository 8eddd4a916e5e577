/**
 * Expected number of distinct experts that the fullest of some devices has to load, all of which wait for it: E experts lie on the devices, ceil(E / devices) on each but the
 * last ones, and every one of T tokens takes K different experts, all choices alike.
 *
 *   sum over d of P(d distinct experts) x sum over k >= 0 of (1 - ways to have d with at most k on every device / C(E, d))
 *
 * P(d) follows token by token (of the K experts of one, hypergeometrically many are new; Stadje, "The Collector's Problem with Group Drawings", 1990), and all sets of d
 * experts are alike. The mean device has E (1 - (1 - K / E)^T) / devices.
 */
export function fullestExperts(count: number, active: number, devices: number, tokens: number): number {
  if (devices === 1) return expectedDistinct(count, active, tokens);
  // Where hardly any expert is left out, every device has all of its own.
  if (count * (1 - active / count) ** tokens < 1e-9) return Math.ceil(count / devices);
  const curve = curveOf(count, active, devices);
  while (curve.values.length <= tokens) {
    curve.chances = withToken(curve.chances, count, active);
    curve.values.push(curve.chances.reduce((sum, chance, d) => sum + chance * curve.most[d]!, 0));
  }
  return curve.values[tokens]!;
}

/** What was asked for before, token by token: it depends on nothing else. */
interface Curve { readonly most: readonly number[]; readonly values: number[]; chances: readonly number[] }

const curves = new Map<string, Curve>();

function curveOf(count: number, active: number, devices: number): Curve {
  const key = `${count} ${active} ${devices}`;
  const curve = curves.get(key) ?? { most: mostOf(count, devices), values: [0], chances: noToken(count) };
  curves.set(key, curve);
  return curve;
}

function expectedDistinct(count: number, active: number, tokens: number): number {
  return active === count ? count : -count * Math.expm1(tokens * Math.log1p(-active / count));
}

function noToken(count: number): readonly number[] {
  return Array.from({ length: count + 1 }, (_, d) => (d === 0 ? 1 : 0));
}

/** Chances of so many distinct experts with one token more. */
function withToken(chances: readonly number[], count: number, active: number): readonly number[] {
  const after = new Array<number>(count + 1).fill(0);
  const all = logChoose(count, active);
  for (let d = 0; d <= count; d++) {
    if (chances[d]! < 1e-300) continue;
    for (let fresh = Math.max(0, active - d); fresh <= Math.min(active, count - d); fresh++) after[d + fresh]! += chances[d]! * Math.exp(logChoose(count - d, fresh) + logChoose(d, active - fresh) - all);
  }
  return after;
}

/** The chance that T tokens take d distinct experts together, for d from 0 to E. */
export function distinctChances(count: number, active: number, tokens: number): readonly number[] {
  let chances = noToken(count);
  for (let token = 0; token < tokens; token++) chances = withToken(chances, count, active);
  return chances;
}

/** The expected most that any device has of d experts, for d from 0 to E. */
function mostOf(count: number, devices: number): readonly number[] {
  const fullest = Math.ceil(count / devices);
  const sizes = Array.from({ length: devices }, (_, i) => Math.max(0, Math.min(fullest, count - i * fullest)));
  const most = new Array<number>(count + 1).fill(0);
  for (let k = 0; k < fullest; k++) {
    // Ways to take d experts with at most k on every device: the coefficients of a product of one polynomial for each device.
    let ways = [1];
    for (const size of sizes) {
      const next = new Array<number>(Math.min(count, ways.length - 1 + Math.min(k, size)) + 1).fill(0);
      for (let j = 0; j <= Math.min(k, size); j++) for (let d = 0; d < ways.length; d++) next[d + j]! += ways[d]! * Math.exp(logChoose(size, j));
      ways = next;
    }
    for (let d = 1; d <= count; d++) most[d]! += 1 - (ways[d] ?? 0) / Math.exp(logChoose(count, d));
  }
  return most;
}

const logFactorials: number[] = [0];

function logChoose(n: number, k: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]! - logFactorials[k]! - logFactorials[n - k]!;
}
