import type { RtlDesign, RtlParameter, RtlRun } from '../../rtl-export/kit/design.js';
import { withSharedSources } from '../../rtl-export/kit/shared-sources.js';
import { reject } from '../../sim/core/diagnostics.js';
import { estimate } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import { tileRunCycles } from './cycles.js';
import { tileOutputs } from './functional.js';
import { verilog } from './rtl/verilog.js';
import type { BitSerialParameters } from './spec.js';
import { checkProblems, type CheckProblem } from './tile/check-problems.js';
import { tileFabric } from './tile/fabric.js';
import type { TileParameters } from './tile/problem.js';
import { smallProblems } from './tile/small-problems.js';
import { tileBeats, tileStreams } from './tile/stream.js';
import { termTables, weightFormatOf, type WeightFormat } from './tile/weight-format.js';

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const bitSerialRtl = {
  family: 'bit-serial',
  design: ({ parameters, weights }: { readonly parameters: unknown; readonly weights: DataType }): RtlDesign => {
    const { pes, pe = 'bitmod' } = parameters as BitSerialParameters;
    if (pe !== 'bitmod') return reject('bit-serial/rtl-element', `the Verilog is that of BitMoD's PE, and the parameters ask for "${pe}"`, { remedy: 'leave pe out' });
    const format = weightFormatOf(weights);
    if (format === null) return reject('bit-serial/rtl-format', `the tile has no terms for weights in ${weights.name}`, { remedy: 'export with weights in int2 to int8, fp3, fp4, bitmod3 or bitmod4' });
    return bitSerialTileDesign({ rows: pes.rows, columns: pes.columns, format });
  },
};

/**
 * The Verilog of one tile, with runs from the functional model and the cycle model. Throws a RangeError for sizes that are no whole numbers from 1
 * and for integers of other than 2 to 8 bits, and an InputError for special values that have no two terms.
 */
export function bitSerialTileDesign(parameters: TileParameters, problems: readonly CheckProblem[] = checkProblems(parameters)): RtlDesign {
  const { rows, columns, format } = parameters;
  for (const size of [rows, columns]) if (!(Number.isInteger(size) && size >= 1)) throw new RangeError(`a tile has a whole number of rows and columns, not ${size}`);
  termTables(format);
  const { act, wgt, out } = tileStreams(parameters);
  return {
    core: 'bit_serial_tile',
    summary: `${rows} x ${columns} bit-serial processing elements (output channels x tokens) of four lanes: FP16 activations, ${nameOf(format)} weights with scales of groups, FP32 results.`,
    sources: withSharedSources(verilog),
    parameters: [
      { name: 'ROWS', value: rows, meaning: 'output channels at once' },
      { name: 'COLS', value: columns, meaning: 'tokens at once' },
      ...formatParameters(format),
    ],
    streams: [act, wgt, out],
    runs: problems.map((problem) => runOf(parameters, problem)),
    smaller: () => Array.from(smallProblems(parameters), (problem) => runOf(parameters, problem)),
    reduction: 'One tile of the array, which has more of them side by side. Problems are a few tiles of outputs with short groups, filled with zeros where they are ragged; '
      + 'the FP32 scale of an output channel is applied after the tile.',
    resources: { ...noBlocks, ...tileFabric(parameters) },
  };
}

function runOf(parameters: TileParameters, { what, problem }: CheckProblem): RtlRun {
  const { tokens, channels, reduction, group } = problem.shape;
  return {
    label: `m ${tokens}, n ${channels}, k ${reduction}, groups of ${group}: ${what}`,
    beats: { ...tileBeats(parameters, problem, tileOutputs(parameters.format, problem)) },
    cycles: tileRunCycles(parameters, problem.shape),
  };
}

function nameOf(format: WeightFormat): string {
  return format.kind === 'integer' ? `INT${format.bits}` : `FP${format.bits}`;
}

function formatParameters(format: WeightFormat): RtlParameter[] {
  const specials = format.kind === 'float' ? format.specials : [];
  return [
    { name: 'WEIGHT_BITS', value: format.bits, meaning: 'width of a weight' },
    { name: 'IS_FLOAT', value: format.kind === 'float' ? 1 : 0, meaning: '0: two\'s complement integers, 1: FP4 or FP3 with special values' },
    ...specials.map((value, selector) => ({ name: `SPECIAL_${selector}`, value: 2 * value, meaning: `what the pattern of -0 stands for with selector ${selector}, in halves` })),
  ];
}

const inLogic = 'terms are shifted and added, and all that is stored is in registers';

const noBlocks = {
  dsp: estimate(0, 'DSP', 'derived', inLogic),
  bram36: estimate(0, 'RAMB36', 'derived', inLogic),
  uram: estimate(0, 'URAM288', 'derived', inLogic),
};
