import { createRng } from '../../../../sim/core/rng.js';
import type { BcqWeights } from '../../../../sim/numerics/arithmetic/bcq.js';
import { matrix, type Matrix } from '../../../../sim/numerics/arithmetic/matrix.js';
import { tableGroup } from '../../energy/operation.js';
import { batchesOf, type TableParameters } from './parameters.js';
import { wholeNumberCodes, type TableProblem } from './problem.js';

/** A small matrix product that tables are checked with, and what is special about it. */
export interface TableCheckProblem {
  readonly what: string;
  readonly problem: TableProblem;
}

/** A number by its row and column. */
type Choice = (row: number, column: number) => number;

/**
 * Products that reach what tables can do: every index of a table; sizes that fill nothing; the largest and the smallest numbers; scales of as many powers of
 * two as there can be, of features in groups; whole numbers of every width. The same parameters give the same problems.
 */
export function tableCheckProblems(p: TableParameters): readonly TableCheckProblem[] {
  const rng = createRng(1);
  const [lowest, highest] = [-(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1];
  const any = (): number => rng.integer(lowest, highest);
  const perSet = tableGroup * p.tables;
  const few = Math.min(2, batchesOf(p)) * p.reads;
  const planes = Math.min(p.weightBits, 2 ** p.shiftBits);
  const indicesOfSet = planes * few;
  const most = 2 ** p.shiftBits - 2;
  return [
    {
      what: 'every index',
      problem: {
        activations: filled(1, perSet * Math.ceil(256 / indicesOfSet), any), halves: false,
        weights: coded({ rows: few, columns: perSet * Math.ceil(256 / indicesOfSet), planes, rowGroups: 1, terms: 1 }, (plane, row, k) => {
          const index = Math.floor(k / perSet) * indicesOfSet + plane * few + row;
          return Math.floor(index / 2 ** (k % tableGroup)) % 2;
        }, (plane) => plane - 1),
      },
    },
    {
      what: 'sizes that fill nothing', problem: randomCodes(p, rng, { m: 2, n: Math.max(1, few - 1), k: perSet + 3, planes: 1, rowGroups: 1, terms: p.scaleTerms }),
    },
    ...(batchesOf(p) > 1 ? [{ what: 'shifts of groups of features', problem: randomCodes(p, rng, { m: 1, n: few, k: 2 * perSet, planes, rowGroups: 2, terms: p.scaleTerms }) }] : []),
    {
      what: 'the lowest and the highest numbers',
      problem: {
        activations: filled(3, perSet + 1, (m) => (m === 0 ? lowest : m === 1 ? highest : rng.pick([lowest, highest]))), halves: true,
        weights: coded({ rows: few, columns: perSet + 1, planes, rowGroups: 1, terms: p.scaleTerms }, (_, row) => row % 2, () => most),
      },
    },
    {
      what: 'all features that are held, more than once',
      problem: randomCodes(p, rng, { m: 2, n: Math.min(p.featuresHeld, 40), k: 2 * perSet, planes, rowGroups: 1, terms: 1 }),
    },
    ...Array.from({ length: planes }, (_, i) => i + 1).map((bits): TableCheckProblem => {
      const w = filled(few, perSet + 2, () => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1));
      return { what: `whole numbers of ${bits} bits`, problem: { activations: filled(1, perSet + 2, any), weights: wholeNumberCodes(w, bits), halves: true } };
    }),
  ];
}

/** Sizes of a product with binary-coded weights. */
export interface CodedShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly planes: number;
  readonly rowGroups: number;
  readonly terms: number;
}

/** Any activations, bits and shifts, with halves or without. */
export function randomCodes(p: TableParameters, rng: ReturnType<typeof createRng>, { m, n, k, planes, rowGroups, terms }: CodedShape): TableProblem {
  const half = 2 ** (p.activationBits - 1);
  return {
    activations: filled(m, k, () => rng.integer(-half, half - 1)), halves: rng.integer(0, 1) === 1,
    weights: coded({ rows: n, columns: k, planes, rowGroups, terms }, () => rng.integer(0, 1), () => rng.integer(-1, 2 ** p.shiftBits - 2)),
  };
}

function coded(
  shape: Pick<BcqWeights, 'rows' | 'columns' | 'planes' | 'rowGroups' | 'terms'>,
  bit: (plane: number, row: number, column: number) => number, shift: (plane: number) => number,
): BcqWeights {
  const { rows, columns, planes, rowGroups, terms } = shape;
  const perPlane = Math.ceil(columns / tableGroup) * rowGroups * terms;
  return {
    ...shape,
    bits: Uint8Array.from({ length: planes * rows * columns }, (_, i) => bit(Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns)),
    shifts: Int8Array.from({ length: planes * perPlane }, (_, i) => shift(Math.floor(i / perPlane))),
  };
}

function filled(rows: number, columns: number, number: Choice): Matrix {
  return matrix(rows, columns, Float64Array.from({ length: rows * columns }, (_, i) => number(Math.floor(i / columns), i % columns)));
}
