import { chosenDequantizer } from './chosen-dequantizer.js';
import { signedRange } from './core-maker.js';
import type { Dequantizer } from './dequantizer.js';
import { engineCycles } from './engine-cycles.js';
import { engineOf, type Engine, type EngineOptions, type WeightReader } from './engine.js';
import { smallLayer, smallNumbers, smallScales } from './engine-layer.js';
import { withEngine, type ReducedProblem } from './export.js';
import { fromMemory, productJob, type EngineJob } from './job.js';
import { layerJobs } from './layer-jobs.js';
import { codesOrWide } from './packed-product.js';
import { engineProduct, type ProductCore } from './product.js';
import { identifierOf } from '../identifier.js';
import { createRng } from '../../../sim/core/rng.js';
import type { SimulationInput } from '../../../sim/engine/simulate.js';
import type { Matrix } from '../../../sim/model/matrix.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { rmsNormUnit, searchFunctionUnit, softmaxUnit } from '../../../sim/numerics/function-units/index.js';

/** A reader for a channel of HBM: 256 bits, bursts of 512 bytes, and four of them under way. */
const memoryReader: WeightReader = { dataBits: 256, burst: 16, depth: 64 };

export interface ExportedCores {
  /** The one that is simulated. */
  readonly core: ProductCore;
  /** The one of the experiment. */
  readonly whole: ProductCore;
}

/**
 * An exported tile with an engine around it, sized by the experiment, and a smaller one that is simulated; with a reader of weights from memory where that is
 * asked for, and a dequantiser where the weights of the experiment are narrower than those of the core.
 */
export function exportEngine(
  files: ReadonlyMap<string, string>, { core, whole }: ExportedCores, name: string, input: Pick<SimulationInput, 'graph' | 'scenario' | 'scheme'>, hasReader: boolean,
): ReadonlyMap<string, string> {
  const top = `${identifierOf(name)}_engine`;
  const sizes = experimentSizes(input);
  const chosen = chosenDequantizer(input.scheme.weights, whole);
  const options = { ...(hasReader ? { reader: memoryReader } : {}), ...(chosen === null ? {} : { dequantizer: chosen.dequantizer }) };
  const simulated = engineOf(core, { ...options, name: `${top}_small`, activationDepth: 256, weightDepth: 64, resultDepth: 256, ...unitsFor(smallLayer.hidden, 64) });
  const exported = engineOf(whole, { ...options, name: top, ...depthsFor(whole, sizes.reduction), ...unitsFor(sizes.hidden, sizes.context) });
  return withEngine(files, exported, simulated, reducedProblem(simulated, core, chosen?.table));
}

interface ExperimentSizes {
  /** Numbers of a token between layers. */
  readonly hidden: number;
  /** Elements of the longest sum. */
  readonly reduction: number;
  /** Scores of the longest softmax. */
  readonly context: number;
}

const longestRow = 65535;

function experimentSizes({ graph, scenario }: Pick<SimulationInput, 'graph' | 'scenario'>): ExperimentSizes {
  const ops = graph.groups.flatMap((group) => group.ops);
  const context = Math.min(longestRow, Math.max(2, scenario.promptTokens + scenario.outputTokens));
  return {
    hidden: ops.reduce((most, op) => (op.kind === 'norm' ? Math.max(most, op.width) : most), 2),
    reduction: ops.reduce((most, op) => (op.kind === 'linear' ? Math.max(most, op.inFeatures) : most), context),
    context,
  };
}

/** Tiles of features whose results the buffer of the exported engine holds. */
const featureTiles = 16;
/** Elements of a sum, and tokens, that beats are counted on. */
const sample = { reduction: 960, tokens: 256 } as const;

/** Buffers for the longest sum, some tiles of features, and as many weights as activations of a tile wait for. */
function depthsFor(core: ProductCore, reduction: number): Pick<EngineOptions, 'activationDepth' | 'weightDepth' | 'resultDepth'> {
  const { layout, runs } = core;
  const ones = (rows: number, columns: number): Matrix => matrix(rows, columns, new Float64Array(rows * columns).fill(1));
  const features = layout.featureLanes * layout.featureBeats;
  const actBeats = runs(ones(1, sample.reduction), ones(features, sample.reduction))[0]!.beats['act']!.length;
  const outBeats = runs(ones(sample.tokens, 1), ones(features, 1))[0]!.beats['out']!.length;
  const activationDepth = Math.min(longestRow, Math.max(256, Math.ceil((reduction * actBeats) / sample.reduction)));
  return { activationDepth, weightDepth: 512, resultDepth: Math.min(longestRow, Math.max(512, featureTiles * outBeats)) };
}

