import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { explorationPage, type Exploration } from '../../../src/reports/page/exploration-page.js';
import { explorationSentence } from '../../../src/reports/page/exploration-text.js';
import { exploration, tried } from '../figures/exploration-fixture.js';
import { hostileText, longName } from '../figures/robust.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';
import { searchOf, wholeSearch } from './exploration-answer.js';

const one = [{ name: 'decode rate', direction: 'maximise' as const, unit: 'token/s' }];
const single = searchOf(exploration(Array.from({ length: 50 }, (_, i) => tried(i, [(i * 37) % 50], { lanes: i % 5, access: 'own' })), one));
const nothing = searchOf(exploration([tried(0, null), tried(1, [3, 4], {}, 1)]), { sensitivity: null, binding: null, random: null, improvements: [], assumptions: [], hypervolume: null });
const hostile = searchOf(exploration([tried(0, [1, 2], { [hostileText]: hostileText }), tried(1, [2, 3], { [hostileText]: 'b' })], [{ name: hostileText, direction: 'minimise', unit: hostileText }, { name: longName, direction: 'maximise' }]), {
  agent: hostileText, broken: { [hostileText]: 1 }, assumptions: [hostileText], improvements: [{ evaluation: 0, objective: hostileText, from: null, to: 1, gain: null, changed: [], text: hostileText }],
}, hostileText);
const command = 'archsim report a-search';
const pages: Readonly<Record<string, string>> = {
  whole: explorationPage([wholeSearch], { command }), single: explorationPage([single], { command }), nothing: explorationPage([nothing], { command }), hostile: explorationPage([hostile], { command: hostileText }),
  'without a trajectory': explorationPage([{ ...wholeSearch, header: null, rows: [] }], { command }), several: explorationPage([single, { ...single, answer: { ...single.answer, seed: 2 } }, { ...single, answer: { ...single.answer, agent: 'tpe' } }], { command }), none: explorationPage([], { command }),
};

