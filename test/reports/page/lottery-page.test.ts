import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LotteryDocument } from '../../../src/gym/lottery/lottery-document.js';
import { lotteryPage, lotterySentence } from '../../../src/reports/page/lottery-page.js';
import { hostileText } from '../figures/robust.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

type At = LotteryDocument['agents'][number]['at'][number];

function at(budget: number, mean: number | null): At {
  const off = (by: number): number | null => (mean === null ? null : mean + by);
  return {
    budget, censored: mean === null ? 2 : 0, nothing: 0, spread: { best: off(-0.5), upperQuarter: off(-0.2), median: mean, lowerQuarter: off(0.4), worst: off(1), worseThanRandom: 0.25, default: off(0.1), defaultBeats: 0.6 },
    tuned: { expected: mean, interval: [off(-0.3), off(0.3)], runs: 6, settings: [0, 1] }, bestOf: [{ runs: 1, samples: budget, expected: mean, isBound: true, between: [mean, mean], anyLegal: 1, random: 5 }, { runs: 2, samples: 2 * budget, expected: off(-0.4), isBound: false, between: [mean, null], anyLegal: 1, random: 4.5 }],
  };
}

function lottery(agents: readonly string[], verdict: 'holds' | 'fails' | 'open', mean: number | null = 3): LotteryDocument {
  const budgets = [50, 100];
  return {
    kind: 'lottery', study: 'accelerator', studyDigest: 'd'.repeat(64), objective: { name: 'energy', direction: 'minimise', unit: 'mJ' }, budgets, seeds: 6, seed: 1,
    random: { how: 'exact', designs: 126_000, legal: 72_824, isWhole: true, possible: 1.87, curve: budgets.map((samples) => ({ samples, expected: 5, anyLegal: 1, tenth: 6.7, median: 4.6, ninetieth: 3 })) },
    agents: agents.map((agent, i) => ({ agent, settings: [{ hyperparameters: { population: 16 }, isDefault: true }, { hyperparameters: {}, isDefault: false }], runs: 12, failures: i === 0 ? [] : ['it broke'], at: budgets.map((budget) => at(budget, mean === null ? null : mean + i)) })),
    ranks: budgets.map((budget) => ({ budget, order: agents, withLast: 1, withResamples: null, sameBest: 0.98 })), claims: budgets.map((budget) => ({ budget, verdict, reason: verdict === 'open' ? 'it takes 5 seeds' : null, best: agents[0]!, apart: verdict === 'fails' ? agents.slice(1) : [], aboveRandom: agents })),
    times: { secondsPerRandomSample: 5e-5, evaluationSeconds: null, equalCompute: agents.flatMap((agent) => budgets.map((budget) => ({ agent, budget, proposing: 1e-3, evaluating: 1e-3, randomSamples: 40, randomExpected: null }))) },
  };
}

const two = lottery(['genetic', 'tpe'], 'fails');
const command = 'archsim report lottery.json';
const pages: Readonly<Record<string, string>> = {
  two: lotteryPage([two], { command }), nothing: lotteryPage([lottery(['genetic'], 'open', null)], { command }), several: lotteryPage([two, lottery(['a', 'b'], 'holds')], { command }), none: lotteryPage([], { command }),
  hostile: lotteryPage([{ ...lottery([hostileText, 'b'], 'holds'), study: hostileText, objective: { name: hostileText, direction: 'maximise', unit: hostileText } }], { command: hostileText }),
};

describe('a page of a lottery', () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`is balanced HTML without stray values or anything raw (${name})`, () => {
      assertBalanced(page, 'html');
      assertNoStrayValues(visibleMarkup(page));
      assert.ok(!visibleMarkup(page).includes('<script') && !/[\u001b\u202e]/.test(visibleMarkup(page)));
    });
  }

  it('says in its first sentence which agent is best, how sure that is, and what random search gets', () => {
    assert.equal(lotterySentence(two), "With 100 evaluations and tuned settings, the best mean is genetic's, energy 3 mJ (random search: 5 mJ); it is clearly better than tpe.");
    assert.match(lotterySentence(lottery(['a', 'b'], 'holds')), /; these runs tell no agent from another\.$/);
    assert.match(lotterySentence(lottery(['a'], 'open', null)), /no agent finds a legal design for certain; which agent is better is open, as it takes 5 seeds\.$/);
    assert.equal(lotterySentence({ ...two, claims: [] }), 'No agent was played.');
  });

  it('has every part', () => {
    const headings = [...pages['two']!.matchAll(/<h2>([^<]*)<\/h2>/g)].map((match) => match[1]);
    assert.deepEqual(headings, ['Tuned agents and random search', 'With 50 evaluations', 'With 100 evaluations', 'Best of several runs', 'Is no agent better than another?', 'How sure the order is', 'Settings', 'Failures', 'How it was made']);
    for (const part of ['≤ 3 mJ', 'all 126,000 designs of the space', 'tpe: it broke', 'population 16', 'does not hold']) assert.ok(pages['two']!.includes(part), part);
  });
});
