import assert from 'node:assert/strict';
import { agentIds } from '../../../src/gym/agents/registry.js';
import { isLegal } from '../../../src/gym/problem/evaluation.js';
import { enumerate } from '../../../src/sim/model/design-space.js';
import { bestDecodeRate, bundledStudy, medianShare, remembered } from './bundled-study.js';

describe('every design of the study flightllm-u280', () => {
  it('is no better than the best, fits in less than three of five cases, and is within 5 % of it in less than one of a thousand', async function () {
    this.timeout(1_200_000);
    const { problem } = await bundledStudy('flightllm-u280.json');
    let [designs, legal, near, best] = [0, 0, 0, 0];
    for (const design of enumerate(problem.space)) {
      designs++;
      const evaluation = problem.evaluate(design);
      if (!isLegal(evaluation)) continue;
      legal++;
      const rate = evaluation.objectives![0]!;
      if (rate >= 0.95 * bestDecodeRate) near++;
      best = Math.max(best, rate);
    }
    assert.equal(best, bestDecodeRate);
    assert.ok(legal < 0.6 * designs && near < 0.001 * designs, `${designs} designs, ${legal} legal, ${near} near the best`);
  });

  it('is found to within 5 % by every agent that looks, by the median of eleven seeds', async function () {
    this.timeout(1_200_000);
    const problem = remembered((await bundledStudy('flightllm-u280.json')).problem);
    const shares = await Promise.all(agentIds.filter((id) => id !== 'random' && id !== 'exhaustive').map(async (agent) => [agent, await medianShare(problem, agent)] as const));
    assert.deepEqual(shares.filter(([, share]) => share <= 0.95).map(([agent]) => agent), []);
  });
});
