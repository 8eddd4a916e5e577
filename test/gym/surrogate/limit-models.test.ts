import assert from 'node:assert/strict';
import { failed } from '../../../src/gym/problem/evaluation.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';
import { oneHotWidth } from '../../../src/gym/surrogate/features.js';
import type { ForestOptions } from '../../../src/gym/surrogate/forest.js';
import { startKernel } from '../../../src/gym/surrogate/gaussian-process.js';
import { fitMargins, keptChances } from '../../../src/gym/surrogate/limit-models.js';
import { noLimits, noteLimits } from '../../../src/gym/surrogate/limit-links.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { sampleDesign, type Design, type DesignSpace } from '../../../src/sim/model/design-space.js';

const space: DesignSpace = {
  parameters: [
    { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64, 128] }, { type: 'ordinal', name: 'cols', values: [8, 16, 32, 64, 128] },
    { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] }, { type: 'real', name: 'volts', low: 0.5, high: 1.5, scale: 'linear' },
  ],
};
const options: ForestOptions = { trees: 24, leafRows: 1, featureShare: 0.75, bootstrap: false, cuts: 'random' };
const product = ([rows = 0, cols = 0]: Design): number => 2 ** (6 + rows + cols);
const clock = ([rows = 0, , flow = 0, volts = 0]: Design): number => 3 * volts - 0.3 * rows - (flow === 1 ? 0.5 : 0);

/** At most 2,000 of a product, at least 1 of a clock that metrics may tell of. */
function evaluate(design: Design, hasMetrics: boolean): Evaluation {
  const violations = [Math.max(0, product(design) / 2000 - 1), Math.max(0, 1 - clock(design))];
  return { objectives: [1], violations, reasons: [], metrics: hasMetrics ? { product: product(design), clock: clock(design) } : {} };
}

const isKept = (design: Design): boolean => product(design) <= 2000 && clock(design) >= 1;

/** How often chances above and below one half are right on designs that were not seen. */
function rightShare(hasMetrics: boolean): number {
  const rng = createRng(1);
  const designs = Array.from({ length: 80 }, () => sampleDesign(space, rng));
  const known = noLimits(2);
  noteLimits(known, designs.map((design) => evaluate(design, hasMetrics)));
  const models = fitMargins(space, designs, known, [], startKernel(oneHotWidth(space)));
  assert.ok(models.every((model) => (model !== null) === hasMetrics));
  const asked = Array.from({ length: 500 }, () => sampleDesign(space, rng));
  const chances = keptChances(space, designs, known, models, options, rng)(asked)!;
  assert.ok(chances.every((chance) => chance >= 0 && chance <= 1));
  return asked.filter((design, i) => chances[i]! > 0.5 === isKept(design)).length / asked.length;
}

describe('how likely a design keeps its limits', () => {
  it('is nearly known where metrics tell of the limits, and better than a guess where they do not', () => {
    const [withMetrics, without] = [rightShare(true), rightShare(false)];
    assert.ok(withMetrics > 0.98, `${withMetrics}`);
    assert.ok(without > 0.8 && without < withMetrics, `${without}`);
  });

  it('is not asked where nothing was ever broken, and is small where designs failed', () => {
    const rng = createRng(5);
    const designs = Array.from({ length: 60 }, () => sampleDesign(space, rng));
    const known = noLimits(0);
    noteLimits(known, designs.map((): Evaluation => ({ objectives: [1], violations: [], reasons: [], metrics: {} })));
    assert.equal(keptChances(space, designs, known, [], options, rng)(designs), null);
    const failing = noLimits(0);
    noteLimits(failing, designs.map(([, , flow]): Evaluation => (flow === 1 ? failed('it ended', 0) : { objectives: [1], violations: [], reasons: [], metrics: {} })));
    const chances = keptChances(space, designs, failing, [], options, rng)(designs)!;
    designs.forEach(([, , flow], i) => { assert.equal(chances[i]! > 0.5, flow !== 1); });
  });
});
