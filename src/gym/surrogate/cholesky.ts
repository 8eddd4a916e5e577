/**
 * The lower triangle L of a symmetric positive definite matrix, A = L L^T, row by row, written over the lower triangle of `matrix`; what is above the diagonal stays. Rows lie side by side, so that the inner loop is a
 * product of two rows: several times faster than a general matrix class. `stride` is how far apart rows begin. False where the matrix is not positive definite. The first `known` rows are there already: each row depends on those above it alone.
 */
export function choleskyInPlace(matrix: Float64Array, size: number, known = 0, stride = size): boolean {
  for (let i = known; i < size; i++) {
    const row = i * stride;
    for (let j = 0; j <= i; j++) {
      const other = j * stride;
      let sum = matrix[row + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[row + k]! * matrix[other + k]!;
      if (j < i) {
        matrix[row + j] = sum / matrix[other + j]!;
        continue;
      }
      if (!(sum > 0)) return false;
      matrix[row + i] = Math.sqrt(sum);
    }
  }
  return true;
}

/** L x = b, written over b. `from`: the first entry of b that is not 0. */
export function solveLower(lower: Float64Array, size: number, b: Float64Array, from = 0, stride = size): void {
  for (let i = from; i < size; i++) {
    const row = i * stride;
    let sum = b[i]!;
    for (let k = from; k < i; k++) sum -= lower[row + k]! * b[k]!;
    b[i] = sum / lower[row + i]!;
  }
}

/** L^T x = b, written over b; only the entries from `from` on are worked out. */
export function solveUpper(lower: Float64Array, size: number, b: Float64Array, from = 0, stride = size): void {
  for (let i = size - 1; i >= from; i--) {
    const row = i * stride;
    b[i] = b[i]! / lower[row + i]!;
    const solved = b[i]!;
    for (let k = from; k < i; k++) b[k]! -= lower[row + k]! * solved;
  }
}
