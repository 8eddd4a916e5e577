import assert from 'node:assert/strict';
import { bitSerialTileDesign } from '../../../../src/arch/bit-serial/rtl.js';
import type { CheckProblem } from '../../../../src/arch/bit-serial/tile/check-problems.js';
import { groupLengths, type TileParameters, type TileShape } from '../../../../src/arch/bit-serial/tile/problem.js';
import { bitmodWeights, type WeightFormat } from '../../../../src/arch/bit-serial/tile/weight-format.js';
import { createRng, type Rng } from '../../../../src/sim/core/rng.js';
import { requireTool } from '../../../kit/rtl-tools.js';
import { testbenchVerdict } from '../verilog.js';

const int = (bits: number): WeightFormat => ({ kind: 'integer', bits });

/** A random product. Exponents are near each other, so that much cancels, or of all sizes. */
function randomProblem({ format }: TileParameters, shape: TileShape, rng: Rng): CheckProblem {
  const groups = groupLengths(shape).length;
  const [low, high] = rng.pick([[0, 30], [13, 16]] as const);
  const numbers = (lines: number, columns: number, number: () => number): number[] => Array.from({ length: lines * columns }, number);
  return {
    what: 'random',
    problem: {
      shape,
      activations: Uint16Array.from(numbers(shape.tokens, shape.reduction, () => rng.integer(0, 1) * 2 ** 15 + rng.integer(low, high) * 2 ** 10 + rng.integer(0, 1023))),
      weights: Uint8Array.from(numbers(shape.channels, shape.reduction, () => rng.integer(0, 2 ** format.bits - 1))),
      selectors: Uint8Array.from(numbers(shape.channels, groups, () => rng.integer(0, 3))),
      scales: Uint8Array.from(numbers(shape.channels, groups, () => rng.pick([0, 1, 255, rng.integer(0, 255)]))),
    },
  };
}

describe('arch/bit-serial/rtl: random products on a tile', function () {
  this.timeout(60_000);
  before(async function () { await requireTool(this, 'iverilog'); });

  it('is the functional model bit for bit and cycle for cycle, whatever the sizes', async () => {
    const parameters = { rows: 2, columns: 2, format: bitmodWeights(4) };
    const rng = createRng(1);
    const problems = Array.from({ length: 6 }, () => (
      // Groups of odd lengths, longer than the reduction too.
      randomProblem(parameters, { tokens: rng.integer(1, 4), channels: rng.integer(1, 4), reduction: rng.integer(1, 33), group: rng.pick([1, 3, 5, 9, 15, 40]) }, rng)));
    assert.match(await testbenchVerdict(bitSerialTileDesign(parameters, problems)), /^ARCHSIM PASS /);
  });

  it('is so where results leave more slowly than reductions end, and the pipeline waits in the middle of a step', async () => {
    const parameters = { rows: 10, columns: 1, format: int(6) };
    const problems = [12, 13].map((reduction, i) => randomProblem(parameters, { tokens: 2, channels: 20, reduction, group: 16 }, createRng(i)));
    assert.match(await testbenchVerdict(bitSerialTileDesign(parameters, problems)), /^ARCHSIM PASS /);
  });
});
