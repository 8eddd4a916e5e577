import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sweepPage, sweepSentence } from '../../../src/reports/page/sweep-page.js';
import type { SweepResult } from '../../../src/sim/model/sweep.js';
import { hostileText, oddNumbers } from '../figures/robust.js';
import { smallSweep } from '../figures/sweep-fixture.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

const alone: SweepResult = { ...smallSweep, rows: smallSweep.rows.filter(({ experiment }) => experiment === 'a') };
const hostile: SweepResult = {
  name: hostileText, axes: [{ path: hostileText, name: hostileText, values: [hostileText, { name: hostileText }, null, true] }, { path: 'x', name: 'x', values: oddNumbers.filter(Number.isFinite) }], metrics: ['totals.latencySeconds', hostileText],
  rows: [hostileText, 'b'].flatMap((experiment) => [hostileText, true].flatMap((first) => oddNumbers.filter(Number.isFinite).map((x, i) => ({ experiment, point: [first, x], feasible: i !== 2, values: [oddNumbers[i]!, hostileText] })))),
};
const command = 'archsim report sweep.json';
const pages: Readonly<Record<string, string>> = {
  two: sweepPage([smallSweep], { command }), one: sweepPage([alone], { command }), hostile: sweepPage([hostile], { command: hostileText }), several: sweepPage([smallSweep, alone], { command }),
  empty: sweepPage([{ name: 'empty', axes: [], metrics: [], rows: [] }], { command }), none: sweepPage([], { command }),
};

describe('a page of a sweep', () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`is balanced HTML without stray values or anything raw (${name})`, () => {
      assertBalanced(page, 'html');
      assertNoStrayValues(visibleMarkup(page).replaceAll('>null<', '><').replaceAll(/\b\w* ?null\b/g, ''));
      assert.ok(!visibleMarkup(page).includes('<script') && !/[\u001b\u202e]/.test(visibleMarkup(page)));
    });
  }

  it('says in its first sentence who is best where, or where the best point is', () => {
    assert.equal(sweepSentence(smallSweep), 'By latency, a is best at 2, b is best at 2 of 6 points; one of the rows does not fit.');
    assert.equal(sweepSentence(alone), 'The least latency of 6 points is 1.000 s, at weights int2, batch 1; one of the rows does not fit.');
    assert.equal(sweepSentence({ ...smallSweep, rows: [] }), 'The sweep has no rows.');
    assert.equal(sweepSentence({ ...alone, rows: alone.rows.map((row) => ({ ...row, values: [null, null] })) }), 'No row has a known latency; one of the rows does not fit.');
  });

  it('is called by the name of a file without its folder', () => {
    assert.match(sweepPage([{ ...alone, name: '/home/me/designs/flightllm.json' }], { command }), /<h1>Sweep flightllm<\/h1>/);
    assert.match(pages['two']!, /<h1>Sweep small<\/h1>/);
  });

  it('has lines and planes of each metric, the crossings, and every row', () => {
    const headings = [...pages['two']!.matchAll(/<h2>([^<]*)<\/h2>/g)].map((match) => match[1]);
    assert.deepEqual(headings, ['Crossings', 'Latency', 'Tokens per second', 'Rows', 'How it was made']);
    assert.match(pages['two']!, /<td class="text">between batch 4 and 16<\/td><td class="text">a<\/td><td class="text">b<\/td>/);
    assert.equal(/aria-label="Rows" data-sortable>[\s\S]*?<\/table>/.exec(pages['two']!)![0].match(/<tr><th scope="row"/g)!.length, 12);
    assert.equal(pages['two']!.match(/<figure>/g)!.length, 6);
  });

  it('stays small where a sweep is large, and says what it leaves out', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1);
    const large: SweepResult = { ...alone, axes: [{ path: 'a', name: 'a', values }, { path: 'b', name: 'b', values }], rows: values.flatMap((a) => values.map((b) => ({ experiment: 'x', point: [a, b], feasible: true, values: [a / b, a * b] }))) };
    const page = sweepPage([large], { command });
    assert.ok(page.length < 1.3e6, `${page.length}`);
    assert.ok(page.includes('The first 400 of 10,000 rows'));
  });
});
