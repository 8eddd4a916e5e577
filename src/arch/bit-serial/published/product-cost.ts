import { tileRows, type Accelerator, type ArrayShape } from './accelerators.js';
import { bufferBytes, bufferPoint, dram } from './buffers.js';
import type { ComparisonOptions } from './options.js';
import type { MatrixProduct } from './products.js';

/** Bits of a weight with its metadata, and of a key or value. Activations have 16. */
export interface Precision {
  readonly weightBits: number;
  readonly cacheBits: number;
}

/** What one product takes. */
export interface ProductCost {
  readonly tiles: number;
  readonly computeCycles: number;
  readonly dramCycles: number;
  /** Bytes of each operand once, and how often it is fetched. */
  readonly weightBytes: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  readonly weightFetches: number;
  readonly inputFetches: number;
  /** Energies of the on-chip buffers in pJ; null where CACTI has no point of that bus width. */
  readonly sramReadPj: number | null;
  readonly sramWritePj: number | null;
}

const activationBits = 16;

/**
 * Cost of a product on an array of R x C PEs with `lanes` lanes:
 *
 *   tiles   = ceil(inputs / lanes) * ceil(outputs / R) * ceil(tokens / C) * repeats
 *   compute = tiles * L,  L = 1, or ceil(floor(bits) / 2) where weights are bit-serial      (+ stages + rows of a tile, unless `noFill`)
 *   dram    = floor(8 * (weights * fw + inputs * fi + outputs) / 256)
 *
 * Bytes are whole bytes for each row of an operand. Where weights and inputs both exceed the buffer, one of them passes once for each part of the other
 * that fits: weights ceil(inputs / buffer) times or inputs ceil(weights / buffer) times, whichever moves less; of equals the inputs.
 */
export function productCost(product: MatrixProduct, accelerator: Accelerator, array: ArrayShape, { weightBits, cacheBits }: Precision, options: ComparisonOptions): ProductCost {
  const { repeats, operands, outputs, inputs, tokens, inputWidth, operand } = product;
  const { lanes, bitSerial, stages } = accelerator;
  const storedBits = operand === 'weights' ? weightBits : cacheBits;
  const computedBits = operand === 'weights' || options.attentionAsWeights === true ? weightBits : cacheBits;
  const terms = bitSerial ? termsOfBits(computedBits) : 1;
  const tiles = Math.ceil(inputs / lanes) * Math.ceil(outputs / array.rows) * Math.ceil(tokens / array.columns) * repeats;
  const fill = options.noFill === true ? 0 : stages + tileRows;

  const weightBytes = Math.ceil((inputs * storedBits) / 8) * outputs * operands;
  const inputBytes = Math.ceil((inputWidth * activationBits) / 8) * tokens * repeats;
  const outputBytes = Math.ceil((outputs * activationBits) / 8) * tokens * repeats;
  const [weightFetches, inputFetches] = fetches(weightBytes, inputBytes, options.noDoubleBuffering === true ? bufferBytes : bufferBytes / 2);

  const weightBus = bufferPoint((lanes * busBits(weightBits, bitSerial, options) * array.rows) / (bitSerial ? 2 : 1));
  const inputBus = bufferPoint((lanes * activationBits * array.columns) / (bitSerial ? 2 : 1));
  const written = (bits: number, values: number, rows: number): number => Math.ceil((values * bits) / wordBits) * rows * wordBits;
  return {
    tiles, computeCycles: tiles * terms + fill,
    dramCycles: Math.floor(((weightBytes * weightFetches + inputBytes * inputFetches + outputBytes) * 8) / dram.bitsPerCycle),
    weightBytes, inputBytes, outputBytes, weightFetches, inputFetches,
    sramReadPj: weightBus === null || inputBus === null ? null : tiles * (weightBus.read.value + inputBus.read.value),
    sramWritePj: weightBus === null || inputBus === null ? null
      : (written(computedBits, inputs, outputs * operands) * weightFetches * weightBus.write.value) / weightBus.busBits
        + ((written(activationBits, inputWidth, tokens * repeats) * inputFetches + written(activationBits, outputs, tokens * repeats)) * inputBus.write.value) / inputBus.busBits,
  };
}

/** Bits of a word that is written into a buffer. */
const wordBits = 64;

/** Cycles of a bit-serial step: two bits of the element each; a fraction of a bit is metadata. */
export function termsOfBits(bits: number): number {
  return Math.ceil(Math.floor(bits) / 2);
}

/** Bits that the bus holds for a weight, in whole nibbles. */
function busBits(bits: number, bitSerial: boolean, options: ComparisonOptions): number {
  return Math.ceil((bitSerial && options.busHoldsMetadata !== true ? Math.floor(bits) : bits) / 4) * 4;
}

/** How often weights and inputs pass. */
function fetches(weightBytes: number, inputBytes: number, capacity: number): readonly [weights: number, inputs: number] {
  if (weightBytes <= capacity || inputBytes <= capacity) return [1, 1];
  const weights = Math.ceil(inputBytes / capacity);
  const inputs = Math.ceil(weightBytes / capacity);
  return weights * weightBytes + inputBytes < inputs * inputBytes + weightBytes ? [weights, 1] : [1, inputs];
}
