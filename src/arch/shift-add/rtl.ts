import type { RtlDesign, RtlRun } from '../../rtl-export/kit/design.js';
import { withSharedSources } from '../../rtl-export/kit/shared-sources.js';
import { reject } from '../../sim/core/diagnostics.js';
import { estimate } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import { tileRunCycles } from './cycles.js';
import { verilog } from './rtl/verilog.js';
import type { ShiftAddParameters, ShiftAddPes } from './spec.js';
import { checkProblems, type CheckProblem } from './tile/check-problems.js';
import { tileDsps, tileFabric } from './tile/fabric.js';
import { checkTile, mostSumBits, sumBits, tileOf, type TileParameters } from './tile/parameters.js';
import { shapeOf } from './tile/problem.js';
import { smallProblems } from './tile/small-problems.js';
import { tileBeats, tileStreams } from './tile/stream.js';
import { exportedTables } from './tile/table/export.js';

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const shiftAddRtl = {
  family: 'shift-add',
  design: ({ parameters, weights }: { readonly parameters: unknown; readonly weights: DataType }): RtlDesign => designOf(parameters as ShiftAddParameters, weights),
};

function designOf(p: ShiftAddParameters, weights: DataType): RtlDesign {
  return p.array.kind === 'table' ? exportedTables(p, p.array, weights) : wholeDesign(checkedTile(p, p.array, weights));
}

/** The most tokens, columns and products of a pass that simulators check in seconds. */
const simulated = { tokens: 2, columns: 8, depth: 8 } as const;

/** The array of an experiment; simulated is a part of it, whose scalers work through its columns in as many batches, where it has more than 128 products. */
function wholeDesign(tile: TileParameters): RtlDesign {
  const { tokens, columns, depth, scalers, group } = tile;
  if (tokens * columns * depth <= simulated.tokens * simulated.columns * simulated.depth) return shiftAddTileDesign(tile);
  const small = { ...tile, tokens: Math.min(tokens, simulated.tokens), columns: Math.min(columns, simulated.columns), depth: largestDivisor(group, Math.min(depth, simulated.depth)) };
  const { summary, parameters, streams, resources } = shiftAddTileDesign(tile, []);
  const design = shiftAddTileDesign({ ...small, scalers: Math.ceil((scalers * small.columns) / columns) });
  return {
    ...design, whole: { summary, parameters, streams, resources },
    reduction: `Simulated are ${small.tokens} x ${small.columns} x ${small.depth} of ${tokens} x ${columns} x ${depth} (tokens x columns x depth). ${design.reduction}`,
  };
}

function largestDivisor(whole: number, most: number): number {
  let divisor = most;
  while (whole % divisor !== 0) divisor--;
  return divisor;
}

/** The tile of an experiment. */
function checkedTile(p: ShiftAddParameters, array: ShiftAddPes, weights: DataType): TileParameters {
  const { activationBits, weightBits: widest, accumulatorBits } = p;
  const weightBits = weights.kind === 'ternary' ? 2 : weights.bits;
  if ((weights.kind !== 'integer' && weights.kind !== 'ternary') || weightBits < 2 || weightBits > widest) {
    return reject('shift-add/rtl-format', `the array has no shifted terms for weights in ${weights.name}`, { remedy: `export with weights in int2 to int${widest}, or ternary` });
  }
  if (array.group % array.depth !== 0) {
    return reject('shift-add/rtl-group', `the Verilog ends a group with a step, and ${array.group} weights of a group are no multiple of the depth ${array.depth}`, { remedy: 'make the group a multiple of the depth' });
  }
  const sum = sumBits({ activationBits, weightBits, group: array.group });
  if (sum > mostSumBits) {
    return reject('shift-add/rtl-sums', `sums of a group have ${sum} bits, and the multiplier of a scaler takes ${mostSumBits}`, { remedy: 'make the group smaller, or activations or weights narrower' });
  }
  if (accumulatorBits < Math.max(9, sum)) {
    return reject('shift-add/rtl-accumulator', `outputs of ${accumulatorBits} bits do not hold the sum of a group`, { remedy: `set accumulatorBits to ${Math.max(9, sum)} or more` });
  }
  return tileOf(p, array, weightBits);
}

/** The Verilog of one array, with runs from the functional model and the cycle model. Throws a RangeError for parameters that the Verilog refuses. */
export function shiftAddTileDesign(p: TileParameters, problems: readonly CheckProblem[] = checkProblems(p)): RtlDesign {
  checkTile(p);
  const { act, wgt, scl, out } = tileStreams(p);
  return {
    core: 'shift_add_tile',
    summary: `Shift-add array of ${p.tokens} x ${p.columns} x ${p.depth} (tokens x columns x depth): INT${p.activationBits} activations, weights of 2 to ${p.weightBits} bits, `
      + `${p.termsPerCycle} ${p.encoding === 'booth' ? 'Booth digits' : 'bits'} a pass, groups of up to ${p.group} with ${p.scalers} scalers a token, outputs of ${p.accumulatorBits} bits.`,
    sources: withSharedSources(verilog),
    parameters: [
      { name: 'TOKENS', value: p.tokens, meaning: 'tokens at once' },
      { name: 'COLUMNS', value: p.columns, meaning: 'output features at once' },
      { name: 'DEPTH', value: p.depth, meaning: 'products that are added up each pass' },
      { name: 'BOOTH', value: p.encoding === 'booth' ? 1 : 0, meaning: 'terms of a weight: 0 bits of an unsigned one, 1 Booth digits of a signed one' },
      { name: 'TERMS', value: p.termsPerCycle, meaning: 'terms of a product each pass' },
      { name: 'GROUP', value: p.group, meaning: 'most weights that share a scale' },
      { name: 'SCALERS', value: p.scalers, meaning: 'multipliers for scales, for each token' },
      { name: 'ACT_BITS', value: p.activationBits, meaning: 'width of an activation' },
      { name: 'WGT_BITS', value: p.weightBits, meaning: 'width of the widest weights' },
      { name: 'SCALE_BITS', value: p.scaleBits, meaning: 'width of a scale' },
      { name: 'ACC_BITS', value: p.accumulatorBits, meaning: 'width of an output, which wraps' },
    ],
    streams: [act, wgt, scl, out],
    runs: problems.map((problem) => runOf(p, problem)),
    smaller: () => Array.from(smallProblems(p), (problem) => runOf(p, problem)),
    reduction: 'One array. Problems are a few tiles with short sums, filled with zeros where they are ragged. Scales are whole numbers.',
    resources: {
      dsp: estimate(tileDsps(p), 'DSP', 'derived', 'one multiplication by a scale for each scaler of each token'),
      bram36: estimate(0, 'RAMB36', 'derived', inRegisters),
      uram: estimate(0, 'URAM288', 'derived', inRegisters),
      ...tileFabric(p),
    },
  };
}

function runOf(p: TileParameters, { what, problem }: CheckProblem): RtlRun {
  const { m, n, k } = shapeOf(problem);
  return {
    label: `m ${m}, n ${n}, k ${k}, weights of ${problem.weightBits} bits: ${what}`,
    beats: { ...tileBeats(p, problem) },
    cycles: tileRunCycles(p, m, n, k, problem.weightBits),
  };
}

const inRegisters = 'all that is stored is in registers';
