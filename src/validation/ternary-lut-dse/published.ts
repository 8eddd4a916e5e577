import { componentsAt, type Operand } from '../../arch/ternary/components.js';
import { busFedCycles, type BusFedArray } from '../../arch/ternary/feeding.js';
import { accumulatorCellRegisters, tableBuild } from '../../arch/ternary/fpga.js';
import { multiplierParts, partsUm2 } from '../../arch/ternary/inventory.js';
import { bitsOfRatio } from '../../arch/ternary/packed-weights.js';
import { sized } from '../../arch/ternary/shape-search.js';
import type { Outcome, ReferenceRow } from '../system.js';
import { axcoreOutcome } from './axcore.js';
import { configOf, numberIn, textOf } from '../row-config.js';
import { beyondTheModel } from './not-modelled.js';
import { vitallmParameters, vitallmResult } from './vitallm.js';

/** What the model says of a published row. */
export function publishedOutcome(row: ReferenceRow): Outcome {
  switch (textOf(row, 'system')) {
    case 'ternary-lut-dse': return coreOutcome(row);
    case 'ternary table build': return buildOutcome(row);
    case 'ternarycore': return ternarycoreOutcome(row);
    case 'VitaLLM': case 'VitaLLM (first version)': return vitallmOutcome(row);
    case 'TENET': return decoderOutcome(row);
    case 'BitROM': return bitromOutcome(row);
    case 'AxCore artifact': return axcoreOutcome(row);
    default: return beyondTheModel(row);
  }
}

function simulated(value: number | null | undefined, note?: string): Outcome {
  if (value === null || value === undefined) return { kind: 'not-modelled', reason: 'the machine of this row does not run' };
  return { kind: 'simulated', answers: { value }, ...(note === undefined ? {} : { note }) };
}

const operands: Readonly<Record<string, Operand>> = {
  INT8: { kind: 'integer', bits: 8 },
  FP16: { kind: 'float', name: 'fp16', exponent: 5, mantissa: 11 },
  BF16: { kind: 'float', name: 'bf16', exponent: 8, mantissa: 8 },
};

/** Area of a core that takes a tile of `rows` inputs by `columns` outputs a cycle, in mm2. */
function coreOutcome(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const tile = /^(\d{1,4})x(\d{1,4})$/.exec(textOf(config, 'tile'));
  const node = Number(/(\d+) nm/.exec(textOf(config, 'node'))?.[1] ?? NaN);
  const activation = textOf(config, 'activation');
  const operand = Object.hasOwn(operands, activation) ? operands[activation] : undefined;
  if (textOf(row, 'metric') !== 'core area' || tile === null || operand === undefined || !(node >= 7 && node <= 130)) return beyondTheModel(row);
  const [rows, columns] = [Number(tile[1]), Number(tile[2])];
  if (rows === 0 || columns === 0) return { kind: 'not-modelled', reason: 'a tile has at least one input and one output' };
  const library = componentsAt(node);
  const design = textOf(config, 'design');
  const core = (group: number): number => sized({ group, tables: Math.ceil(rows / group), reads: columns }, { operand, library, inputs: rows }).um2 / 1e6;
  if (/multipl/i.test(design)) return simulated(partsUm2(multiplierParts(rows, columns, operand, library)) / 1e6, areaCause);
  if (/sign/i.test(design)) return simulated(core(1), areaCause);
  if (/lut|table/i.test(design)) return simulated(Math.min(...[2, 3, 4, 5].map(core)), areaCause);
  return { kind: 'not-modelled', reason: `no core called ${JSON.stringify(design)}` };
}

const areaCause = 'parts from 40 nm tables made for 1 ns, scaled to the node; the published cores are synthesised for 2 ns, which makes multipliers smaller most of all';

/** Look-up tables, carry chains or registers of one combinational table build. */
function buildOutcome(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const group = numberIn(config, 'mu', NaN);
  if (!(Number.isInteger(group) && group <= 12)) return { kind: 'not-modelled', reason: 'a table build serves 1 to 12 activations' };
  const counts = tableBuild(group, numberIn(config, 'activationBits', 8), /own sum/.test(textOf(config, 'rtl')) ? 'own-sums' : 'shared');
  switch (textOf(row, 'metric')) {
    case 'LUT': return simulated(counts.luts);
    case 'CARRY4': return simulated(counts.carry4);
    case 'FF': return simulated(0, 'a build without registers');
    default: return { kind: 'not-modelled', reason: `no count of ${textOf(row, 'metric')} in a table build` };
  }
}