function unitsFor(hidden: number, context: number): Omit<EngineOptions, 'name' | 'activationDepth' | 'weightDepth' | 'resultDepth'> {
  return {
    style: 'block',
    softmax: softmaxUnit({ inputBits: 8, inputFractionBits: 4, outputBits: 8, maximumLength: context }),
    rmsNorm: rmsNormUnit({ inputBits: 8, length: hidden, epsilon: 1, outputBits: 8, outputFractionBits: 5 }),
    silu: searchFunctionUnit({ function: 'silu', inputBits: 8, inputFractionBits: 4, outputBits: 8, outputFractionBits: 4, maximumError: 1 }).unit,
  };
}

/** A small transformer layer where the core takes weights of 8 bits, as attention needs them; else a product. Codes are those of a table where there is one. */
export function reducedProblem(engine: Engine, core: ProductCore, table?: readonly number[]): ReducedProblem {
  const { dequantizer } = engine;
  const { least, most } = dequantizer === undefined ? core.weights : codedRange(dequantizer, table);
  const withCycles = (job: EngineJob): ReducedProblem['jobs'][number] => ({ job, cycles: engineCycles(engine, core, job) });
  const { tokens, hidden, heads, ffn } = smallLayer;
  if (core.weights.most >= 127 && most > 0 && dequantizer?.wide !== false && core.rawOnly !== true && core.isSlow !== true) {
    const largest = Math.min(127, most);
    const jobs = layerJobs(engine, core, smallLayer, smallNumbers(smallLayer, largest, table), smallScales(smallLayer, table === undefined ? largest : spreadOf(table)), table);
    const weights = dequantizer === undefined ? 'random weights of 8 bits' : `random weights of ${dequantizer.codeBits} bits as codes, attention with weights of 8 bits`;
    const what = `One transformer layer: hidden ${hidden}, ${heads} heads, feed-forward ${ffn}, ${tokens} tokens, causal, ${weights}, without positions; ${jobs.length} jobs. `
      + 'Each takes what the one before it gave, and every result equals the functional model bit for bit.';
    return withMemory(engine, { what, jobs: jobs.map(withCycles) });
  }
  const rng = createRng(1);
  const random = (rows: number, least: number, most: number): Matrix => (
    matrix(rows, hidden, Float64Array.from({ length: rows * hidden }, () => rng.integer(least, most))));
  const why = core.rawOnly === true ? 'results of this core are floating-point numbers, which the vector units do not take'
    : core.isSlow === true ? 'a layer on this core takes a simulator minutes' : 'attention needs weights of 8 bits, which this core does not take';
  const a = random(tokens, -128, 127);
  const w = table === undefined ? random(ffn, least, most) : matrix(ffn, hidden, random(ffn, 0, table.length - 1).values.map((code) => table[code]!));
  const weights = engineProduct(engine, core.runs(a, w), tokens, ffn, 'a product');
  const product = dequantizer === undefined ? weights : codesOrWide(engine, weights, w, table);
  const what = `A product of ${tokens} tokens and ${ffn} features over ${hidden} elements, ${core.rawOnly === true ? '' : 'rounded and '}as it is: ${why}.`;
  const operations = [...(core.rawOnly === true ? [] : [{ multiplier: 1, shift: 6 }]), { raw: true }];
  return withMemory(engine, { what, jobs: operations.map((one) => withCycles(productJob(engine, product, one))) });
}

/** The least and the largest weight of codes. */
function codedRange({ codeBits, kind }: Dequantizer, table: readonly number[] = [0]): ProductCore['weights'] {
  return kind === 'table' ? { least: Math.min(...table), most: Math.max(...table) } : signedRange(codeBits);
}

/** The end of the range of random whole numbers that are as large as these in the mean square. */
function spreadOf(table: readonly number[]): number {
  return Math.sqrt((3 * table.reduce((sum, x) => sum + x * x, 0)) / table.length);
}

/** How many products are done again with weights from memory, and from where on, in the second half of 64 bits. */
const again = 3;
const weightsAt = 0x1_0000_0fe0n;

/** The problem, and its first products again with weights from memory where the engine has a reader. How long memory takes nobody says. */
function withMemory(engine: Engine, { what, jobs }: ReducedProblem): ReducedProblem {
  if (engine.reader === undefined) return { what, jobs };
  const products = jobs.filter(({ job }) => job.wgt.length > 0).slice(0, again);
  let at = weightsAt;
  const read = products.map(({ job }) => {
    const one = fromMemory(engine, job, at);
    at += BigInt(one.words.length * (engine.reader!.dataBits / 8));
    return { ...one, cycles: null };
  });
  return { what: `${what} Then ${products.length} products again, with weights from memory.`, jobs: [...jobs, ...read] };
}
