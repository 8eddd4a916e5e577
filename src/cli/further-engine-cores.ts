import { planeTileDesign } from '../arch/binary-tensor-core/rtl.js';
import { reductionCycles } from '../arch/bit-serial/cycles.js';
import { bitSerialTileDesign } from '../arch/bit-serial/rtl.js';
import { lanes } from '../arch/bit-serial/terms.js';
import { termCount, weightValues, type WeightFormat } from '../arch/bit-serial/tile/weight-format.js';
import { digitBits, encodedParts } from '../arch/codebook/functional.js';
import { codebookTileDesign } from '../arch/codebook/rtl.js';
import type { TileParameters as CodebookTile } from '../arch/codebook/tile/parameters.js';
import { tileCycles } from '../arch/shift-add/cycles.js';
import { shiftAddTileDesign } from '../arch/shift-add/rtl.js';
import type { TileParameters as ShiftAddTile } from '../arch/shift-add/tile/parameters.js';
import type { TileProblem as ShiftAddProblem } from '../arch/shift-add/tile/problem.js';
import type { RtlDesign } from '../rtl-export/kit/design.js';
import { tokenTiles, type ProductCore } from '../rtl-export/kit/engine/product.js';
import type { CodebookWeights } from '../sim/numerics/arithmetic/codebook-gemv.js';
import type { Matrix } from '../sim/model/matrix.js';
import { matrix, zeros } from '../sim/numerics/arithmetic/matrix.js';

/** A core of a design, or why there is no engine around it. `value` is that of a parameter of the design. */
export type CoreMaker = (design: RtlDesign, value: (parameter: string) => number) => Omit<ProductCore, 'latency'> | string;

/** Cores with streams, orders or numbers of their own: scales of groups, planes, codebooks, floating point. */
export const furtherCores: Readonly<Record<string, CoreMaker>> = {
  shift_add_tile: (design, value) => {
    const tile: ShiftAddTile = {
      kind: 'shift-add', tokens: value('TOKENS'), columns: value('COLUMNS'), depth: value('DEPTH'), encoding: value('BOOTH') === 1 ? 'booth' : 'binary',
      termsPerCycle: value('TERMS'), group: value('GROUP'), scalers: value('SCALERS'), activationBits: value('ACT_BITS'), weightBits: value('WGT_BITS'),
      scaleBits: value('SCALE_BITS'), accumulatorBits: value('ACC_BITS'),
    };
    if (tile.columns % tile.scalers !== 0) return `its last batch of results has ${tile.columns % tile.scalers} of ${tile.scalers}, and the engine takes batches of one size`;
    return {
      design, weights: signedRange(tile.weightBits), scales: false, weightSlack: 0, further: { name: 'scl', per: 'tile' },
      layout: { featureLanes: tile.scalers, tokenLanes: tile.tokens, beatsAre: 'features', featureBeats: tile.columns / tile.scalers, together: 'token' },
      runs: (activations, weights) => {
        const problem = unscaled(tile, weights);
        const steady = tileCycles(tile, 1, tile.columns, weights.columns, tile.weightBits);
        return tokenTiles(activations, tile.tokens).map((rows) => {
          const run = shiftAddTileDesign(tile, [{ what: 'a tile of tokens', problem: { ...problem, activations: rows } }]).runs[0]!;
          return { ...run, latency: run.cycles - Math.ceil(weights.rows / tile.columns) * steady };
        });
      },
    };
  },
  shift_add_table: () => 'it goes through all of its features for each set of activations, and the engine through all activations for each tile of features',
  bit_plane_tile: (design, value) => {
    if (value('BIPOLAR') === 1) return 'sums of bipolar planes are those of odd numbers 2 v + 1, and the engine takes no row sums off';
    const tile = { rows: value('ROWS'), columns: value('COLS'), depth: value('DEPTH'), code: 'twos-complement', rowPlanes: value('ROW_PLANES'), sumBits: value('SUM_BITS') } as const;
    if (tile.rowPlanes !== 1 && tile.rowPlanes !== 8) return `activations of an engine have 8 bits, not ${tile.rowPlanes}`;
    const tokens = tile.rows / tile.rowPlanes;
    return {
      design, weights: signedRange(8), scales: false, weightSlack: 0, isSlow: true,
      layout: { featureLanes: tile.columns, tokenLanes: tokens, beatsAre: 'tokens', featureBeats: 1, together: 'token' },
      // Weights of fewer bits have fewer planes, and take fewer cycles.
      runs: (activations, weights) => tokenTiles(activations, tokens)
        .map((rows) => planeTileDesign(tile, [{ what: 'a tile of tokens', problem: { activations: rows, weights, activationBits: 8, weightBits: bitsOf(weights) } }]).runs[0]!),
    };
  },
  codebook_tile: (design, value) => {
    const tile: CodebookTile = {
      tokens: value('TOKENS'), vectorLength: value('VECTOR'), main: value('MAIN'), rest: value('REST'), entryBits: value('ENTRY_BITS'),
      activationBits: value('ACT_BITS'), sumBits: value('SUM_BITS'), memory: value('BLOCK') === 1 ? 'block' : 'luts',
    };
    const bits = digitBits({ vectorLength: tile.vectorLength, entries: tile.rest === 0 ? [tile.main] : [tile.main, tile.rest] }).reduce((sum, digit) => sum + digit, 0);
    if (bits < 1) return `its codebooks do not hold every vector of ${tile.vectorLength} whole numbers`;
    return {
      design, weights: signedRange(bits), scales: false, weightSlack: 0, weightStream: 'idx', further: { name: 'ent', per: 'job' },
      layout: { featureLanes: tile.vectorLength, tokenLanes: tile.tokens, beatsAre: 'tokens', featureBeats: 1, together: 'token' },
      runs: (activations, weights) => {
        const stored = codebookOf(tile, weights);
        return tokenTiles(activations, tile.tokens).map((rows) => codebookTileDesign(tile, [{ what: 'a tile of tokens', problem: { activations: rows, weights: stored } }]).runs[0]!);
      },
    };
  },
  bit_serial_tile: (design, value) => {
    const format = bitSerialFormat(value);
    const [rows, columns] = [value('ROWS'), value('COLS')];
    const patterns = [...weightValues(format, 0)];
    const most = wholeNumbersTo(patterns);
    return {
      design, weights: format.kind === 'integer' ? signedRange(format.bits) : { least: -most, most }, scales: false, weightSlack: 0, rawOnly: true,
      layout: { featureLanes: 1, tokenLanes: columns, beatsAre: 'features', featureBeats: rows },
      runs: (activations, weights) => {
        const [channels, reduction] = [weights.rows, weights.columns];
        const stored = Uint8Array.from(weights.values, (w) => patterns.indexOf(w));
        const tile = Math.max(reductionCycles([Math.ceil(reduction / lanes)], termCount(format)), rows);
        return tokenTiles(activations, columns).map((tokens) => {
          const shape = { tokens: columns, channels, reduction, group: reduction };
          const problem = { shape, activations: Uint16Array.from(tokens.values, fp16Pattern), weights: stored, selectors: new Uint8Array(channels), scales: new Uint8Array(channels).fill(1) };
          const run = bitSerialTileDesign({ rows, columns, format }, [{ what: 'a tile of tokens', problem }]).runs[0]!;
          return { ...run, latency: run.cycles - Math.ceil(channels / rows) * tile };
        });
      },
    };
  },
};

