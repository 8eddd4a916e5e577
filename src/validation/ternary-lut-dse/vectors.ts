import { isRecord } from '../../sim/core/is-record.js';
import { readTables, symmetricTables, ternaryKeys } from '../../arch/ternary/keys.js';
import { packBase3, packTwoBits } from '../../arch/ternary/packed-weights.js';
import { matrix } from '../../sim/numerics/arithmetic/matrix.js';
import { closed, type ClosedFamily } from '../lut-vectors/family.js';
import { Malformed } from '../lut-vectors/malformed.js';
import { flattened, nested } from '../lut-vectors/nested.js';

/** y = W^T a of N inputs and M outputs through symmetric tables: the keys as [group][output], the first table, the results. */
const gemv = closed({
  name: 'ternary-lut-gemv',
  parameters: (read) => ({ group: read.whole('mu', 1, 8), inputs: read.whole('N', 1, 2 ** 16), outputs: read.whole('M', 1, 2 ** 16), bits: read.whole('activationBits', 1, 24) }),
  fields: ({ inputs, outputs, bits }) => ({
    a: { shape: [inputs], low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1 },
    W: { shape: [inputs, outputs], low: -1, high: 1, given: [-1, 1] },
  }),
  answers: ({ group, inputs, outputs }, { a, W }) => {
    const keys = ternaryKeys(matrix(outputs, inputs, transposed(W, inputs, outputs)), group);
    const tables = symmetricTables(a, group);
    return {
      keys: nested(transposed(keys.values, outputs, keys.groups), [keys.groups, outputs]),
      tableOfGroup0: [...tables.values.subarray(0, tables.columns)],
      y: [...readTables(tables, keys)],
    };
  },
});

/** Weights as bytes. */
function packing(name: string, pack: (weights: readonly number[]) => Uint8Array): ClosedFamily {
  const read = (row: Readonly<Record<string, unknown>>): number[] => {
    const weights = isRecord(row['inputs']) ? row['inputs']['weights'] : undefined;
    if (!Array.isArray(weights)) throw new Malformed('the row has no list of weights');
    return flattened(weights, [weights.length], 'weights');
  };
  return { name, inputs: (row) => ({ weights: Float64Array.from(read(row)) }), answers: (row) => ({ bytes: [...pack(read(row))] }) };
}

/** Families of exact vectors, by the name that rows have. */
export const ternaryVectorFamilies: readonly ClosedFamily[] = [gemv, packing('pack5-base3', packBase3), packing('pack2bit-00-01-10', packTwoBits)];

function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: values.length }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
}
