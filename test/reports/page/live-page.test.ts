import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bestSoFar } from '../../../src/reports/figures/convergence-data.js';
import type { ExplorationData } from '../../../src/reports/figures/exploration-data.js';
import { livePage, liveSentence, waitingPage, type LiveSearch } from '../../../src/reports/page/live-page.js';
import { exploration, smallSearch, tried } from '../figures/exploration-fixture.js';
import { hostileText, longName } from '../figures/robust.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

const running = { refreshSeconds: 2 };

function liveOf({ answer, rows }: ExplorationData, changed: Partial<LiveSearch> = {}): LiveSearch {
  const legal = rows.filter(({ objectives, violations }) => objectives !== null && violations.every((one) => one === 0)).length;
  return {
    header: { study: 'a study', agent: 'genetic', seed: 7, budget: 1000 }, answer, evaluations: rows.length, counted: rows.length, legal, failures: 0, broken: { dsp: 1, lut: 5 }, rows, notes: [],
    curves: answer.objectives.map((one, i) => bestSoFar(rows, one, i, rows.length)), ...changed,
  };
}

const rate = [{ name: 'decode rate', direction: 'maximise' as const, unit: 'token/s' }];
const single = exploration(Array.from({ length: 50 }, (_, i) => tried(i, [(i * 37) % 50], { lanes: i % 5, access: 'own' })), rate);
const hostile = liveOf(exploration([tried(0, [1, 2], { [hostileText]: hostileText }), tried(1, [2, 3], { [hostileText]: 'b' })], [{ name: hostileText, direction: 'minimise', unit: hostileText }, { name: longName, direction: 'maximise' }]), {
  header: { study: hostileText, agent: hostileText, seed: 1, budget: 3 }, broken: { [hostileText]: 1 }, notes: [hostileText],
});
const begun: LiveSearch = { ...liveOf({ answer: { objectives: rate, front: [], best: null, bestOf: { 'decode rate': null }, knee: null }, rows: [] }), broken: { lut: 0 } };
const pages: Readonly<Record<string, string>> = {
  'of two objectives': livePage(liveOf(smallSearch), running), 'of one objective': livePage(liveOf(single), running), 'of nothing yet': livePage(begun, running), 'of hostile names': livePage(hostile, running),
  'of nothing legal': livePage({ ...begun, evaluations: 9, counted: 9, broken: { lut: 9 } }, running), 'of a low fidelity only': livePage({ ...begun, evaluations: 9 }, running), 'that stands still': livePage(liveOf(single), { refreshSeconds: null }),
  'of no budget': livePage({ ...begun, header: { ...begun.header, budget: 0 } }, running), 'that waits': waitingPage(hostileText, [hostileText], running),
};

describe('a page of a search that runs', () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`is balanced HTML without stray values or anything raw (${name})`, () => {
      assertBalanced(page, 'html');
      assertNoStrayValues(visibleMarkup(page));
      assert.ok(!visibleMarkup(page).includes('<script') && !/[\u001b\u202e]/.test(visibleMarkup(page)));
    });
  }

  it('says how far it is, and what is the best so far', () => {
    assert.equal(liveSentence(liveOf(single)), '50 of 1,000 evaluations are done; the best design so far has decode rate 49 token/s.');
    assert.match(liveSentence(liveOf(smallSearch)), /^40 of 1,000 evaluations are done; the front so far has \d+ designs, and its knee has latency .*, rate .*\.$/);
    assert.equal(liveSentence({ ...begun, evaluations: 9, counted: 9, broken: { dsp: 2, lut: 9 } }), '9 of 1,000 evaluations are done, and no design is legal yet; the limit that most designs break is lut.');
    assert.equal(liveSentence(begun), '0 of 1,000 evaluations are done.');
  });

  it('has the limit that is broken most, the share of legal designs, and the parameters of the best', () => {
    const page = pages['of one objective']!;
    assert.match(page, /<dt>Limit broken most<\/dt><dd>lut \(10\.0 %\)<\/dd>/);
    assert.match(page, /<dt>Legal<\/dt><dd>100\.0 %<\/dd>/);
    assert.match(page, /<h2>The best design so far<\/h2>[\s\S]*lanes<\/th>/);
    assert.match(pages['of two objectives']!, /<h2>The best designs so far<\/h2>[\s\S]*Knee of the front<\/th>/);
    assert.match(pages['of two objectives']!, /<h2>Front so far<\/h2>/);
  });

  it('renews itself without a script, unless it is asked to stand still', () => {
    assert.match(pages['of one objective']!, /<meta charset="utf-8">\n<meta http-equiv="refresh" content="2">/);
    assert.match(pages['that waits']!, /<meta http-equiv="refresh" content="2">/);
    assert.doesNotMatch(pages['that stands still']!, /http-equiv="refresh"/);
  });
});
