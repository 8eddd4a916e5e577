import type { RtlDesign } from '../../rtl-export/kit/design.js';
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
import { meshBeats, meshStreams } from './mesh/stream.js';
import { verilog } from './rtl/verilog.js';
import type { SystolicParameters } from './spec.js';

/** Rows and columns of an export: what simulators check in seconds. */
const mostSide = 16;

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const systolicRtl = {
  family: 'systolic',
  design: ({ parameters, weights }: { readonly parameters: unknown; readonly weights: DataType }): RtlDesign => systolicDesign(parameters as SystolicParameters, weights),
};

/** The array of an experiment as a tile, with at most 16 of its rows and columns. Throws an InputError where the Verilog has no such array. */
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
    dataflow, rows: Math.min(rows, mostSide), columns: Math.min(columns, mostSide),
    activationBits: widths.activations, weightBits: widths.weights, sumBits: widths.accumulator,
  };
  const fault = meshFault(mesh);
  if (fault !== null) return reject('systolic/rtl-tile', `the Verilog of systolic has no such array: ${fault}`, { pointer: '/architecture/parameters/accumulatorBits', remedy: 'choose other widths' });
  const design = systolicTileDesign(mesh);
  if (mesh.rows === rows && mesh.columns === columns) return design;
  const smaller = `The array has ${rows} x ${columns} elements; this is the same module with ${mesh.rows} x ${mesh.columns} of them, and ROWS and COLS make it larger.`;
  return { ...design, reduction: `${smaller} ${design.reduction}` };
}

/** The Verilog of an array, with runs from the functional model and the cycle model. Throws a RangeError where there is no such tile. */
export function systolicTileDesign(mesh: MeshParameters, problems: readonly CheckProblem[] = checkProblems(mesh)): RtlDesign {
  const fault = meshFault(mesh);
  if (fault !== null) throw new RangeError(`there is no such tile: ${fault}`);
  const { dataflow, rows, columns, activationBits, weightBits, sumBits } = mesh;
  const { act, wgt, out } = meshStreams(mesh);
  return {
    core: 'systolic_tile',
    summary: `${rows} x ${columns} ${dataflow} multiply-accumulate elements: ${activationBits}-bit activations, ${weightBits}-bit weights, ${sumBits}-bit sums.`,
    sources: withSharedSources(verilog),
    parameters: [
      { name: 'WEIGHT_STATIONARY', value: dataflow === 'weight-stationary' ? 1 : 0, meaning: '0: sums stay in the elements, 1: weights stay' },
      { name: 'ROWS', value: rows, meaning: 'rows of elements' },
      { name: 'COLS', value: columns, meaning: 'columns of elements' },
      { name: 'ACT_BITS', value: activationBits, meaning: 'width of an activation' },
      { name: 'WGT_BITS', value: weightBits, meaning: 'width of a weight' },
      { name: 'SUM_BITS', value: sumBits, meaning: 'width of a sum' },
    ],
    streams: [act, wgt, out],
    runs: problems.map(({ what, problem, filler }) => {
      const product = { m: problem.activations.rows, n: problem.weights.rows, k: problem.activations.columns };
      return { label: `m ${product.m}, n ${product.n}, k ${product.k}: ${what}`, beats: { ...meshBeats(mesh, problem, filler) }, cycles: tileRunCycles(mesh, product) };
    }),
    reduction: 'The array is without its buffers. Problems are a few folds of it; a weight-stationary fold gives the sums of its part of the reduction, which the output buffer adds up.',
    resources: {
      dsp: estimate(dspBlocks(mesh), 'DSP', 'derived', 'a DSP48E2 for the multiplier of each element; none where products have fewer than 9 bits, which synthesis puts into LUTs'),
      bram36: estimate(0, 'RAMB36', 'derived', 'the array has no memories'),
      uram: estimate(0, 'URAM288', 'derived', 'the array has no memories'),
      ...meshFabric(mesh),
    },
  };
}
