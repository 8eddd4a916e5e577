import type { RtlDesign, RtlRun } from '../../../../rtl-export/kit/design.js';
import { withSharedSources } from '../../../../rtl-export/kit/shared-sources.js';
import { estimate } from '../../../../sim/core/estimate.js';
import { verilog as arrayVerilog } from '../../rtl/verilog.js';
import { tableCheckProblems, type TableCheckProblem } from './check-problems.js';
import { tableRunCycles } from './cycles.js';
import { tableFabric } from './fabric.js';
import { checkTable, type TableParameters } from './parameters.js';
import { verilog } from './rtl/verilog.js';
import { smallTableProblems } from './small-problems.js';
import { tableBeats, tableStreams } from './stream.js';

/** The modules of the tables: their own and the tree that they share with the array of PEs. */
export const tableVerilog: Readonly<Record<string, string>> = withSharedSources({ ...verilog, 'pipelined_sum.v': arrayVerilog['pipelined_sum.v']! });

/** The Verilog of look-up tables, with runs from the functional model and the cycle model. Throws a RangeError for parameters that the Verilog refuses. */
export function shiftAddTableDesign(p: TableParameters, problems: readonly TableCheckProblem[] = tableCheckProblems(p)): RtlDesign {
  checkTable(p);
  const { act, wgt, out } = tableStreams(p);
  return {
    core: 'shift_add_table',
    summary: `Look-up tables of eight INT${p.activationBits} activations: ${p.tables} read at once by ${p.reads} features each, scales of ${p.scaleTerms} powers of two on ${p.shifters} shifters, `
      + `${p.featuresHeld} features held, ${p.buildAdders} adders a table, outputs of ${p.accumulatorBits} bits.`,
    sources: tableVerilog,
    parameters: [
      { name: 'TABLES', value: p.tables, meaning: 'tables read at once, of eight activations each' },
      { name: 'READS', value: p.reads, meaning: 'features at once' },
      { name: 'FEATURES', value: p.featuresHeld, meaning: 'features whose sums are held' },
      { name: 'TERMS', value: p.scaleTerms, meaning: 'powers of two in a scale' },
      { name: 'SHIFTERS', value: p.shifters, meaning: 'shifters of each read' },
      { name: 'ADDERS', value: p.buildAdders, meaning: 'adders that build a table' },
      { name: 'ACT_BITS', value: p.activationBits, meaning: 'width of an activation' },
      { name: 'SHIFT_BITS', value: p.shiftBits, meaning: 'width of a shift' },
      { name: 'ACC_BITS', value: p.accumulatorBits, meaning: 'width of an output, which wraps' },
    ],
    streams: [act, wgt, out],
    runs: problems.map((problem) => runOf(p, problem)),
    smaller: () => Array.from(smallTableProblems(p), (problem) => runOf(p, problem)),
    reduction: 'One set of tables. Products have no more features than are held, and are filled with zeros where they are ragged. Activations are whole numbers.',
    resources: {
      dsp: estimate(0, 'DSP', 'derived', 'nothing is multiplied'),
      bram36: estimate(0, 'RAMB36', 'derived', inLuts),
      uram: estimate(0, 'URAM288', 'derived', inLuts),
      ...tableFabric(p),
    },
  };
}

function runOf(p: TableParameters, { what, problem }: TableCheckProblem): RtlRun {
  const { activations: { rows, columns }, weights } = problem;
  return {
    label: `m ${rows}, n ${weights.rows}, k ${columns}, ${weights.planes} planes: ${what}`,
    beats: { ...tableBeats(p, problem) },
    cycles: tableRunCycles(p, rows, weights.rows, columns, weights.planes),
  };
}

const inLuts = 'tables and sums are in LUTs';
