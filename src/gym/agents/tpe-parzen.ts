import type { Rng } from '../../sim/core/rng.js';
import { fromUnit, toUnit, valueCount, type Design, type DesignSpace, type Parameter } from '../../sim/model/design-space.js';
import { normalCdf, normalDensity } from '../surrogate/normal.js';
import { normal } from './normal.js';

export interface ParzenOptions {
  /** How wide kernels of numbers are. `gap`: the larger gap to a neighbour. `scott`: 0.1 n^(-1/(d+4)) of n designs of d parameters (Scott, Multivariate Density Estimation, 1992). */
  readonly width: 'gap' | 'scott';
  /** Weight of the uniform kernel that keeps every value possible; a design has about 1. */
  readonly priorWeight: number;
}

/** A density of designs: a mixture of one kernel a design, and one over the whole space. */
export interface Parzen {
  readonly draw: (rng: Rng) => Design;
  /** Each value from a kernel of its own: what good designs have in common, in new combinations. */
  readonly recombine: (rng: Rng) => Design;
  /** Logarithm of the density, up to a constant that depends on the space alone. */
  readonly logDensity: (design: Design) => number;
}

/** Kernels over the values of one parameter; kernel `n` of n designs is the uniform one. */
interface Marginal {
  draw(kernel: number, rng: Rng): number;
  /** Of each kernel at a value. */
  densities(code: number): Float64Array;
}

/** Parameters with at most this many values have their probabilities in a table. */
const mostTabled = 64;

/**
 * Tree-structured Parzen estimator (Bergstra, Bardenet, Bengio, Kegl, NeurIPS 2011, section 4; with the choices that Watanabe, arXiv 2304.11127, 2023, describes). Numbers have normal kernels, cut off at the ends of
 * [0, 1]; categories a share of their own. `weights` are one a design.
 */
export function parzenOf(space: DesignSpace, designs: readonly Design[], weights: readonly number[], { width, priorWeight }: ParzenOptions): Parzen {
  const { parameters } = space;
  const shares = normalised([...weights, priorWeight]);
  const cumulative = shares.map(((sum) => (share: number) => (sum += share))(0));
  const pick = (rng: Rng): number => {
    const u = rng.next();
    const at = cumulative.findIndex((sum) => u < sum);
    return at < 0 ? shares.length - 1 : at;
  };
  const marginals = parameters.map((parameter, i) => {
    const codes = designs.map((design) => design[i]!);
    return parameter.type === 'categorical' ? categoricalMarginal(parameter.values.length, codes, priorWeight) : numberMarginal(parameter, codes, width, parameters.length);
  });
  const products = new Float64Array(shares.length);
  return {
    draw: (rng) => {
      const chosen = pick(rng);
      return marginals.map((marginal) => marginal.draw(chosen, rng));
    },
    recombine: (rng) => marginals.map((marginal) => marginal.draw(pick(rng), rng)),
    logDensity: (design) => {
      products.set(shares);
      for (let i = 0; i < marginals.length; i++) {
        const factors = marginals[i]!.densities(design[i]!);
        for (let k = 0; k < products.length; k++) products[k]! *= factors[k]!;
      }
      let density = 0;
      for (let k = 0; k < products.length; k++) density += products[k]!;
      return Math.log(density + Number.MIN_VALUE);
    },
  };
}

