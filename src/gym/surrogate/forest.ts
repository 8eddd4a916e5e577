import type { Rng } from '../../sim/core/rng.js';
import type { FeatureTable } from './features.js';
import { binsOf, cutAtBest, cutAtRandom, type Bins, type Columns, type Cut } from './tree-cut.js';

export interface ForestOptions {
  readonly trees: number;
  /** A leaf has at least so many rows. */
  readonly leafRows: number;
  /** Share of the features that a node tries, at least one. */
  readonly featureShare: number;
  /** Each tree sees as many rows as there are, drawn with replacement; else all of them. */
  readonly bootstrap: boolean;
  /** `best`: of all cuts the one that leaves least variance (Breiman, Machine Learning 45, 2001). `random`: one cut a feature, of these the best (Geurts et al., Machine Learning 63, 2006). */
  readonly cuts: 'best' | 'random';
}

/** Regression trees side by side. The nodes of all of them are in one table; of a node's children the second follows the first. */
export interface Forest {
  readonly features: number;
  readonly roots: Int32Array;
  /** The feature that a node asks for; -1 for a leaf. */
  readonly feature: Int32Array;
  /** Of a number: rows up to it go to the first child. Of a category: where in `subsets` its node's categories begin. */
  readonly threshold: Float64Array;
  readonly child: Int32Array;
  /** Mean and variance of the rows of a node. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** 1 for a category that goes to the first child. */
  readonly subsets: Uint8Array;
  /** 1 for features that are categories. */
  readonly isCategory: Uint8Array;
  /** Share of the variance that cuts of each feature took away, over all trees; they add up to 1, or are all 0 where there was none to take. */
  readonly importance: Float64Array;
}

/** What a model says of rows. */
export interface Prediction { readonly mean: Float64Array; readonly variance: Float64Array }

/** Grows a forest on rows with one target each. Throws `RangeError` without rows. */
export function trainForest(table: FeatureTable, targets: Float64Array, options: ForestOptions, rng: Rng): Forest {
  const { rows, categories } = table;
  if (rows === 0 || targets.length !== rows) throw new RangeError(`a forest of ${rows} rows and ${targets.length} targets`);
  const columns = columnsOf(table, targets);
  const growth = new Growth(columns, options, rng);
  const roots = Int32Array.from({ length: options.trees }, () => growth.tree());
  const { nodes, importance } = growth;
  const total = importance.reduce((sum, one) => sum + one, 0);
  if (total > 0) importance.forEach((one, i) => { importance[i] = one / total; });
  return {
    features: categories.length, roots, feature: Int32Array.from(nodes.feature), threshold: Float64Array.from(nodes.threshold), child: Int32Array.from(nodes.child),
    mean: Float64Array.from(nodes.mean), variance: Float64Array.from(nodes.variance), subsets: Uint8Array.from(nodes.subsets),
    isCategory: Uint8Array.from(categories, (count) => (count > 0 ? 1 : 0)), importance,
  };
}

function columnsOf({ rows, categories, values }: FeatureTable, targets: Float64Array): Columns {
  const width = categories.length;
  const turned = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) for (let feature = 0; feature < width; feature++) turned[feature * rows + row] = values[row * width + feature]!;
  return { rows, categories, values: turned, targets };
}

/** Nodes as they grow, tree after tree. */
class Growth {
  readonly nodes = { feature: [] as number[], threshold: [] as number[], child: [] as number[], mean: [] as number[], variance: [] as number[], subsets: [] as number[] };
  readonly importance: Float64Array;
  private readonly columns: Columns;
  private readonly options: ForestOptions;
  private readonly rng: Rng;
  private readonly bins: Bins | null;
  /** Rows; those of a node lie side by side. */
  private readonly order: Int32Array;
  /** Features; those that a node has not tried come first. */
  private readonly untried: Int32Array;
  private readonly wanted: number;
  private cut: Cut;
  private best: Cut;

  constructor(columns: Columns, options: ForestOptions, rng: Rng) {
    const { categories, rows } = columns;
    this.columns = columns;
    this.options = options;
    this.rng = rng;
    this.bins = options.cuts === 'best' ? binsOf(columns) : null;
    this.order = new Int32Array(rows);
    this.untried = Int32Array.from(categories.keys());
    this.wanted = Math.max(1, Math.round(options.featureShare * categories.length));
    this.importance = new Float64Array(categories.length);
    const empty = (): Cut => ({ threshold: 0, subset: new Uint8Array(Math.max(0, ...categories)), gain: 0 });
    [this.cut, this.best] = [empty(), empty()];
  }

