import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { accumulatorBits, cascadeLength, int4Quad, int8Pair, packedProduct, type LanePacking } from '../../sim/numerics/arithmetic/dsp48-packing.js';
import { matrix, zeros } from '../../sim/numerics/arithmetic/matrix.js';
import { highestOf, lowestOf, wrapToBits } from '../../sim/numerics/arithmetic/width.js';
import type { DspChainParameters } from './spec.js';

/** Several products in one DSP block: the packing, the widest operands, and low bits of each lane's sum that are computed beside it. */
interface Sharing {
  readonly packing: LanePacking;
  readonly operandBits: number;
  readonly canaryBits: number;
}

const sharing: Readonly<Record<number, Sharing>> = {
  2: { packing: int8Pair, operandBits: 8, canaryBits: 0 },
  // Lanes of 7 bits do not hold -8 x -8: two canary bits make them 9.
  4: { packing: int4Quad, operandBits: 4, canaryBits: 2 },
};

/**
 * The chains of one core. Each DSP block multiplies one weight with the activations of 1, 2 or 4 tokens; a cascade adds as many products as
 * its lanes hold, then the lanes are taken apart, a borrow of the lane below is given back, and the reduction node adds them up outside.
 * The sparse multiplexer leaves out products of weights that are 0 (FlightLLM, Zeng et al., FPGA 2024, section 3.2.1).
 */
export function dspChainFunctional(p: DspChainParameters, macsPerDsp: number): FunctionalModel {
  const shared = sharing[macsPerDsp];
  const bits = shared?.operandBits ?? 8;
  const chain = shared === undefined ? plainChain : packedChain(shared, p.vector.depth);
  return {
    arithmetic: shared === undefined
      ? `one INT8 product a multiplier, sums of ${accumulatorBits} bits`
      : `${macsPerDsp} products with one weight in a DSP block, ${shared.packing.offsets[1]!} bits a lane, ${Math.min(p.vector.depth, longestCascade(shared))} of them added before lanes are taken apart`,
    exactBelow: null,
    declines: (activations, weights) => declined('activations', activations, bits) ?? declined('weights', weights, bits),
    product: (activations, weights) => (p.sparse === false ? chain(activations, weights) : withoutZeros(activations, weights, chain)),
  };
}

function declined(what: string, type: DataType, bits: number): string | null {
  if (type.kind === 'integer' || type.kind === 'ternary') return type.bits <= bits ? null : `${what} of ${type.bits} bits: the multipliers have ${bits}`;
  return `${what} in ${type.name}: the multipliers take integers`;
}

type Chain = (activations: Matrix, weights: Matrix) => Matrix<Float64Array>;

/** Products that fit a lane whatever the operands are. */
function longestCascade({ packing, operandBits, canaryBits }: Sharing): number {
  return cascadeLength(packing, { lowest: lowestOf(operandBits) * highestOf(operandBits), highest: lowestOf(operandBits) ** 2 }, canaryBits);
}

function packedChain(shared: Sharing, depth: number): Chain {
  const cascade = Math.min(depth, longestCascade(shared));
  return (activations, weights) => packedProduct(activations, weights, { packing: shared.packing, cascade, canaryBits: shared.canaryBits });
}

/** One product a multiplier, added up in the accumulator of the cascade. */
function plainChain(activations: Matrix, weights: Matrix): Matrix<Float64Array> {
  const y = zeros(activations.rows, weights.rows);
  const k = weights.columns;
  for (let m = 0; m < activations.rows; m++) {
    for (let n = 0; n < weights.rows; n++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum = wrapToBits(sum + activations.values[m * k + i]! * weights.values[n * k + i]!, accumulatorBits);
      y.values[m * weights.rows + n] = sum;
    }
  }
  return y;
}

/** Each output feature by itself: the activations that its kept weights pick, times those weights. */
function withoutZeros(activations: Matrix, weights: Matrix, chain: Chain): Matrix<Float64Array> {
  const k = weights.columns;
  const y = zeros(activations.rows, weights.rows);
  for (let n = 0; n < weights.rows; n++) {
    const kept = Array.from({ length: k }, (_, i) => i).filter((i) => weights.values[n * k + i] !== 0);
    const picked = Float64Array.from({ length: activations.rows * kept.length }, (_, i) => activations.values[Math.floor(i / kept.length) * k + kept[i % kept.length]!]!);
    const column = chain(matrix(activations.rows, kept.length, picked), matrix(1, kept.length, Float64Array.from(kept, (i) => weights.values[n * k + i]!)));
    column.values.forEach((value, m) => { y.values[m * weights.rows + n] = value; });
  }
  return y;
}
