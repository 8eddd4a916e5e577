import assert from 'node:assert/strict';
import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import { createRng } from '../../../src/sim/core/rng.js';
import { choleskyInPlace, solveLower, solveUpper } from '../../../src/gym/surrogate/cholesky.js';
import { fitProcess, leaveOneOut, matern52, predictProcess, startKernel, type Kernel } from '../../../src/gym/surrogate/gaussian-process.js';
import { fitKernel, likelihoodGradient } from '../../../src/gym/surrogate/kernel-fit.js';

const width = 3;
const kernel: Kernel = { logLengths: [-0.5, 0.2, 1], logNoise: Math.log(1e-3) };

function rowsOf(count: number, seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length: count * width }, () => rng.next());
}

const wave = (rows: Float64Array): Float64Array => Float64Array.from({ length: rows.length / width }, (_, i) => Math.sin(6 * rows[i * width]!) + rows[i * width + 1]!);
const near = (a: number, b: number, tolerance: number): void => { assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${a} and ${b}`); };

/** K of two sets of rows, entry by entry. */
function correlations(a: Float64Array, b: Float64Array): Matrix {
  const at = (rows: Float64Array, i: number, d: number): number => rows[i * width + d]! / Math.exp(kernel.logLengths[d]!);
  return new Matrix(Array.from({ length: a.length / width }, (_, i) => Array.from({ length: b.length / width }, (__, j) => matern52([0, 1, 2].reduce((sum, d) => sum + (at(a, i, d) - at(b, j, d)) ** 2, 0)))));
}

describe('Cholesky factors', () => {
  it('are those of ml-matrix, and solve what they should', () => {
    const rows = rowsOf(25, 1);
    const dense = Matrix.add(correlations(rows, rows), Matrix.eye(25).mul(1e-3));
    const lower = Float64Array.from(dense.to1DArray());
    assert.ok(choleskyInPlace(lower, 25));
    const theirs = new CholeskyDecomposition(dense).lowerTriangularMatrix;
    for (let i = 0; i < 25; i++) for (let j = 0; j <= i; j++) near(lower[i * 25 + j]!, theirs.get(i, j), 1e-9);
    const b = wave(rows);
    const x = b.slice();
    solveLower(lower, 25, x);
    solveUpper(lower, 25, x);
    dense.mmul(Matrix.columnVector(x)).to1DArray().forEach((value, i) => { near(value, b[i]!, 1e-8); });
  });

  it('do not exist of a matrix that is not positive definite', () => {
    assert.equal(choleskyInPlace(Float64Array.from([1, 2, 2, 1]), 2), false);
  });
});

describe('a Gaussian process', () => {
  it('predicts k (K + n)^-1 (y - m) + m, with variance s^2 (1 - k (K + n)^-1 k), for any number of rows', () => {
    const [rows, asked] = [rowsOf(20, 2), rowsOf(70, 3)];
    const y = wave(rows);
    const process = fitProcess(rows, y, kernel);
    const { mean, variance } = predictProcess(process, asked, 70);
    const precision = inverse(Matrix.add(correlations(rows, rows), Matrix.eye(20).mul(1e-3)));
    const k = correlations(asked, rows);
    const weights = k.mmul(precision);
    const ones = Matrix.ones(20, 1);
    const m = ones.transpose().mmul(precision).mmul(Matrix.columnVector(y)).get(0, 0) / ones.transpose().mmul(precision).mmul(ones).get(0, 0);
    near(process.mean, m, 1e-8);
    const rest = Matrix.columnVector(y.map((one) => one - m));
    near(process.variance, rest.transpose().mmul(precision).mmul(rest).get(0, 0) / 20, 1e-8);
    for (let i = 0; i < 70; i++) {
      near(mean[i]!, m + weights.getRowVector(i).mmul(rest).get(0, 0), 1e-8);
      near(variance[i]!, process.variance * (1 - weights.getRowVector(i).mmul(k.getRowVector(i).transpose()).get(0, 0)), 1e-8);
    }
  });

  it('goes through what it has seen, and is sure of it', () => {
    const rows = rowsOf(15, 4);
    const y = wave(rows);
    const { mean, variance } = predictProcess(fitProcess(rows, y, { ...kernel, logNoise: Math.log(1e-7) }), rows, 15);
    for (let i = 0; i < 15; i++) {
      near(mean[i]!, y[i]!, 1e-4);
      assert.ok(variance[i]! < 1e-5);
    }
  });

  it('survives equal rows and equal targets', () => {
    const rows = new Float64Array(10 * width).fill(0.5);
    const { mean, variance } = predictProcess(fitProcess(rows, new Float64Array(10).fill(2), { ...kernel, logNoise: -40 }), rows, 10);
    assert.ok(mean.every((one) => Math.abs(one - 2) < 1e-9) && variance.every((one) => one >= 0));
  });

  it('has the gradient of its likelihood that differences give', () => {
    const rows = rowsOf(18, 5);
    const y = wave(rows);
    const gradient = likelihoodGradient(fitProcess(rows, y, kernel), kernel);
    const at = (values: readonly number[]): number => fitProcess(rows, y, { logLengths: values.slice(0, width), logNoise: values[width]! }).logLikelihood;
    const values = [...kernel.logLengths, kernel.logNoise];
    values.forEach((value, i) => { near(gradient[i]!, (at(values.with(i, value + 1e-5)) - at(values.with(i, value - 1e-5))) / 2e-5, 1e-4); });
  });

  it('has correlations within 1e-8 of (1 + r + r^2 / 3) exp(-r), however far', () => {
    for (let r = 0; r < 60; r += 0.0137) near(matern52((r * r) / 5), (1 + r + (r * r) / 3) * Math.exp(-r), 1e-8);
    assert.equal(matern52(0), 1);
  });

  it('has the same digits whether designs came one by one or at once, and after others, also where noise has to be added', () => {
    for (const logNoise of [Math.log(1e-3), -80]) {
      const rows = rowsOf(70, 7);
      // Equal rows, so that without noise the matrix is singular from there on.
      rows.copyWithin(30 * width, 0, width);
      const y = wave(rows);
      const growing = { ...kernel, logNoise };
      for (const size of [5, 29, 30, 31, 64, 65, 70]) {
        const part = rows.slice(0, size * width);
        const [step, whole] = [fitProcess(part, y.slice(0, size), growing), fitProcess(part, y.slice(0, size), { ...growing })];
        for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) assert.equal(step.lower[i * step.stride + j], whole.lower[i * whole.stride + j]);
        assert.deepEqual([step.alpha, step.mean, step.variance], [whole.alpha, whole.mean, whole.variance]);
      }
      const [first, other] = [rowsOf(20, 8), rowsOf(25, 9)];
      const before = predictProcess(fitProcess(first, wave(first), growing), other, 25);
      fitProcess(other, wave(other), growing);
      assert.deepEqual(predictProcess(fitProcess(first, wave(first), { ...growing }), other, 25), before);
    }
  });

  it('knows by how many deviations each design differs from what a process without it predicts', () => {
    const rows = rowsOf(20, 10);
    const y = wave(rows);
    const process = fitProcess(rows, y, kernel);
    const errors = leaveOneOut(process);
    for (let left = 0; left < 20; left++) {
      // The mean stays that of all: sum over the others of their weights, from the inverse of the matrix without row and column.
      const others = Array.from({ length: 20 }, (_, i) => i).filter((i) => i !== left);
      const part = inverse(Matrix.add(correlations(rows, rows), Matrix.eye(20).mul(1e-3)).selection(others, others));
      const rest = Matrix.columnVector(others.map((i) => y[i]! - process.mean));
      const here = correlations(rows, rows).selection([left], others);
      const predicted = process.mean + here.mmul(part).mmul(rest).get(0, 0);
      // Of the target, noise and all.
      const variance = process.variance * (1 + 1e-3 - here.mmul(part).mmul(here.transpose()).get(0, 0));
      near(errors[left]! * Math.sqrt(variance), y[left]! - predicted, 1e-7);
    }
  });

  it('finds which features matter: their lengths are shorter', () => {
    const rows = rowsOf(60, 6);
    const { logLengths } = fitKernel(rows, wave(rows), startKernel(width), 20).kernel;
    assert.ok(logLengths[0]! < logLengths[1]! && logLengths[1]! < logLengths[2]! - 0.5, logLengths.join());
    assert.ok(fitProcess(rows, wave(rows), { logLengths, logNoise: startKernel(width).logNoise }).logLikelihood > fitProcess(rows, wave(rows), startKernel(width)).logLikelihood);
  });
});