/** The numbers of two's complement of so many bits. */
export function signedRange(bits: number): { readonly least: number; readonly most: number } {
  return { least: -(2 ** (bits - 1)), most: 2 ** (bits - 1) - 1 };
}

/** Weights with scales of 1: unsigned codes and their zero point, or signed ones. The activations are those of a tile of tokens. */
function unscaled({ encoding, weightBits, group }: ShiftAddTile, weights: Matrix): Omit<ShiftAddProblem, 'activations'> {
  const zero = encoding === 'binary' ? 2 ** (weightBits - 1) : 0;
  const groups = Math.ceil(weights.columns / group);
  const all = (value: number): Matrix => matrix(weights.rows, groups, new Float64Array(weights.rows * groups).fill(value));
  return { weights: matrix(weights.rows, weights.columns, Float64Array.from(weights.values, (w) => w + zero)), weightBits, scales: all(1), zeroPoints: all(zero) };
}

/** Bits of the narrowest two's complement that has all these numbers. */
function bitsOf({ values }: Matrix): number {
  let bits = 1;
  while (values.some((x) => x < signedRange(bits).least || x > signedRange(bits).most)) bits++;
  return bits;
}

/** Weights as indices of the vectors that occur, digit by digit where there are two codebooks. */
function codebookOf({ vectorLength, main, rest }: CodebookTile, weights: Matrix): CodebookWeights {
  const [first, second] = encodedParts(weights, { vectorLength, entries: rest === 0 ? [main] : [main, rest] });
  if (first === undefined) throw new RangeError(`a codebook of ${main} entries holds no vectors of ${vectorLength} whole numbers`);
  if (rest === 0) return first;
  // A residual codebook without a digit adds nothing.
  const nothing = { centroids: zeros(1, vectorLength), indices: new Uint32Array(first.indices.length) };
  return { ...first, residual: second === undefined ? nothing : { centroids: second.centroids, indices: second.indices } };
}

function bitSerialFormat(value: (parameter: string) => number): WeightFormat {
  const bits = value('WEIGHT_BITS');
  if (value('IS_FLOAT') === 0) return { kind: 'integer', bits };
  const special = (selector: number): number => value(`SPECIAL_${selector}`) / 2;
  return { kind: 'float', bits: bits === 3 ? 3 : 4, specials: [special(0), special(1), special(2), special(3)] };
}

/** The largest n for which all whole numbers from -n to n are among these. */
function wholeNumbersTo(numbers: readonly number[]): number {
  let n = 0;
  while (numbers.includes(n + 1) && numbers.includes(-n - 1)) n++;
  return n;
}

/** The FP16 pattern of a whole number of up to 11 bits. */
function fp16Pattern(x: number): number {
  if (x === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  return (x < 0 ? 0x8000 : 0) + (exponent + 15) * 1024 + (Math.abs(x) / 2 ** exponent - 1) * 1024;
}
