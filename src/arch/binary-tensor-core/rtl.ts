import type { RtlDesign, RtlRun, WholeDesign } from '../../rtl-export/kit/design.js';
import { withSharedSources } from '../../rtl-export/kit/shared-sources.js';
import { reject } from '../../sim/core/diagnostics.js';
import { estimate } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import { instruction, tileRunCycles } from './cycles.js';
import { planeArithmetic } from './functional.js';
import { verilog } from './rtl/verilog.js';
import type { BinaryTensorCoreParameters } from './spec.js';
import { checkProblems, type CheckProblem } from './tile/check-problems.js';
import { tileFabric } from './tile/fabric.js';
import { tileFault, type PlaneTileParameters } from './tile/parameters.js';
import { planesOf } from './tile/problem.js';
import { smallProblems } from './tile/small-problems.js';
import { planeBeats, planeStreams } from './tile/stream.js';

/** Bits of the sums of an instruction. */
const sumBits = 32;
/** Elements of a row that simulators check in seconds: two whole segments of the counters, and part of one. */
const simulatedDepth = 40;

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const binaryTensorCoreRtl = {
  family: 'binary-tensor-core',
  design: ({ parameters, weights }: { readonly parameters: unknown; readonly weights: DataType }): RtlDesign => binaryTensorCoreDesign(parameters as BinaryTensorCoreParameters, weights),
};

/** A unit of the size of one instruction, for the code and the planes of an experiment. Throws an InputError where there is none. */
export function binaryTensorCoreDesign(parameters: BinaryTensorCoreParameters, weights: DataType): RtlDesign {
  const { activationBits, code, rowsOfPlanes = true } = parameters;
  const reason = planeArithmetic(parameters).declines({ name: `int${activationBits}`, kind: 'integer', bits: activationBits }, weights);
  if (reason !== null) return reject('binary-tensor-core/rtl-format', `the Verilog multiplies planes of whole numbers: ${reason}`, { remedy: 'export with integer weights of at most 8 bits' });
  if (rowsOfPlanes && instruction.m % activationBits !== 0) {
    return reject('binary-tensor-core/rtl-planes', `the Verilog has the planes of a token in the rows of one call, and ${activationBits} do not divide ${instruction.m}`, {
      pointer: '/architecture/parameters/rowsOfPlanes', remedy: 'set rowsOfPlanes to false, or take 1, 2, 4 or 8 activation bits',
    });
  }
  const unit = { rows: instruction.m, columns: instruction.n, depth: instruction.k, code, rowPlanes: rowsOfPlanes ? activationBits : 1, sumBits };
  const design = planeTileDesign({ ...unit, depth: simulatedDepth });
  return { ...design, whole: describe(unit), reduction: `Simulated are rows of ${simulatedDepth} of the ${unit.depth} elements. ${design.reduction}` };
}

/** The Verilog of a unit, with runs from the functional model and the cycle model. Throws a RangeError where there is no such unit. */
export function planeTileDesign(p: PlaneTileParameters, problems: readonly CheckProblem[] = checkProblems(p)): RtlDesign {
  const fault = tileFault(p);
  if (fault !== null) throw new RangeError(`there is no such tile: ${fault}`);
  return {
    ...describe(p),
    core: 'bit_plane_tile',
    sources: withSharedSources(verilog),
    runs: problems.map((problem) => runOf(p, problem)),
    smaller: () => Array.from(smallProblems(p), (problem) => runOf(p, problem)),
    reduction: 'One unit that computes a call a cycle, as one instruction is; the chip of the experiment has as many of them side by side as its peak says. Problems are a few output tiles. '
      + 'Of bipolar planes it has the sums of odd numbers 2 v + 1; whole numbers v are what is left when row sums are taken off after it.',
  };
}

function runOf(p: PlaneTileParameters, { what, problem }: CheckProblem): RtlRun {
  const { activationBits, weightBits } = problem;
  const product = { m: problem.activations.rows, n: problem.weights.rows, k: problem.activations.columns };
  return {
    label: `m ${product.m}, n ${product.n}, k ${product.k}, ${activationBits} x ${weightBits} planes: ${what}`,
    beats: { ...planeBeats(p, problem) },
    cycles: tileRunCycles({ m: p.rows, n: p.columns, k: p.depth }, planesOf(p, problem), product),
  };
}

/** What the unit is, without its runs. */
function describe(p: PlaneTileParameters): WholeDesign {
  const { rows, columns, depth, code, rowPlanes } = p;
  const { act, wgt, out } = planeStreams(p);
  return {
    summary: `${rows} x ${columns} x ${depth} one-bit products a cycle, ${code === 'bipolar' ? 'XOR of planes of -1 and +1' : 'AND of two\'s complement planes'}${rowPlanes > 1 ? `, ${rowPlanes} planes of a token in rows` : ''}; `
      + `sums of ${p.sumBits} bits.`,
    parameters: [
      { name: 'ROWS', value: rows, meaning: 'one-bit rows of activations of a call' },
      { name: 'COLS', value: columns, meaning: 'one-bit columns of weights of a call' },
      { name: 'DEPTH', value: depth, meaning: 'elements of each' },
      { name: 'BIPOLAR', value: code === 'bipolar' ? 1 : 0, meaning: '0: AND of two\'s complement planes, 1: XOR of planes of -1 and +1' },
      { name: 'ROW_PLANES', value: rowPlanes, meaning: 'rows that the planes of a token take' },
      { name: 'SUM_BITS', value: p.sumBits, meaning: 'width of a sum' },
    ],
    streams: [act, wgt, out],
    resources: { ...noBlocks, ...tileFabric(p) },
  };
}

const inLogic = 'bits are counted by LUTs, and all that is stored is in registers';

const noBlocks = {
  dsp: estimate(0, 'DSP', 'derived', inLogic),
  bram36: estimate(0, 'RAMB36', 'derived', inLogic),
  uram: estimate(0, 'URAM288', 'derived', inLogic),
};