describe('a page of a search', () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`is balanced HTML without stray values or anything raw (${name})`, () => {
      assertBalanced(page, 'html');
      assertNoStrayValues(visibleMarkup(page));
      assert.ok(!visibleMarkup(page).includes('<script') && !/[\u001b\u202e]/.test(visibleMarkup(page)));
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
      assert.equal(new Set(ids).size, ids.length);
    });
  }

  it('says in its first sentence how good the best is, whether a neighbour is better, and what binds', () => {
    assert.equal(explorationSentence(single.answer), 'The best of 50 evaluations has decode rate 49 token/s; no design that differs from it in one parameter is better; hbm load binds decode.');
    assert.match(explorationSentence(wholeSearch.answer), /^Of 40 evaluations, 6 designs are the front, and its knee has latency .*s, rate .* token\/s; no design .*; hbm load binds decode\.$/);
    assert.equal(explorationSentence(nothing.answer), 'No design of 2 evaluations is legal; the limit that most designs break is lut.');
    assert.match(explorationSentence({ ...single.answer, end: 'stopped', budget: 5000, sensitivity: { ...single.answer.sensitivity!, better: 2 }, binding: null }), /^The best of 50 evaluations \(stopped before its budget of 5,000\) has .*; 2 designs that differ from it in one parameter are better\.$/);
    assert.match(pages['single']!, /<h1>[^<]*<\/h1>\s*<style>[^<]*<\/style>\s*<article[^>]*>\s*<p class="answer">The best of 50/);
  });

  it('has every part', () => {
    const headings = [...pages['whole']!.matchAll(/<h2>([^<]*)<\/h2>/g)].map((match) => match[1]);
    assert.deepEqual(headings, ['Front', 'Designs', 'Designs of the front', 'The knee of the front', 'Why it is not better', 'What each parameter does', 'How fast it got there', 'How it got there', 'Limits', 'Taken though it is not modelled', 'How it was made']);
    for (const part of ['population=16', 'f'.repeat(64), '1.2.3', command, '1.78 ×', 'dsp: 1,200 of 1,248 used']) assert.ok(pages['whole']!.includes(part), part);
  });

  it('names a design alike in the figures and in the table', () => {
    const { evaluation } = wholeSearch.answer.front[0]!;
    const page = pages['whole']!;
    assert.ok(page.includes(`<tr data-id="${evaluation}">`));
    assert.ok(new RegExp(`<circle class="fig-point fig-compute" data-id="${evaluation}"`).test(page) && new RegExp(`<path class="fig-line fig-compute"[^>]* data-id="${evaluation}"`).test(page));
  });

  it('compares searches of one study first, by agent', () => {
    const page = pages['several']!;
    assert.match(page, /<section class="comparison">[\s\S]*<a href="#search-3">tpe, seed 1<\/a>/);
    assert.ok(page.includes('genetic, 2 searches</text>'));
    assert.ok(!explorationPage([single, wholeSearch], { command }).includes('class="comparison"'));
  });

  it('shows how the hypervolume grew, and compares agents by it, with quarters over seeds', () => {
    const grown = (seed: number, value: number, referencePoint = [1, 2]): Exploration => ({
      ...wholeSearch, answer: { ...wholeSearch.answer, seed }, header: { ...wholeSearch.header!, referencePoint }, hypervolume: { points: [{ evaluations: 1, value: 0 }, { evaluations: 10, value }, { evaluations: 40, value: value + 1 }] },
    });
    const alone = explorationPage([grown(1, 5)], { command });
    assert.match(alone, /aria-label="hypervolume over evaluations"[^>]*><desc>genetic: hypervolume 6 after 40 evaluations; random, median: hypervolume 9 after 40 evaluations\./);
    const compared = (explorations: readonly Exploration[]): string => explorationPage(explorations, { command }).split('<article')[0]!;
    const several = compared([grown(1, 5), grown(2, 7), grown(3, 8)]);
    assert.match(several, /aria-label="hypervolume over evaluations"[^>]*><desc>genetic, 3 searches: hypervolume 8 after 40 evaluations\./);
    assert.ok(several.includes('genetic, 3 searches: hypervolume 7 after 10 evaluations, from hypervolume 5 to hypervolume 8'));
    assert.ok(compared([grown(1, 5), grown(2, 7, [1, 3])]).includes('The hypervolume is not compared: the searches have different reference points.'));
    assert.ok(compared([grown(1, 5), { ...grown(2, 7), hypervolume: { reason: 'None is named.' } }]).includes('The hypervolume is not compared. genetic, seed 2: None is named.'));
    assert.ok(!pages['whole']!.includes('aria-label="hypervolume over evaluations"'));
  });

  it('carries the answers as JSON', () => {
    const json = /<script type="application\/json" id="archsim-explorations">([^<]*)<\/script>/.exec(pages['hostile']!)![1]!;
    assert.deepEqual((JSON.parse(json) as { readonly study: string }[]).map(({ study }) => study), [hostileText]);
  });

  it('holds a search of 20,000 designs of thirty parameters in 2 MB, in less than two seconds of work', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => tried(i, [1 + ((i * 7919) % 10_007) / 1000, ((i * 104_729) % 9973) / 100], Object.fromEntries(Array.from({ length: 30 }, (_unused, k) => [`x${k}`, ((i * (k + 7)) % 9973) / 9973])), i % 6 === 0 ? 0.5 : 0));
    const large = searchOf(exploration(rows));
    const front = Array.from({ length: 2000 }, (_, i) => ({ evaluation: i, parameters: rows[i]!.design as Readonly<Record<string, number>>, metrics: { latency: 0.5 + i / 5000, rate: 100 + i / 10 } }));
    const variants = Array.from({ length: 32 }, (_, i) => ({ value: i / 31, losses: [i / 100, i / 200], reasons: [] }));
    const sensitivity = { parameters: Array.from({ length: 30 }, (_, k) => ({ parameter: `x${k}`, value: 0.5 + 1 / 3, variants, nearBest: 2, worstLoss: 0.31 })), variants: 960, legal: 960, nearBest: 60, better: 0 };
    const before = process.cpuUsage();
    const page = explorationPage([{ ...large, answer: { ...large.answer, front, sensitivity } }], { command });
    const { user, system } = process.cpuUsage(before);
    assert.ok(Buffer.byteLength(page) < 2e6, `${Buffer.byteLength(page)} bytes`);
    assert.ok(user + system < 2e6, `${(user + system) / 1e6} s`);
  });
});
