import type { Bookkeeping } from './bookkeeping.js';
import type { ArrayLimits, Pass, PassPrices, PassShape, PassStorage, PassWidths } from './pass.js';

/** What a PE does with one pair of an input and an output. */
export type OperationKind =
  /** A product; with its addition unless additions are passes of their own. */
  | 'multiply'
  | 'add'
  /** A product of two activations. */
  | 'gate'
  | 'shift'
  | 'look-up'
  /** Look-ups of all planes of a weight group, each scaled by a product and added. */
  | 'scaled-look-ups'
  /** The same scaled by shifts. */
  | 'shifted-look-ups';

/** A pass before prices: what, over which shape, with weights of that many bits (planes, for look-ups of all planes). */
export interface Operation {
  readonly kind: OperationKind;
  readonly shape: PassShape;
  readonly weightBits: number;
}

/** Inputs that share a table, its entries, and the additions that build it: seven for the first entry and one for each other. */
export const tableGroup = 8;
export const tableEntries = 2 ** tableGroup;
export const tableAdds = tableGroup - 1 + tableEntries - 1;

/**
 * pJ of an operation on 16-bit words, of floats of 32 bits where two are given; of accesses, for 16 bits: register 3.7 pJ, and multiples of it. From the
 * released energy script of ShiftAddLLM; the products and additions are those of Horowitz, ISSCC 2014 (45 nm).
 */
const picojoules = { multiply: { half: 1.1, single: 3.7 }, add: { half: 0.4, single: 0.9 }, shift: 0.15, lookUp: 0.37, dram: 200, register: 3.7 } as const;
/** Network 2 registers, sums 1, buffer 6, register of weights 2 (Eyeriss, Chen et al., ISCA 2016, table IV, weights aside). */
const registersOf = { buffer: 6, network: 2, networkSum: 1, weightRegister: 2 } as const;
/** mJ. */
const scale = 1e9;

/** 12 x 16 PEs at 250 MHz. Words of 16 bits: of a PE 12 inputs, 960 weights, 16 sums; 65536 in the buffer. */
const array = { pes: 16 * 12, inputRegister: 12, weightRegister: 960, outputRegister: 16, buffer: 65536, clockHz: 250e6 } as const;
/** Words are of 16 bits. */
const word = 16;

/** The pass of an operation under a bookkeeping. */
export function passOf(operation: Operation, book: Bookkeeping): Pass {
  const bits = pricedBits(operation, book);
  return {
    shape: operation.shape,
    limits: limitsOf(operation.weightBits, book),
    storage: storageOf(operation, book),
    prices: pricesOf(operation, bits, book),
    widths: book.operandsAsWideAsWeights ? { input: { dram: 1, buffer: 1, network: 1, register: 1 }, weight: 1, output: 1 } : widthsOf(operation),
    pairSeconds: pairSecondsOf(operation, book),
    leakyFilterAbove: book.leakyFilter ? array.outputRegister : null,
  };
}

/** Bits of the word that the prices are for: of all operands, where they are equally wide, else 16. */
function pricedBits({ kind, weightBits }: Operation, book: Bookkeeping): number {
  if (kind === 'shift' && book.tenBitShifts) return 10;
  return book.operandsAsWideAsWeights ? weightBits : word;
}

function pricesOf(operation: Operation, bits: number, book: Bookkeeping): PassPrices {
  const { kind } = operation;
  const outside = book.freeOnChipOperations && (kind === 'add' || kind === 'gate' || kind === 'look-up') ? 0 : 1;
  const share = bits / word;
  const buildsTables = kind === 'scaled-look-ups' || kind === 'shifted-look-ups';
  const bufferWrite = registersOf.buffer * picojoules.register;
  return {
    compute: computeOf(operation, book) / scale,
    dram: outside * (picojoules.dram / scale) * share,
    buffer: outside * (registersOf.buffer / scale) * picojoules.register * share,
    network: outside * (registersOf.network / scale) * picojoules.register * share,
    networkSum: (registersOf.networkSum / scale) * picojoules.register * share,
    register: (1 / scale) * picojoules.register * share,
    weightRegister: (registersOf.weightRegister / scale) * picojoules.register * share,
    arrival: buildsTables ? (tableAdds * picojoules.add.half + tableEntries * bufferWrite) / scale : 0,
  };
}

/** pJ of one pair. */
function computeOf({ kind, weightBits }: Operation, book: Bookkeeping): number {
  const precision = weightBits === 32 ? 'single' : 'half';
  const add = picojoules.add[precision];
  const multiply = picojoules.multiply[precision];
  switch (kind) {
    case 'multiply': return book.separateAdditions ? multiply : multiply + add;
    case 'gate': return multiply;
    case 'add': return add;
    case 'shift': return picojoules.shift;
    case 'look-up': return picojoules.lookUp;
    case 'scaled-look-ups': return weightBits * (picojoules.lookUp + multiply + add);
    case 'shifted-look-ups': return weightBits * (picojoules.lookUp + picojoules.shift + add);
  }
}

/** Operands in words of 16 bits. Of a table the DRAM has the activations, buffer and network all entries; what is read of it is in the look-up. */
function widthsOf({ kind, weightBits }: Operation): PassWidths {
  if (kind === 'scaled-look-ups' || kind === 'shifted-look-ups') {
    return { input: { dram: tableGroup, buffer: tableEntries, network: tableEntries, register: 0 }, weight: (tableGroup * weightBits) / word, output: 1 };
  }
  return { input: { dram: 1, buffer: 1, network: 1, register: 1 }, weight: weightBits / word, output: 1 };
}

function storageOf(operation: Operation, book: Bookkeeping): PassStorage {
  if (book.doubledBelow16Bits) return { input: 1, inputAmongWeights: 0, inputInBuffer: 1, weight: 1, output: 1 };
  const { input, weight, output } = widthsOf(operation);
  // A table is too large for the register of inputs: it lies beside the weights.
  const isTable = input.network === tableEntries;
  return { input: isTable ? 0 : 1, inputAmongWeights: isTable ? tableEntries : 0, inputInBuffer: input.buffer, weight, output };
}

function limitsOf(weightBits: number, book: Bookkeeping): ArrayLimits {
  const narrow = book.doubledBelow16Bits && weightBits < word;
  const [words, pes] = narrow ? [2, 4] : [1, 1];
  const less = book.exclusiveLimits ? 1 : 0;
  return {
    pes: array.pes * pes - less, inputRegister: array.inputRegister * words - less, weightRegister: array.weightRegister * words - less,
    outputRegister: array.outputRegister * words, buffer: array.buffer * words - less,
  };
}

function pairSecondsOf({ kind, weightBits }: Operation, book: Bookkeeping): number {
  const cycle = 1 / array.clockHz;
  switch (kind) {
    case 'shift': return book.tenBitShifts ? cycle / (32 / 10) : cycle;
    case 'scaled-look-ups': case 'shifted-look-ups': return weightBits * cycle;
    case 'multiply': case 'add': case 'gate': case 'look-up': return cycle;
  }
}