/** Rows that were made before are found again. */
function remembered(make: (code: number) => Float64Array): (code: number) => Float64Array {
  const rows = new Map<number, Float64Array>();
  return (code) => {
    const known = rows.get(code);
    if (known !== undefined) return known;
    const row = make(code);
    rows.set(code, row);
    return row;
  };
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** A kernel has 1 for its own category, and the prior's weight spread over all, as if it were `priorWeight / kernels` designs more. */
function categoricalMarginal(count: number, codes: readonly number[], priorWeight: number): Marginal {
  const spread = priorWeight / (codes.length + 1) / count;
  const total = 1 + spread * count;
  return {
    draw: (kernel, rng) => (kernel === codes.length || rng.next() * total >= 1 ? rng.integer(0, count - 1) : codes[kernel]!),
    densities: remembered((code) => Float64Array.from({ length: codes.length + 1 }, (_, k) => (k === codes.length ? 1 / count : (spread + (code === codes[k] ? 1 : 0)) / total))),
  };
}

/** Kernels are no narrower than this share of the range, or than the range over the designs, where that is more. */
const narrowest = 0.01;
/** Width of the kernel of a single design, on [0, 1]: a third of the deviation of designs drawn uniformly, as the good ones lie closer together. */
const scottWidth = 0.1;

/** Normal kernels on [0, 1]; the uniform one is a normal one as wide as the range. */
function numberMarginal(parameter: Exclude<Parameter, { readonly type: 'categorical' }>, codes: readonly number[], rule: ParzenOptions['width'], dimensions: number): Marginal {
  const places = Float64Array.from(codes, (code) => toUnit(parameter, code));
  const least = Math.max(narrowest, 1 / (2 + codes.length));
  const widths = rule === 'gap' ? gapsOf(places) : new Float64Array(codes.length).fill(scottWidth * Math.max(1, codes.length) ** (-1 / (dimensions + 4)));
  for (let k = 0; k < widths.length; k++) widths[k] = Math.min(1, Math.max(least, widths[k]!));
  const count = valueCount(parameter);
  const place = (k: number): number => (k === places.length ? 0.5 : places[k]!);
  const width = (k: number): number => (k === places.length ? 1 : widths[k]!);
  const draw = (k: number, rng: Rng): number => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const unit = place(k) + width(k) * normal(rng);
      if (unit >= 0 && unit < 1) return fromUnit(parameter, unit);
    }
    return fromUnit(parameter, rng.next());
  };
  const inside = (k: number): number => normalCdf((1 - place(k)) / width(k)) - normalCdf(-place(k) / width(k));
  const kernels = places.length + 1;
  if (count === null || count > mostTabled) {
    const scales = Float64Array.from({ length: kernels }, (_, k) => 1 / (width(k) * inside(k)));
    return { draw, densities: (code) => {
      const unit = toUnit(parameter, code);
      return scales.map((scale, k) => scale * normalDensity((unit - place(k)) / width(k)));
    } };
  }
  const first = parameter.type === 'integer' ? parameter.low : 0;
  const edges = binEdges(parameter, first, count);
  // Kernels of equal places and widths are many, as designs share values: each is worked out once.
  const tables = new Map<number, Float64Array>();
  const tableOf = Array.from({ length: kernels }, (_, k) => {
    const key = place(k) * 4 + width(k);
    const known = tables.get(key);
    if (known !== undefined) return known;
    const share = inside(k);
    const below = edges.map((edge) => normalCdf((edge - place(k)) / width(k)));
    const table = Float64Array.from({ length: count }, (__, v) => Math.max(0, below[v + 1]! - below[v]!) / share);
    tables.set(key, table);
    return table;
  });
  return { draw, densities: remembered((code) => {
    const row = new Float64Array(kernels);
    for (let k = 0; k < kernels; k++) row[k] = tableOf[k]![code - first]!;
    return row;
  }) };
}

/** Where the bins of the values begin on [0, 1], and where the last one ends. */
function binEdges(parameter: Parameter, first: number, count: number): Float64Array {
  const edges = new Float64Array(count + 1);
  for (let v = 0; v < count; v++) edges[v + 1] = v === count - 1 ? 1 : 2 * toUnit(parameter, first + v) - edges[v]!;
  if (parameter.type === 'integer' && parameter.scale === 'log') {
    const total = Math.log((parameter.high + 0.5) / (parameter.low - 0.5));
    for (let v = 1; v < count; v++) edges[v] = Math.log((first + v - 0.5) / (parameter.low - 0.5)) / total;
  }
  return edges;
}

/** For each place the larger of the gaps to its neighbours, the uniform kernel's 0.5 among them; the ends of the range count where there is no neighbour. */
function gapsOf(places: Float64Array): Float64Array {
  const sorted = Float64Array.from([...places, 0.5]).sort();
  const gaps = new Map<number, number>();
  for (let i = 0; i < sorted.length; i++) {
    const here = sorted[i]!;
    const gap = Math.max(here - (sorted[i - 1] ?? 0), (sorted[i + 1] ?? 1) - here);
    gaps.set(here, Math.max(gap, gaps.get(here) ?? 0));
  }
  return Float64Array.from(places, (one) => gaps.get(one)!);
}
