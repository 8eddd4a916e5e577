import assert from 'node:assert/strict';
import { bitmodWeights, termCount, termTables, weightValues, type WeightFormat } from '../../../../src/arch/bit-serial/tile/weight-format.js';
import { fpTerms } from '../../../../src/sim/numerics/arithmetic/fp-terms.js';
import { valueOfTerms, type Term } from '../../../../src/sim/numerics/arithmetic/term.js';
import { requireTool } from '../../../kit/rtl-tools.js';
import { evaluate } from '../verilog.js';

const laneOrder = [0, 1, 2, 3] as const;

/** What a row's encoder is given: a pattern for each lane, and the selector of the group. */
interface Step {
  readonly patterns: readonly number[];
  readonly selector: number;
}

/** The terms that the encoder gives for each step, [step][lane][term]. */
async function encoded(format: WeightFormat, steps: readonly Step[]): Promise<Term[][][]> {
  const terms = termCount(format);
  const specials = format.kind === 'float' ? Object.fromEntries(format.specials.map((value, i) => [`SPECIAL_${i}`, 2 * value])) : {};
  const results = await evaluate({
    name: 'term_encoder',
    parameters: { WEIGHT_BITS: format.bits, IS_FLOAT: format.kind === 'float' ? 1 : 0, ...specials },
    inputs: [['weights', 4 * format.bits], ['selector', 2], ['index', 2]],
    outputs: [['sign', 4], ['exp', 8], ['man', 4], ['significance', 3]],
  }, steps.flatMap(({ patterns, selector }) => {
    const weights = patterns.reduce((word, pattern, lane) => word + pattern * 2 ** (lane * format.bits), 0);
    return Array.from({ length: terms }, (_, index) => [weights, selector, index]);
  }));
  return steps.map((_, s) => laneOrder.map((lane) => results.slice(s * terms, (s + 1) * terms).map(([sign, exp, man, significance]): Term => (
    { sign: bitOf(sign!, lane), exp: (exp! >> (2 * lane)) & 3, man: bitOf(man!, lane), bsig: significance! - 1 }))));
}

function bitOf(word: number, place: number): 0 | 1 {
  return ((word >> place) & 1) === 1 ? 1 : 0;
}

/** Steps in which every lane meets every pattern with every selector. */
function allSteps({ bits }: WeightFormat): Step[] {
  const patterns = 2 ** bits;
  return laneOrder.flatMap((selector) => Array.from({ length: patterns }, (_, p) => ({ selector, patterns: laneOrder.map((lane) => (p + 5 * lane) % patterns) })));
}

describe('arch/bit-serial/rtl: terms', function () {
  before(async function () { await requireTool(this, 'iverilog'); });

  for (const bits of [2, 3, 4, 5, 6, 7, 8]) {
    it(`gives the Booth terms of every INT${bits} pattern in every lane`, async () => {
      const format = { kind: 'integer', bits } as const;
      const steps = allSteps(format);
      const tables = termTables(format);
      assert.deepEqual(await encoded(format, steps), steps.map(({ patterns }) => patterns.map((pattern) => tables[0]![pattern]!)));
    });
  }

  for (const bits of [3, 4] as const) {
    it(`gives the two terms of every FP${bits} pattern with every special value in every lane`, async () => {
      const format = bitmodWeights(bits);
      const steps = allSteps(format);
      const results = await encoded(format, steps);
      steps.forEach(({ patterns, selector }, s) => {
        const values = patterns.map((pattern) => weightValues(format, selector)[pattern] ?? NaN);
        assert.deepEqual(results[s], values.map(fpTerms), `patterns ${patterns.join(', ')}, selector ${selector}`);
        assert.deepEqual(results[s]?.map(valueOfTerms), values.map((value) => value + 0));
      });
    });
  }

  it('takes any special value that has two terms', async () => {
    const specials = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 7.5, 8, 8.5, 9, 10, 12].flatMap((value) => [value, -value]);
    const specialOf = (i: number): number => specials[i % specials.length]!;
    for (let first = 0; first < specials.length; first += 4) {
      const format: WeightFormat = { kind: 'float', bits: 4, specials: [specialOf(first), specialOf(first + 1), specialOf(first + 2), specialOf(first + 3)] };
      const results = await encoded(format, laneOrder.map((selector) => ({ selector, patterns: [8, 0, 8, 15] })));
      results.forEach(([lane0, lane1, lane2], selector) => {
        assert.deepEqual(lane0, fpTerms(format.specials[selector] ?? NaN));
        assert.deepEqual(lane2, lane0);
        assert.deepEqual(lane1, fpTerms(0));
      });
    }
  });
});
