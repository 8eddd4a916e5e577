import type { RtlDesign, RtlRun, WholeDesign } from '../../rtl-export/kit/design.js';
import { withSharedSources } from '../../rtl-export/kit/shared-sources.js';
import { reject } from '../../sim/core/diagnostics.js';
import { estimate } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import { arrayCore } from './core/array-cores.js';
import { checkProblems, type CheckProblem } from './core/check-problems.js';
import { coreFabricOf } from './core/fabric.js';
import { checkCore, mostGroup, readSumBits, storedFormats, type CoreParameters, type StoredFormat } from './core/parameters.js';
import { shapeOfProblem } from './core/problem.js';
import { smallProblems } from './core/small-problems.js';
import { coreBeats, coreStreams } from './core/stream.js';
import { tileRunCycles } from './cycles.js';
import { shapeOf } from './lookup.js';
import { verilog } from './rtl/verilog.js';
import type { TernaryParameters } from './spec.js';

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const ternaryRtl = {
  family: 'ternary',
  design: ({ parameters, weights }: { readonly parameters: unknown; readonly weights: DataType }): RtlDesign => {
    const { lookup, cores } = parameters as TernaryParameters;
    if (weights.kind !== 'ternary') {
      return reject('ternary/rtl-format', `the Verilog takes ternary weights, not ${weights.name}`, { remedy: 'export with weights in ternary; integers go through such a core trit by trit' });
    }
    const { group } = shapeOf(lookup);
    if (group > mostGroup) {
      return reject('ternary/rtl-group', `the Verilog has tables of up to ${mostGroup} activations, and the parameters ask for ${group}`, { remedy: `set lookup.group to ${mostGroup} or less` });
    }
    const core = arrayCore({ lookup, cores });
    const needed = readSumBits(core) + 1;
    if (core.sumBits < needed) {
      return reject('ternary/rtl-sums', `the sum of the reads of ${core.tables} tables takes ${needed - 1} bits, and the accumulators have ${core.sumBits}`, { remedy: `set cores.accumulatorBits to ${needed} or more` });
    }
    return wholeDesign(core);
  },
};

/** Tables and reads that simulators check in seconds. */
const [mostSimulatedTables, mostSimulatedReads] = [5, 4];

/** A core of the experiment; simulated are at most 5 of its tables and 4 of its reads. */
function wholeDesign(core: CoreParameters): RtlDesign {
  const small = { ...core, tables: Math.min(core.tables, mostSimulatedTables), reads: Math.min(core.reads, mostSimulatedReads) };
  const design = ternaryTileDesign(small);
  if (small.tables === core.tables && small.reads === core.reads) return design;
  return { ...design, whole: describe(core), reduction: `Simulated are ${small.tables} of its ${core.tables} tables and ${small.reads} of its ${core.reads} reads. ${design.reduction}` };
}

const formatNames: Readonly<Record<StoredFormat, string>> = { keys: 'keys', tl1: 'TL1 codes', tl2: 'TL2 codes', pack5: 'bytes of five' };

/** The Verilog of one core, with runs from the functional model and the cycle model. Throws a RangeError for parameters that the Verilog refuses. */
export function ternaryTileDesign(p: CoreParameters, problems: readonly CheckProblem[] = checkProblems(p)): RtlDesign {
  checkCore(p);
  return {
    ...describe(p),
    core: 'ternary_tile',
    sources: withSharedSources(verilog),
    runs: problems.map((problem) => runOf(p, problem)),
    smaller: () => Array.from(smallProblems(p), (problem) => runOf(p, problem)),
    reduction: 'One core of those side by side, with a decoder as wide as its reads. Problems are a few tiles, filled with zeros where they are ragged; integers in trits, '
      + 'scales and the integer unit are not in it.',
  };
}

function runOf(p: CoreParameters, { what, problem }: CheckProblem): RtlRun {
  const { m, n, k } = shapeOfProblem(problem);
  return { label: `m ${m}, n ${n}, k ${k}: ${what}`, beats: { ...coreBeats(p, problem) }, cycles: tileRunCycles(p, m, n, k) };
}

/** What the core is, without its runs. */
function describe(p: CoreParameters): WholeDesign {
  const { act, wgt, out } = coreStreams(p);
  const how = p.group === 1 ? `${p.tables} additions or subtractions` : `${p.tables} tables of ${p.group} activations`;
  return {
    summary: `Ternary core of ${how} for each of ${p.reads} outputs a cycle: INT${p.activationBits} activations, weights as ${formatNames[p.format]}, sums of ${p.sumBits} bits.`,
    parameters: [
      { name: 'MU', value: p.group, meaning: 'activations that share a table; 1 adds or subtracts' },
      { name: 'TABLES', value: p.tables, meaning: 'tables read at once' },
      { name: 'READS', value: p.reads, meaning: 'reads of a table at once: outputs' },
      { name: 'ACT_BITS', value: p.activationBits, meaning: 'width of an activation' },
      { name: 'SUM_BITS', value: p.sumBits, meaning: 'width of a result, which wraps' },
      { name: 'FORMAT', value: storedFormats.indexOf(p.format), meaning: 'of stored weights: 0 keys, 1 TL1, 2 TL2, 3 base 3' },
    ],
    streams: [act, wgt, out],
    resources: { ...noBlocks, ...coreFabricOf(p) },
  };
}

const inLogic = 'entries are added and picked in logic, and all that is stored is in registers';

const noBlocks = {
  dsp: estimate(0, 'DSP', 'derived', inLogic),
  bram36: estimate(0, 'RAMB36', 'derived', inLogic),
  uram: estimate(0, 'URAM288', 'derived', inLogic),
};
