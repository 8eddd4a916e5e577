import type { RtlDesign, RtlRun } from '../../rtl-export/kit/design.js';
import { withSharedSources } from '../../rtl-export/kit/shared-sources.js';
import { reject } from '../../sim/core/diagnostics.js';
import { estimate } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import { activationBits, digitBits } from './functional.js';
import { verilog } from './rtl/verilog.js';
import type { CodebookParameters } from './spec.js';
import { checkProblems, type CheckProblem } from './tile/check-problems.js';
import { tileRunCycles } from './tile/cycles.js';
import { tileBlockRams, tileDsps, tileFabric } from './tile/fabric.js';
import { checkTile, type TileParameters } from './tile/parameters.js';
import { entriesOf, shapeOf } from './tile/problem.js';
import { smallProblems } from './tile/small-problems.js';
import { tileBeats, tileStreams } from './tile/stream.js';

/** The RTL face of the family, as the registry of RTL faces takes it. */
export const codebookRtl = {
  family: 'codebook',
  design: ({ parameters, weights }: { readonly parameters: unknown; readonly weights: DataType }): RtlDesign => codebookTileDesign(tileOf(parameters as CodebookParameters, weights)),
};

/** Bits of a sum. */
const sumBits = 32;

/** Codebooks of fewer entries are in LUTs. */
const blockFrom = 128;

/** The tile of an experiment: codebooks that hold every vector of its integers, digit by digit, as the functional model has them. */
function tileOf({ vectorLength, codebooks }: CodebookParameters, weights: DataType): TileParameters {
  if (codebooks.length > 2) return reject('codebook/rtl-books', `the Verilog adds entries of two codebooks, not of ${codebooks.length}`, { remedy: 'give one codebook or two' });
  const most = digitBits({ vectorLength, entries: codebooks }).reduce((sum, bits) => sum + bits, 0);
  if (weights.kind !== 'integer' || weights.bits > most) {
    return reject('codebook/rtl-format', `codebooks of ${codebooks.join(' + ')} entries do not hold every vector of ${vectorLength} weights in ${weights.name}`, {
      remedy: most >= 2 ? `export with weights in int2 to int${most}; the Verilog computes in whole numbers` : 'give larger codebooks or shorter vectors; the Verilog computes in whole numbers',
    });
  }
  const [main = 2, rest = 0] = codebooks;
  // The highest digit carries the sign; the lower ones are unsigned, and need a bit more.
  const entryBits = Math.max(2, most, rest === 0 ? 0 : (digitBits({ vectorLength, entries: [main] })[0] ?? 0) + 1);
  return { tokens: 1, vectorLength, main, rest, entryBits, activationBits, sumBits, memory: Math.max(main, rest) >= blockFrom ? 'block' : 'luts' };
}

/** The Verilog of one decoder with its multipliers, with runs from the functional model. Throws a RangeError for parameters that the Verilog refuses. */
export function codebookTileDesign(p: TileParameters, problems: readonly CheckProblem[] = checkProblems(p)): RtlDesign {
  checkTile(p);
  const { ent, idx, act, out } = tileStreams(p);
  return {
    core: 'codebook_tile',
    summary: `Codebook decoder: a vector of ${p.vectorLength} weights a cycle from ${p.rest === 0 ? `${p.main} entries` : `${p.main} + ${p.rest} entries`} of ${p.entryBits}-bit elements, `
      + `times INT${p.activationBits} activations of ${p.tokens} token(s), sums of ${p.sumBits} bits.`,
    sources: withSharedSources(verilog),
    parameters: [
      { name: 'TOKENS', value: p.tokens, meaning: 'tokens at once' },
      { name: 'VECTOR', value: p.vectorLength, meaning: 'weights of a vector' },
      { name: 'MAIN', value: p.main, meaning: 'entries of the main codebook' },
      { name: 'REST', value: p.rest, meaning: 'entries of the residual codebook, 0 for none' },
      { name: 'ENTRY_BITS', value: p.entryBits, meaning: 'width of an element of an entry' },
      { name: 'ACT_BITS', value: p.activationBits, meaning: 'width of an activation' },
      { name: 'SUM_BITS', value: p.sumBits, meaning: 'width of a sum, which wraps' },
      { name: 'BLOCK', value: p.memory === 'block' ? 1 : 0, meaning: 'codebooks in 0 LUTs, 1 block RAM' },
    ],
    streams: [ent, idx, act, out],
    runs: problems.map((problem) => runOf(p, problem)),
    smaller: () => Array.from(smallProblems(p), (problem) => runOf(p, problem)),
    reduction: 'One decoder with its multipliers. Problems are a few vectors with short sums, and load up to 64 entries of each codebook. Scales and biases of inputs are not applied.',
    resources: {
      dsp: estimate(tileDsps(p), 'DSP', 'derived', 'one product for each weight of a vector and each token'),
      bram36: estimate(tileBlockRams(p), 'RAMB36', 'derived', 'shapes of the block RAM (AMD UG573); a RAMB18 counts half'),
      uram: estimate(0, 'URAM288', 'derived', 'codebooks are in block RAM or LUTs'),
      ...tileFabric(p),
    },
  };
}

function runOf(p: TileParameters, { what, problem }: CheckProblem): RtlRun {
  const { m, n, k } = shapeOf(problem);
  return { label: `m ${m}, n ${n}, k ${k}: ${what}`, beats: { ...tileBeats(p, problem) }, cycles: tileRunCycles(p, m, n, k, entriesOf(problem.weights)) };
}
