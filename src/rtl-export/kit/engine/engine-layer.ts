import { createRng } from '../../../sim/core/rng.js';
import type { Matrix } from '../../../sim/model/matrix.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { results, type ResultOperations, type VectorUnits } from './element-functions.js';

/** A layer of a decoder: causal attention and a gated feed-forward network, each behind an RMS normalisation and added to its input. No positions are encoded. */
export interface LayerShape {
  readonly tokens: number;
  readonly hidden: number;
  /** Of `hidden / heads` numbers each. */
  readonly heads: number;
  readonly ffn: number;
}

/** Weights [output][input] and the input [token][hidden]: whole numbers of 8 bits. */
export interface LayerNumbers {
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  readonly output: Matrix;
  readonly gate: Matrix;
  readonly up: Matrix;
  readonly down: Matrix;
  readonly input: Matrix;
}

/** How sums become numbers of 8 bits: x multiplier / 2^shift. */
export interface LayerScale {
  readonly multiplier: number;
  readonly shift: number;
}

export type LayerScales = Readonly<Record<'projection' | 'scores' | 'mixture' | 'output' | 'gate' | 'up' | 'down', LayerScale>> & {
  /** Places that SiLU(gate) x up moves right. */
  readonly gated: number;
};

/** What does the steps of a layer: a model, or an engine that is given one job after the other. */
export interface LayerMachine {
  /** Products of rows of activations and rows of weights, with what happens to them; `elements` has the shape of the result. */
  readonly product: (label: string, activations: Matrix, weights: Matrix, operations: ResultOperations, elements?: Matrix) => Matrix;
  /** RMS normalisation of each row. */
  readonly normalise: (label: string, rows: Matrix) => Matrix;
}

/** The layer's output [token][hidden], step by step: whole numbers of 8 bits all the way. */
export function layerResult(machine: LayerMachine, { tokens, hidden, heads }: LayerShape, numbers: LayerNumbers, scales: LayerScales): Matrix {
  const { input } = numbers;
  const width = hidden / heads;
  const normed = machine.normalise('normalise the input', input);
  const queries = machine.product('queries', normed, numbers.query, scales.projection);
  const keys = machine.product('keys', normed, numbers.key, scales.projection);
  const values = machine.product('values', normed, numbers.value, scales.projection);
  const mixed = matrix(tokens, hidden, new Float64Array(tokens * hidden));
  for (let head = 0; head < heads; head++) {
    for (let token = 0; token < tokens; token++) {
      const name = `head ${head}, token ${token}`;
      const first = head * width;
      const [query, seen] = [part(queries, token, 1, first, width), part(keys, 0, token + 1, first, width)];
      const shares = machine.product(`${name}: scores and softmax`, query, seen, { ...scales.scores, vector: 'softmax' });
      const mixture = machine.product(`${name}: mixture of values`, shares, transposed(part(values, 0, token + 1, first, width)), scales.mixture);
      mixed.values.set(mixture.values, token * hidden + first);
    }
  }
  const attended = machine.product('output of attention, added to the input', mixed, numbers.output, { ...scales.output, combine: 'add' }, input);
  const normedAgain = machine.normalise('normalise the sum', attended);
  const gates = machine.product('gates and SiLU', normedAgain, numbers.gate, { ...scales.gate, vector: 'silu' });
  const gated = machine.product('up, times the gates', normedAgain, numbers.up, { ...scales.up, combine: 'multiply', combineShift: scales.gated }, gates);
  return machine.product('down, added to the sum', gated, numbers.down, { ...scales.down, combine: 'add' }, attended);
}

/** The functional model: products as sums of products, everything behind them by the models of the engine's parts. */
export function layerModel(units: VectorUnits): LayerMachine {
  return {
    product: (_, a, w, operations, elements) => {
      const sums = Float64Array.from({ length: a.rows * w.rows }, (_unused, i) => {
        const [row, column] = [Math.floor(i / w.rows) * a.columns, (i % w.rows) * w.columns];
        let sum = 0;
        for (let k = 0; k < a.columns; k++) sum += a.values[row + k]! * w.values[column + k]!;
        return sum;
      });
      return matrix(a.rows, w.rows, results(units, sums, w.rows, operations, elements?.values));
    },
    normalise: (_, { rows, columns, values }) => (
      matrix(rows, columns, results(units, new Float64Array(rows * columns), columns, { combine: 'alone', vector: 'rms-norm' }, values))),
  };
}

/** The small layer that an exported engine is simulated with. */
export const smallLayer: LayerShape = { tokens: 4, hidden: 32, heads: 2, ffn: 64 };

/** Scales that keep the numbers of `smallNumbers` within 8 bits, most of them, and use those: for weights up to `mostWeight`. */
export function smallScales({ hidden, heads, ffn }: LayerShape, mostWeight: number): LayerScales {
  const places = (length: number, spread: number): number => Math.round(Math.log2((mostWeight / Math.sqrt(3)) * Math.sqrt(length) * spread));
  return {
    projection: { multiplier: 1, shift: places(hidden, 1) },
    scores: { multiplier: 1, shift: Math.round(Math.log2(Math.sqrt(hidden / heads) * 32)) },
    mixture: { multiplier: 1, shift: 7 },
    output: { multiplier: 3, shift: places(hidden, 2) },
    gate: { multiplier: 1, shift: places(hidden, 1) },
    up: { multiplier: 1, shift: places(hidden, 1) },
    down: { multiplier: 3, shift: places(ffn, 2) },
    gated: 4,
  };
}

/** Random weights of -most to most, or of a table, and an input: the same at every call. */
export function smallNumbers({ tokens, hidden, ffn }: LayerShape, most: number, table?: readonly number[]): LayerNumbers {
  const rng = createRng(1);
  const random = (rows: number, columns: number, largest: number): Matrix => (
    matrix(rows, columns, Float64Array.from({ length: rows * columns }, () => (table === undefined || largest !== most ? rng.integer(-largest, largest) : table[rng.integer(0, table.length - 1)]!))));
  return {
    query: random(hidden, hidden, most), key: random(hidden, hidden, most), value: random(hidden, hidden, most), output: random(hidden, hidden, most),
    gate: random(ffn, hidden, most), up: random(ffn, hidden, most), down: random(hidden, ffn, most), input: random(tokens, hidden, 100),
  };
}

function part({ columns, values }: Matrix, firstRow: number, rows: number, firstColumn: number, width: number): Matrix {
  return matrix(rows, width, Float64Array.from({ length: rows * width }, (_, i) => values[(firstRow + Math.floor(i / width)) * columns + firstColumn + (i % width)]!));
}

function transposed({ rows, columns, values }: Matrix): Matrix {
  return matrix(columns, rows, Float64Array.from({ length: rows * columns }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!));
}
