import assert from 'node:assert/strict';
import { isLegal } from '../../../src/gym/problem/evaluation.js';
import type { Study } from '../../../src/gym/study/study.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { sampleDesign, spaceSize } from '../../../src/sim/model/design-space.js';
import { bundledStudy, medianShare, remembered } from './bundled-study.js';

describe('the study flightllm-u280', () => {
  let study: Study;
  before(async () => { study = await bundledStudy('flightllm-u280.json'); });

  it('has more than 100,000 designs, and more than two in five do not fit', () => {
    assert.equal(spaceSize(study.problem.space), 677_376);
    const rng = createRng(1);
    const legal = Array.from({ length: 2000 }, () => study.problem.evaluate(sampleDesign(study.problem.space, rng))).filter(isLegal).length;
    assert.ok(legal / 2000 < 0.6 && legal > 0, `${legal}`);
  });

  it('is searched to within 5 % of the best by agents that look, and not by random designs', async () => {
    const problem = remembered(study.problem);
    assert.ok((await medianShare(problem, 'random')) < 0.95);
    for (const agent of ['genetic', 'hill-climbing']) assert.ok((await medianShare(problem, agent)) > 0.95, agent);
  });
});

describe('a bundled study', () => {
  for (const file of ['edge-1w.json', 'lut-tensor-core-area.json', 'layer-formats.json']) {
    it(`has legal designs, and failures in none: ${file}`, async () => {
      const { problem } = await bundledStudy(file);
      const rng = createRng(1);
      const evaluations = Array.from({ length: 40 }, () => problem.evaluate(sampleDesign(problem.space, rng)));
      assert.ok(evaluations.some(isLegal));
      assert.deepEqual(evaluations.flatMap(({ failure }) => failure ?? []), []);
    });
  }
});