  /** Grows one more tree and returns its root. */
  tree(): number {
    const { order, rng, options, columns: { rows, targets } } = this;
    for (let i = 0; i < rows; i++) order[i] = options.bootstrap ? rng.integer(0, rows - 1) : i;
    const root = this.addNode();
    const open = [root, 0, rows];
    while (open.length > 0) {
      const [to, from, node] = [open.pop()!, open.pop()!, open.pop()!];
      const count = to - from;
      let [sum, squares] = [0, 0];
      for (let i = from; i < to; i++) sum += targets[order[i]!]!;
      const mean = sum / count;
      for (let i = from; i < to; i++) squares += (targets[order[i]!]! - mean) ** 2;
      this.nodes.mean[node] = mean;
      this.nodes.variance[node] = squares / count;
      // Less than what rounding leaves of equal targets.
      if (count < 2 * options.leafRows || squares <= 1e-24 * count * mean * mean) continue;
      const feature = this.choose(from, to, mean);
      if (feature < 0) continue;
      const first = this.write(node, feature);
      const middle = this.partition(from, to, feature);
      open.push(first + 1, middle, to, first, from, middle);
    }
    return root;
  }

  private addNode(): number {
    const { feature, threshold, child, mean, variance } = this.nodes;
    feature.push(-1);
    threshold.push(0);
    child.push(-1);
    mean.push(0);
    return variance.push(0) - 1;
  }

  /** Tries features that differ among the rows, in random order. Returns the one of the best cut, -1 where no cut leaves both sides enough rows. */
  private choose(from: number, to: number, mean: number): number {
    const { columns, bins, order, untried, rng, options: { leafRows } } = this;
    const rows = { order, from, to, mean, leafRows };
    let chosen = -1;
    this.best.gain = 0;
    for (let [tried, left] = [0, untried.length]; tried < this.wanted && left > 0; left--) {
      const at = rng.integer(0, left - 1);
      const feature = untried[at]!;
      untried[at] = untried[left - 1]!;
      untried[left - 1] = feature;
      if (!(bins === null ? cutAtRandom(columns, rows, feature, rng, this.cut) : cutAtBest(columns, rows, feature, bins, this.cut))) continue;
      tried++;
      if (this.cut.gain <= this.best.gain) continue;
      [this.cut, this.best] = [this.best, this.cut];
      chosen = feature;
    }
    return chosen;
  }

  /** Makes a leaf a node with two children; returns the first. */
  private write(node: number, feature: number): number {
    const { nodes, best, columns: { categories } } = this;
    const count = categories[feature]!;
    this.importance[feature]! += best.gain;
    nodes.feature[node] = feature;
    nodes.threshold[node] = count > 0 ? nodes.subsets.length : best.threshold;
    for (let category = 0; category < count; category++) nodes.subsets.push(best.subset[category]!);
    const first = this.addNode();
    this.addNode();
    nodes.child[node] = first;
    return first;
  }

  /** Rows of the first child to the front; returns where those of the second begin. */
  private partition(from: number, to: number, feature: number): number {
    const { order, best, columns: { rows, categories, values } } = this;
    const isCategory = categories[feature]! > 0;
    let [low, high] = [from, to];
    while (low < high) {
      const row = order[low]!;
      const value = values[feature * rows + row]!;
      if (isCategory ? best.subset[value] === 1 : value <= best.threshold) {
        low++;
      } else {
        high--;
        order[low] = order[high]!;
        order[high] = row;
      }
    }
    return low;
  }
}

/**
 * Mean over the trees, and the variance of a tree drawn at random: mean of the variances within leaves, and the variance of their means (Hutter et al.,
 * Artificial Intelligence 206, 2014, section 4.3). `values` are rows as those trained on.
 */
export function predictForest(forest: Forest, values: Float64Array): Prediction {
  const rows = values.length / forest.features;
  const mean = new Float64Array(rows);
  const variance = new Float64Array(rows);
  const trees = forest.roots.length;
  for (let tree = 0; tree < trees; tree++) {
    for (let row = 0; row < rows; row++) {
      const leaf = leafOf(forest, tree, values, row * forest.features);
      const value = forest.mean[leaf]!;
      mean[row]! += value;
      variance[row]! += forest.variance[leaf]! + value * value;
    }
  }
  for (let row = 0; row < rows; row++) {
    mean[row]! /= trees;
    variance[row] = Math.max(0, variance[row]! / trees - mean[row]! ** 2);
  }
  return { mean, variance };
}

/** The leaf that a row, which begins at `at`, comes to. */
export function leafOf({ roots, feature, threshold, child, subsets, isCategory }: Forest, tree: number, values: Float64Array, at: number): number {
  let node = roots[tree]!;
  for (let asked = feature[node]!; asked >= 0; asked = feature[node]!) {
    const value = values[at + asked]!;
    const isFirst = isCategory[asked] === 1 ? subsets[threshold[node]! + value] === 1 : value <= threshold[node]!;
    node = child[node]! + (isFirst ? 0 : 1);
  }
  return node;
}