/**
 * The board of TernaryCore: four columns, and a MicroBlaze without caches that moves each element by one read and two writes of an AXI4-Lite
 * register bus (docs/article-03.md). The 12 cycles of a transaction are that article's, from the same measurement.
 */
const ternarycore: BusFedArray = { columns: 4, transactionsPerElement: 3, cyclesPerTransaction: 12 };

function ternarycoreOutcome(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const metric = textOf(row, 'metric');
  const product = /(\d+)x(\d+) ternary GEMV(?:, (\d+) columns)?, CPU-fed/.exec(textOf(config, 'op'));
  if (metric === 'cycles per pass' && product !== null) {
    const columns = Number(product[3] ?? ternarycore.columns);
    const value = busFedCycles({ ...ternarycore, columns }, Number(product[2]), Number(product[1]));
    const isMeasured = Number(product[1]) === 768 && Number(product[2]) === 768 && columns === 4;
    const note = 'the array takes 3 % of the time; the cycles of a bus transaction are rounded from this measurement';
    return isMeasured ? { kind: 'fitted', answers: { value }, note } : simulated(value, note);
  }
  if (metric === 'FF' && textOf(config, 'unit') === 'ternary_mac') return simulated(accumulatorCellRegisters(32), 'a sum of 32 bits and its valid flag; the vendor\'s count leaves the flag out');
  return beyondTheModel(row);
}

function vitallmOutcome(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const context = 64;
  switch (textOf(row, 'metric')) {
    case 'decode throughput': return simulated(vitallmResult('bitnet-b1.58-3b', { promptTokens: context, outputTokens: context })?.phases.decode?.tokensPerSecond, vitallmNote);
    case 'prefill latency': return simulated(vitallmResult('bitnet-b1.58-3b', { promptTokens: Math.max(1, Math.round(numberIn(config, 'promptTokens', context))), outputTokens: 1 })?.phases.prefill?.latencySeconds, vitallmNote);
    case 'figure of merit': return { kind: 'fitted', answers: { value: additionsPerSecond / 1e12 / (0.223 * 65.97e-3) }, note: 'the 256 additions a cycle were found from this figure, with the published area and power' };
    case 'on-chip memory': return { kind: 'input', answers: { value: (vitallmParameters.buffers.weights.kib + vitallmParameters.buffers.activations.kib) }, note: 'an input: the sizes of the buffers' };
    default: return beyondTheModel(row);
  }
}

const additionsPerSecond = 256e9;
const vitallmNote = 'BitNet b1.58 3B on 256 ternary additions a cycle at 1 GHz: bound by the additions; the model of this row is that of the first version where it names none';

/** Bits a weight where a decoder makes two-bit codes of packed bytes, `64B:80B`. */
function decoderOutcome(row: ReferenceRow): Outcome {
  const sizes = /(\d+)\s*B\s*:\s*(\d+)\s*B/.exec(textOf(configOf(row), 'weights'));
  if (sizes === null || Number(sizes[2]) === 0 || !/bits per ternary weight/.test(textOf(row, 'metric'))) return beyondTheModel(row);
  return simulated(bitsOfRatio(Number(sizes[1]), Number(sizes[2])));
}

/**
 * Share of cache reads that stay on the chip when its first `kept` tokens do: sum over contexts t to `length` of min(t, kept) over the sum of t.
 */
export function readsKept(kept: number, length: number): number {
  const all = (length * (length + 1)) / 2;
  const held = (kept * (kept + 1)) / 2 + (length - kept) * kept;
  return held / all;
}

function bitromOutcome(row: ReferenceRow): Outcome {
  if (!/DRAM access reduction/.test(textOf(row, 'metric'))) return beyondTheModel(row);
  return { kind: 'fitted', answers: { value: readsKept(32, 128) }, note: 'cache reads of a sequence of 128 tokens whose first 32 stay on the chip: the abstract gives neither, and these round numbers are found from the figure' };
}
