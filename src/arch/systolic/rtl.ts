import type { RtlDesign, RtlRun, WholeDesign } from '../../rtl-export/kit/design.js';
import { withSharedSources } from '../../rtl-export/kit/shared-sources.js';
import { reject } from '../../sim/core/diagnostics.js';
import { estimate } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import { macKindOf, widthsOf } from './array.js';
import { tileRunCycles } from './cycles.js';
import { systolicFunctional } from './functional.js';
import { checkProblems, type CheckProblem } from './mesh/check-problems.js';
import { dspBlocks, meshFabric } from './mesh/fabric.js';
import { meshFault, type MeshParameters } from './mesh/parameters.js';
import { smallProblems } from './mesh/small-problems.js';
import { meshBeats, meshStreams } from './mesh/stream.js';
import { verilog } from './rtl/verilog.js';
import type { SystolicParameters } from './spec.js';

/** The most elements that simulators check in seconds, and the rows and columns of larger arrays that they take: not as many of each, so that they cannot change places unseen. */
const mostElements = 32;
const simulated = { rows: 5, columns: 4 } as const;

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const systolicRtl = {
  family: 'systolic',
  design: ({ parameters, weights }: { readonly parameters: unknown; readonly weights: DataType }): RtlDesign => systolicDesign(parameters as SystolicParameters, weights),
};

/** The array of an experiment; simulated are at most 5 of its rows and 4 of its columns where it has more than 32 elements. Throws an InputError where the Verilog has no such array. */
export function systolicDesign(parameters: SystolicParameters, weights: DataType): RtlDesign {
  const { rows, columns, dataflow, options = {} } = parameters;
  const mac = macKindOf(parameters);
  if (mac !== 'bit-parallel') {
    return reject('systolic/rtl-mac', `the Verilog multiplies in one cycle, and the parameters ask for "${mac}"`, { pointer: '/architecture/parameters/mac', remedy: 'leave mac out' });
  }
  if (dataflow === 'input-stationary') {
    return reject('systolic/rtl-dataflow', 'the Verilog has no input-stationary array', {
      pointer: '/architecture/parameters/dataflow', remedy: 'take a weight-stationary array and give it the product transposed, or an output-stationary one',
    });
  }
  for (const name of ['wholeFolds', 'directOutputs', 'overlapFolds'] as const) {
    if (options[name] !== true) continue;
    return reject('systolic/rtl-option', `the Verilog takes the cycles of an array without ${name}`, { pointer: `/architecture/parameters/options/${name}`, remedy: 'switch the option off' });
  }
  const widths = widthsOf(parameters);
  const reason = systolicFunctional(parameters).declines({ name: `int${widths.activations}`, kind: 'integer', bits: widths.activations }, weights);
  if (reason !== null) return reject('systolic/rtl-format', `the Verilog of systolic has no ${reason}`, { remedy: 'export with integer weights that are no wider than operandBits.weights' });
  const mesh: MeshParameters = {
    dataflow, rows, columns,
    activationBits: widths.activations, weightBits: widths.weights, sumBits: widths.accumulator,
  };
  const fault = meshFault(mesh);
  if (fault !== null) return reject('systolic/rtl-tile', `the Verilog of systolic has no such array: ${fault}`, { pointer: '/architecture/parameters/accumulatorBits', remedy: 'choose other widths' });
  const small = { ...mesh, rows: Math.min(rows, simulated.rows), columns: Math.min(columns, simulated.columns) };
  if (rows * columns <= mostElements) return systolicTileDesign(mesh);
  const design = systolicTileDesign(small);
  return { ...design, whole: describe(mesh), reduction: `Simulated are ${small.rows} x ${small.columns} of the ${rows} x ${columns} elements. ${design.reduction}` };
}

/** The Verilog of an array, with runs from the functional model and the cycle model. Throws a RangeError where there is no such tile. */
export function systolicTileDesign(mesh: MeshParameters, problems: readonly CheckProblem[] = checkProblems(mesh)): RtlDesign {
  const fault = meshFault(mesh);
  if (fault !== null) throw new RangeError(`there is no such tile: ${fault}`);
  return {
    ...describe(mesh),
    core: 'systolic_tile',
    sources: withSharedSources(verilog),
    runs: problems.map((problem) => runOf(mesh, problem)),
    smaller: () => Array.from(smallProblems(mesh), (problem) => runOf(mesh, problem)),
    reduction: 'The array is without its buffers. Problems are a few folds of it; a weight-stationary fold gives the sums of its part of the reduction, which the output buffer adds up.',
  };
}

function runOf(mesh: MeshParameters, { what, problem, filler }: CheckProblem): RtlRun {
  const product = { m: problem.activations.rows, n: problem.weights.rows, k: problem.activations.columns };
  return { label: `m ${product.m}, n ${product.n}, k ${product.k}: ${what}`, beats: { ...meshBeats(mesh, problem, filler) }, cycles: tileRunCycles(mesh, product) };
}

/** What the array is, without its runs. */
function describe(mesh: MeshParameters): WholeDesign {
  const { dataflow, rows, columns, activationBits, weightBits, sumBits } = mesh;
  const { act, wgt, out } = meshStreams(mesh);
  return {
    summary: `${rows} x ${columns} ${dataflow} multiply-accumulate elements: ${activationBits}-bit activations, ${weightBits}-bit weights, ${sumBits}-bit sums.`,
    parameters: [
      { name: 'WEIGHT_STATIONARY', value: dataflow === 'weight-stationary' ? 1 : 0, meaning: '0: sums stay in the elements, 1: weights stay' },
      { name: 'ROWS', value: rows, meaning: 'rows of elements' },
      { name: 'COLS', value: columns, meaning: 'columns of elements' },
      { name: 'ACT_BITS', value: activationBits, meaning: 'width of an activation' },
      { name: 'WGT_BITS', value: weightBits, meaning: 'width of a weight' },
      { name: 'SUM_BITS', value: sumBits, meaning: 'width of a sum' },
    ],
    streams: [act, wgt, out],
    resources: {
      dsp: estimate(dspBlocks(mesh), 'DSP', 'derived', 'a DSP48E2 for the multiplier of each element; none where products have fewer than 9 bits, which synthesis puts into LUTs'),
      bram36: estimate(0, 'RAMB36', 'derived', 'the array has no memories'),
      uram: estimate(0, 'URAM288', 'derived', 'the array has no memories'),
      ...meshFabric(mesh),
    },
  };
}
