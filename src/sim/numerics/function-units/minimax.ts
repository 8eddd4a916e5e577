/** Sample points a segment is fitted on: between two of them the error of a smooth function hardly rises. */
const mostSamples = 33;
const mostExchanges = 24;
/** An error this much above the levelled one is as good as level. */
const tolerance = 1e-3;

/**
 * Coefficients a_0 ... a_d of the polynomial in rho = i / count that is nearest to `values[first + i]`, i = 0 ... count - 1, in the largest error:
 * Remez' exchange on the samples. Each step solves sum_k a_k rho_j^k + (-1)^j E = value_j on d + 2 points and takes the worst sample for one of them.
 * `count` is at least d + 2.
 */
export function minimaxPolynomial(values: Float64Array, first: number, count: number, degree: number): readonly number[] {
  const samples = samplesOf(count);
  let reference = Array.from({ length: degree + 2 }, (_, j) => Math.round((samples.length - 1) * (1 - Math.cos((Math.PI * j) / (degree + 1))) / 2));
  if (new Set(reference).size < reference.length) reference = reference.map((_, j) => j);
  let coefficients: readonly number[] = [];
  for (let step = 0; step < mostExchanges; step++) {
    const solved = solve(reference.map((at, j) => {
      const rho = samples[at]! / count;
      return [...Array.from({ length: degree + 1 }, (_, k) => rho ** k), j % 2 === 0 ? 1 : -1, values[first + samples[at]!]!];
    }));
    coefficients = solved.slice(0, degree + 1);
    const level = Math.abs(solved[degree + 1]!);
    let worst = -1;
    let size = level * (1 + tolerance) + 1e-18;
    for (const [at, sample] of samples.entries()) {
      const error = Math.abs(errorAt(coefficients, values, first, count, sample));
      if (error > size) [worst, size] = [at, error];
    }
    if (worst < 0) break;
    reference = exchanged(reference, worst, (at) => errorAt(coefficients, values, first, count, samples[at]!) > 0);
  }
  return coefficients;
}

function samplesOf(count: number): readonly number[] {
  if (count <= mostSamples) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: mostSamples }, (_, i) => Math.round((i * (count - 1)) / (mostSamples - 1)));
}

function errorAt(coefficients: readonly number[], values: Float64Array, first: number, count: number, i: number): number {
  const rho = i / count;
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = sum * rho + coefficients[k]!;
  return values[first + i]! - sum;
}

/** The reference with the new point in place of a neighbour whose error has the same sign, so that signs go on alternating. */
function exchanged(reference: readonly number[], point: number, isPositive: (at: number) => boolean): number[] {
  const sign = isPositive(point);
  const after = reference.findIndex((at) => at >= point);
  const replaced = (place: number): number[] => reference.map((at, j) => (j === place ? point : at));
  if (after === 0) return isPositive(reference[0]!) === sign ? replaced(0) : [point, ...reference.slice(0, -1)];
  const last = reference.length - 1;
  if (after < 0) return isPositive(reference[last]!) === sign ? replaced(last) : [...reference.slice(1), point];
  return isPositive(reference[after]!) === sign ? replaced(after) : replaced(after - 1);
}

/** Solution of linear equations, each with its right side last: elimination with the largest pivot. */
function solve(equations: readonly (readonly number[])[]): readonly number[] {
  const rows = equations.map((row) => [...row]);
  const size = rows.length;
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let at = i + 1; at < size; at++) if (Math.abs(rows[at]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = at;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let at = 0; at < size; at++) {
      if (at === i) continue;
      const factor = rows[at]![i]! / rows[i]![i]!;
      for (let j = i; j <= size; j++) rows[at]![j]! -= factor * rows[i]![j]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}
