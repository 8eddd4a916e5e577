/**
 * The lower triangle L of a symmetric positive definite matrix, A = L L^T, row by row, written over the lower triangle of `matrix`; what is above the diagonal stays. Rows lie side by side, so that the inner loop is a
 * product of two rows: several times faster than a general matrix class. False where the matrix is not positive definite.
 */
export function choleskyInPlace(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const other = j * size;
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

/** L x = b, written over b. */
export function solveLower(lower: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= lower[row + k]! * b[k]!;
    b[i] = sum / lower[row + i]!;
  }
}

/** L^T x = b, written over b. */
export function solveUpper(lower: Float64Array, size: number, b: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    const row = i * size;
    b[i] = b[i]! / lower[row + i]!;
    const solved = b[i]!;
    for (let k = 0; k < i; k++) b[k]! -= lower[row + k]! * solved;
  }
}
