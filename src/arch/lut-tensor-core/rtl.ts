import type { RtlDesign, RtlRun } from '../../rtl-export/kit/design.js';
import { withSharedSources } from '../../rtl-export/kit/shared-sources.js';
import { reject } from '../../sim/core/diagnostics.js';
import { estimate } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import { planesOf, tileRunCycles } from './cycles.js';
import { verilog } from './rtl/verilog.js';
import type { LutTensorCoreParameters } from './spec.js';
import { checkProblems, type CheckProblem } from './tile/check-problems.js';
import { tileFabric } from './tile/fabric.js';
import { checkTile, publishedEntryBits, usualSumBits, type TileParameters } from './tile/parameters.js';
import { shapeOf } from './tile/problem.js';
import { smallProblems } from './tile/small-problems.js';
import { tileBeats, tileStreams } from './tile/stream.js';

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const lutTensorCoreRtl = {
  family: 'lut-tensor-core',
  design: ({ parameters, weights }: { readonly parameters: unknown; readonly weights: DataType }): RtlDesign => {
    const { array, activationBits, tables } = parameters as LutTensorCoreParameters;
    const planes = planesOf(weights);
    if (planes === null) return reject('lut-tensor-core/rtl-format', `the array has no bit planes for weights in ${weights.name}`, { remedy: 'export with weights in int1 to int8, or ternary' });
    if (activationBits !== 8) {
      return reject('lut-tensor-core/rtl-activations', `the Verilog is that of INT8 activations, and the parameters ask for ${activationBits} bits`, { remedy: 'set activationBits to 8' });
    }
    const needed = publishedEntryBits({ k: array.k, activationBits });
    if (tables.bits < needed) {
      return reject('lut-tensor-core/rtl-entries', `the Verilog has exact tables, and the parameters ask for entries of ${tables.bits} bits`, { remedy: `set tables.bits to ${needed} or more` });
    }
    return lutArrayTileDesign({ ...array, activationBits, planes, sumBits: usualSumBits, sign: 'first' });
  },
};

/** The Verilog of one array with its tables, with runs from the functional model and the cycle model. Throws a RangeError for parameters that the Verilog refuses. */
export function lutArrayTileDesign(p: TileParameters, problems: readonly CheckProblem[] = checkProblems(p)): RtlDesign {
  checkTile(p);
  const { act, wgt, out } = tileStreams(p);
  return {
    core: 'lut_array_tile',
    summary: `Look-up array of ${p.m} x ${p.n} x ${p.k} (rows x features x activations in a table): INT${p.activationBits} activations, weights of 1 to ${p.planes} bits, one plane a cycle, sums of ${p.sumBits} bits.`,
    sources: withSharedSources(verilog),
    parameters: [
      { name: 'M', value: p.m, meaning: 'rows at once' },
      { name: 'N', value: p.n, meaning: 'features at once' },
      { name: 'K', value: p.k, meaning: 'activations that share a table' },
      { name: 'ACT_BITS', value: p.activationBits, meaning: 'width of an activation' },
      { name: 'PLANES', value: p.planes, meaning: 'planes of the widest weights' },
      { name: 'SUM_BITS', value: p.sumBits, meaning: 'width of a result, which wraps' },
      { name: 'SIGN_LAST', value: p.sign === 'last' ? 1 : 0, meaning: 'sign element of a group: 0 its first, 1 its last' },
    ],
    streams: [act, wgt, out],
    runs: problems.map((problem) => runOf(p, problem)),
    smaller: () => Array.from(smallProblems(p), (problem) => runOf(p, problem)),
    reduction: 'One array of a multiprocessor, with the adders that make its tables. Problems are a few tiles with short sums, filled with zeros where they are ragged; '
      + 'scales of groups and channels are applied after the tile.',
    resources: { ...noBlocks, ...tileFabric(p) },
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

const inLogic = 'entries are added and picked in logic, and all that is stored is in registers';

const noBlocks = {
  dsp: estimate(0, 'DSP', 'derived', inLogic),
  bram36: estimate(0, 'RAMB36', 'derived', inLogic),
  uram: estimate(0, 'URAM288', 'derived', inLogic),
};
