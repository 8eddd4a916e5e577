import type { Matrix } from '../../../sim/model/matrix.js';
import { splitPlanes, type BitPlanes } from '../../../sim/numerics/arithmetic/bit-planes.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { planeProduct } from '../../../sim/numerics/arithmetic/plane-product.js';
import { wrapToBits } from '../../../sim/numerics/arithmetic/width.js';
import type { Planes } from '../cycles.js';
import type { PlaneTileParameters } from './parameters.js';

/** A product as the unit sees it: whole numbers for two's complement, patterns for bipolar planes; [token][k] and [feature][k]. */
export interface PlaneProblem {
  readonly activations: Matrix;
  readonly weights: Matrix;
  readonly activationBits: number;
  readonly weightBits: number;
}

/** Both operands in planes, with rows of zero patterns to whole output tiles. */
export interface PlaneOperands {
  readonly activations: BitPlanes;
  readonly weights: BitPlanes;
}

/** How the planes of a problem lie on the unit. Throws a RangeError where the rows of a token are not as many as its planes. */
export function planesOf({ rowPlanes }: PlaneTileParameters, { activationBits, weightBits }: PlaneProblem): Planes {
  if (rowPlanes > 1 && rowPlanes !== activationBits) throw new RangeError(`the rows of a token have ${rowPlanes} planes, and its activations ${activationBits}`);
  return { activations: activationBits, weights: weightBits, inRows: rowPlanes > 1 };
}

/** Throws a RangeError for numbers that have no such planes. */
export function operandsOf(p: PlaneTileParameters, { activations, weights, activationBits, weightBits }: PlaneProblem): PlaneOperands {
  return {
    activations: splitPlanes(filled(activations, p.rows / p.rowPlanes), activationBits, p.code),
    weights: splitPlanes(filled(weights, p.columns), weightBits, p.code),
  };
}

/** The sums of whole output tiles, as many bits as the unit has: the plane products of the functional model, before its bipolar correction. */
export function planeSums(p: PlaneTileParameters, { activations, weights }: PlaneOperands): Matrix<Float64Array> {
  const y = planeProduct(activations, weights);
  return matrix(y.rows, y.columns, y.values.map((sum) => wrapToBits(sum, p.sumBits)));
}

function filled({ rows, columns, values }: Matrix, multiple: number): Matrix {
  const whole = Math.ceil(rows / multiple) * multiple;
  const all = new Float64Array(whole * columns);
  all.set(values);
  return matrix(whole, columns, all);
}
