import { beatBits } from '../design.js';
import type { Engine } from './engine.js';
import { results, type ResultOperations } from './element-functions.js';
import type { EngineProduct } from './product.js';
import { registerMap, registerValue, type RegisterName } from './register-map.js';

/** One job of an engine: what is written into its registers, what goes in and what comes out. */
export interface EngineJob {
  readonly label: string;
  /** Settings; registers that are not named are 0. */
  readonly settings: Readonly<Partial<Record<RegisterName, number>>>;
  readonly act: readonly bigint[];
  readonly wgt: readonly bigint[];
  /** Beats of the further stream of the core. */
  readonly further: readonly bigint[];
  /** Signed bytes. */
  readonly elements: readonly number[];
  readonly operations: ResultOperations;
  /** Tokens of a tile; all of them where there is no product. */
  readonly tileTokens: number;
  /** Cycles of the core for each tile of tokens alone, without what comes before the first one; none where there is no product. */
  readonly runCycles: readonly number[];
  /** Cycles of a run beside those of its tiles, where that is not as long for every product. */
  readonly latency?: number;
  /** For each tile of tokens the cycles of its tiles of features, where they differ. */
  readonly tileCycles?: readonly (readonly number[])[];
  /** Whether weights come past a dequantiser. */
  readonly isWide?: boolean;
  /** [token][feature], signed. */
  readonly results: Float64Array;
  readonly rowLength: number;
}

/** The settings of a job in the order of their addresses, all of them: what a host writes before it starts the job. */
export function settingsOf({ settings }: EngineJob): readonly (readonly [name: RegisterName, value: number])[] {
  return registerMap.filter(({ access }) => access === 'setting').map(({ name }) => [name, settings[name] ?? 0]);
}

/** A product with what happens to its sums. Elements are needed where they are combined. */
export function productJob(engine: Engine, product: EngineProduct, operations: ResultOperations, elements: ArrayLike<number> = []): EngineJob {
  const {
    label, mTiles, nTiles, actBeats, wgtBeats, outBeats, furtherBeats, tokens, features, tileTokens, runCycles, act, wgt, further, sums, latency, tileCycles, settings = {}, isWide = false,
  } = product;
  if (engine.core.rawOnly === true && operations.raw !== true) throw new RangeError(`${label}: results of ${engine.core.design.core} only leave as they are`);
  return {
    label, operations, tileTokens, runCycles, act, wgt, further, elements: Array.from(elements), rowLength: features, ...(latency === undefined ? {} : { latency }), ...(tileCycles === undefined ? {} : { tileCycles }), ...(isWide ? { isWide } : {}),
    settings: {
      M_TILES: mTiles, N_TILES: nTiles, ACT_BEATS: actBeats, WGT_BEATS: wgtBeats, ...(furtherBeats === 0 ? {} : { FURTHER_BEATS: furtherBeats }), OUT_BEATS: outBeats, TOKENS: tokens, FEATURES: features,
      ...settings, ...operationSettings(operations, isWide),
    },
    results: results(engine, sums, features, operations, elements),
  };
}

/**
 * The same product with weights from memory, and what lies there: beats one behind the other, the first byte of each first. Throws a RangeError where there
 * is no reader.
 */
export function fromMemory(engine: Engine, job: EngineJob, address: bigint): { readonly job: EngineJob; readonly words: readonly bigint[] } {
  if (engine.reader === undefined) throw new RangeError('the engine has no reader');
  const [beatSize, wordBits] = [BigInt(beatBits(engine.streams.wgt)), BigInt(engine.reader.dataBits)];
  if (address % (wordBits / 8n) !== 0n) throw new RangeError(`weights lie at a multiple of ${wordBits / 8n} bytes, not at ${address}`);
  const words: bigint[] = [];
  let [held, bits] = [0n, 0n];
  for (const beat of job.wgt) {
    held |= beat << bits;
    for (bits += beatSize; bits >= wordBits; bits -= wordBits) {
      words.push(BigInt.asUintN(engine.reader.dataBits, held));
      held >>= wordBits;
    }
  }
  if (bits > 0n) words.push(held);
  const settings = {
    ...job.settings, MODE: (job.settings.MODE ?? 0) + registerValue('MODE', { FROM_MEMORY: 1 }),
    WEIGHT_ADDRESS_LOW: Number(BigInt.asUintN(32, address)), WEIGHT_ADDRESS_HIGH: Number(address >> 32n), WEIGHT_WORDS: words.length,
  };
  return { job: { ...job, wgt: [], settings }, words };
}

/** A function of rows of elements without a product. */
export function elementsJob(engine: Engine, label: string, elements: ArrayLike<number>, rowLength: number, vector: NonNullable<ResultOperations['vector']>): EngineJob {
  const operations: ResultOperations = { combine: 'alone', vector };
  return {
    label, operations, tileTokens: elements.length / rowLength, runCycles: [], act: [], wgt: [], further: [], elements: Array.from(elements), rowLength,
    settings: { TOKENS: elements.length / rowLength, FEATURES: rowLength, ...operationSettings(operations) },
    results: results(engine, new Float64Array(elements.length), rowLength, operations, elements),
  };
}

const combineNumbers = { none: 0, add: 1, multiply: 2, alone: 3 } as const;
const vectorNumbers = { none: 0, softmax: 1, 'rms-norm': 2, silu: 3 } as const;

function operationSettings({ raw = false, multiplier = 1, shift = 0, combine = 'none', combineShift = 0, vector = 'none' }: ResultOperations, isWide = false): EngineJob['settings'] {
  return {
    MODE: registerValue('MODE', { RAW: raw ? 1 : 0, COMBINE: combineNumbers[combine], VECTOR: vectorNumbers[vector], WIDE: isWide ? 1 : 0 }),
    SCALE: registerValue('SCALE', { MULTIPLIER: multiplier, SHIFT: shift, COMBINE_SHIFT: combineShift }),
  };
}
