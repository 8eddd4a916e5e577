/** Where a search ended. */
export interface SearchOutcome {
  /** In the unit cube. */
  readonly point: readonly number[];
  /** Infinity where no point that was tried has a finite cost. */
  readonly cost: number;
  /** False where it was stopped before it had settled. */
  readonly isSettled: boolean;
}

/** Points of the cube whose cost is asked for at most. */
export function mostTrials(dimensions: number): number {
  return 500 * dimensions;
}

interface Vertex {
  /** May lie outside the cube: its mirror image inside is meant. */
  readonly point: readonly number[];
  readonly cost: number;
}

/** Extent of a simplex that tells one valley from another. */
const roughExtent = 1e-3;
/** Extent of a simplex that counts as a point: below the digits that a fitted constant is written with. */
const settledExtent = 1e-8;
/** Costs closer than this are equal: that of relative errors of 1e-9. */
const equalCost = 1e-18;
/** And so are those that differ by rounding only: along a valley where the cost stays the same, a simplex would never end. */
const lastDigit = 1e-15;

/**
 * The least cost over the unit cube, for costs that are smooth but for kinks, such as a sum of squared errors of a model made of maxima: points spread
 * evenly, then a downhill simplex (Nelder and Mead, The Computer Journal 7, 1965), roughly from the best two and from `start`, and finely from the best
 * of these. Outside, the cost is mirrored at the bounds: points that were moved to the nearest one inside would flatten the simplex. One that has settled
 * is laid out anew until that helps no more. Nothing is random: same cost, same answer.
 */
export function leastInUnitCube(dimensions: number, costOf: (point: readonly number[]) => number, start: readonly number[] | null = null): SearchOutcome {
  let left = mostTrials(dimensions);
  const vertexAt = (raw: readonly number[]): Vertex => {
    left--;
    return { point: raw, cost: costOf(raw.map(folded)) };
  };
  const own = start === null ? [] : [vertexAt(start)];
  const spread = spreadPoints(dimensions, 12 * dimensions).map(vertexAt).sort(byCost);
  const seeds = [...own, ...spread.slice(0, 2)].filter(({ cost }) => Number.isFinite(cost));
  const [rough = spread[0]!] = seeds.map((seed) => descend(seed, 0.1, roughExtent, vertexAt, () => left > 0)).sort(byCost);
  let best = rough;
  for (let size = 0.01, isBetter = Number.isFinite(rough.cost); isBetter && left > 0; size = 0.001) {
    const next = descend(best, size, settledExtent, vertexAt, () => left > 0);
    isBetter = next.cost < best.cost * (1 - 1e-12) - equalCost;
    if (next.cost < best.cost) best = next;
  }
  return { point: best.point.map(folded), cost: best.cost, isSettled: left > 0 };
}

/** The mirror image of a coordinate between 0 and 1. */
function folded(x: number): number {
  const turn = Math.abs(x) % 2;
  return turn > 1 ? 2 - turn : turn;
}

/** The additive recurrence of the generalised golden ratio: x^(d+1) = x + 1, steps 1/x, 1/x^2, ... (M. Roberts 2018), which leaves no large gaps. */
function spreadPoints(dimensions: number, count: number): number[][] {
  let ratio = 2;
  for (let i = 0; i < 60; i++) ratio = (1 + ratio) ** (1 / (dimensions + 1));
  return Array.from({ length: count }, (_, k) => Array.from({ length: dimensions }, (__, j) => (0.5 + (k + 1) * ratio ** -(j + 1)) % 1));
}

function descend(from: Vertex, size: number, extent: number, vertexAt: (point: readonly number[]) => Vertex, mayGoOn: () => boolean): Vertex {
  const dimensions = from.point.length;
  const simplex = [from, ...from.point.map((_, j) => vertexAt(from.point.map((x, i) => (i !== j ? x : folded(x) + size > 1 ? x - size : x + size))))].sort(byCost);
  while (mayGoOn() && extentOf(simplex) > extent && simplex[dimensions]!.cost > simplex[0]!.cost * (1 + lastDigit) + equalCost) {
    const [best, worst] = [simplex[0]!, simplex[dimensions]!];
    const centre = from.point.map((_, j) => simplex.slice(0, -1).reduce((sum, { point }) => sum + point[j]!, 0) / dimensions);
    const along = (factor: number): Vertex => vertexAt(centre.map((c, j) => c + factor * (c - worst.point[j]!)));
    const reflected = along(1);
    let next = reflected;
    if (reflected.cost < best.cost) {
      const expanded = along(2);
      if (expanded.cost < reflected.cost) next = expanded;
    } else if (reflected.cost >= simplex[dimensions - 1]!.cost) next = along(reflected.cost < worst.cost ? 0.5 : -0.5);
    if (next.cost < worst.cost) simplex[dimensions] = next;
    else for (let i = 1; i <= dimensions; i++) simplex[i] = vertexAt(simplex[i]!.point.map((x, j) => (x + best.point[j]!) / 2));
    simplex.sort(byCost);
  }
  return simplex[0]!;
}

function extentOf(simplex: readonly Vertex[]): number {
  const { point } = simplex[0]!;
  return Math.max(...simplex.map((vertex) => Math.max(...vertex.point.map((x, j) => Math.abs(x - point[j]!)))));
}

function byCost(a: Vertex, b: Vertex): number {
  return a.cost === b.cost ? 0 : a.cost - b.cost;
}
