import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { archGymProxy } from '../../../src/gym/surrogate/surrogate-report.js';
import { surrogatePage, surrogateSentence, type SurrogateDocument } from '../../../src/reports/page/surrogate-page.js';
import { hostileText } from '../figures/robust.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

type Test = SurrogateDocument['points'][number];

function test(held: string, rmspe: number | null, objective: string): Test {
  return { held, train: 300, test: 200, errors: [{ objective, isLog: true, rmspe, zeros: 0, r2: 0.95, r2Log: null, spearman: 0.97, pickLoss: 0.004 }] };
}

function report(objective: string, changed: Partial<SurrogateDocument> = {}): SurrogateDocument {
  return {
    kind: 'surrogate', source: 'a study', parameters: ['lanes', 'clock'], objectives: [objective], designs: 600, without: 17, trees: 30, seed: 1, points: [test('random designs', 0.2, objective)], regions: [test('lanes from 16 on', 0.366, objective), test('clock from 2 on', null, objective)],
    family: { parameter: null, reason: 'no parameter sets it', tests: [] }, importance: [[0.75, 0.25]], published: archGymProxy, notes: ['of a search they lie close together'],
    times: { evaluation: 5e-4, prediction: 5e-5, training: 0.27, trainingRows: 300, speedUp: { perDesign: 10.5, whole: [{ designs: 1000, factor: 1.09 }], breakEven: 908 } }, ...changed,
  };
}

const usual = report('decode rate');
const command = 'archsim report surrogate.json';
const pages: Readonly<Record<string, string>> = {
  usual: surrogatePage([usual], { command }), several: surrogatePage([usual, usual], { command }), none: surrogatePage([], { command }),
  'without times': surrogatePage([report('x', { points: [], regions: [], importance: [], times: { ...usual.times, evaluation: null, speedUp: { perDesign: null, whole: [], breakEven: null } } })], { command }),
  hostile: surrogatePage([report(hostileText, { source: hostileText, parameters: [hostileText, 'b'], notes: [hostileText], family: { parameter: hostileText, reason: hostileText, tests: [test(hostileText, 0.1, hostileText)] } })], { command: hostileText }),
};

describe('a page of a surrogate', () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`is balanced HTML without stray values or anything raw (${name})`, () => {
      assertBalanced(page, 'html');
      assertNoStrayValues(visibleMarkup(page));
      assert.ok(!visibleMarkup(page).includes('<script') && !/[\u001b\u202e]/.test(visibleMarkup(page)));
    });
  }

  it('says in its first sentence how wrong it is on unseen points, and on the worst of the rest', () => {
    assert.equal(surrogateSentence(usual), 'Learnt from 300 designs, it predicts decode rate 20.0 % off (rank correlation 0.97; the design that it likes best is 0.4 % worse than the best); beyond what it has seen up to 36.6 % (lanes from 16 on).');
    assert.equal(surrogateSentence({ ...usual, points: [] }), 'Nothing was held out to test on.');
  });

  it('has every part', () => {
    const headings = [...pages['usual']!.matchAll(/<h2>([^<]*)<\/h2>/g)].map((match) => match[1]);
    assert.deepEqual(headings, ['Errors on unseen designs', 'Predicted and simulated', 'What decides', 'Time', 'What ArchGym publishes', 'How it was made']);
    assert.ok(pages['usual']!.includes('No predictions are in the report'));
    const pairs = [[1, 1.5], [2, 2]] as const;
    const drawn = surrogatePage([report('rate', { points: [{ ...test('random designs', 0.2, 'rate'), errors: [{ ...test('x', 0.2, 'rate').errors[0]!, pairs }] }] })], { command });
    assert.ok(drawn.includes('rate (unseen points, random designs): simulated 1, predicted 1.500, +50 %'));
    for (const part of ['75.0 %', '908 designs on', 'no parameter sets it', 'of a search they lie close together']) assert.ok(pages['usual']!.includes(part), part);
  });
});
