import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { validationPage } from '../../../src/reports/page/validation-page.js';
import type { JudgedRow, JudgedSystem } from '../../../src/validation/system.js';
import { hostileText, longName, oddNumbers } from '../figures/robust.js';
import { assertBalanced, assertNoStrayValues, visibleMarkup } from '../markup.js';

function row(id: string, reference: number, simulated: number | null, verdict: JudgedRow['verdict'], reason = ''): JudgedRow {
  return { id, metric: 'value', reference, simulated, relativeError: simulated === null ? null : Math.abs(simulated - reference) / Math.abs(reference), tolerance: 0.1, verdict, reason, source: 'a paper' };
}

/** A judged system with the counts that its rows have. */
function judged(system: string, rows: readonly JudgedRow[]): JudgedSystem {
  const count = (verdict: JudgedRow['verdict']): number => rows.filter((r) => r.verdict === verdict).length;
  const errors = rows.filter((r) => r.verdict === 'agrees' || r.verdict === 'differs').map((r) => ({ id: r.id, metric: r.metric, relativeError: Math.abs(r.simulated! - r.reference) / Math.abs(r.reference) }));
  return {
    system, rows, agree: count('agrees'), differ: count('differs'), fitted: count('fitted'), input: count('input'), notModelled: count('not-modelled'),
    meanAbsoluteRelativeError: errors.length === 0 ? null : errors.reduce((sum, e) => sum + e.relativeError, 0) / errors.length,
    worst: errors.reduce<JudgedSystem['worst']>((worst, e) => (worst === null || e.relativeError > worst.relativeError ? e : worst), null),
    differences: [{ what: 'counts a byte twice', size: '4 bytes a row' }],
  };
}

const board = judged('board', [
  row('fast', 10, 10.2, 'agrees'), row('slow', 100, 60, 'differs', 'remark of the adapter'), row('other', 100, 150, 'differs'), row('anchor', 55, 55, 'fitted'), row('given', 7, 7, 'input'), row('power', 3, null, 'not-modelled', 'no board power is published'),
  row('near', 20, 21, 'agrees'),
]);
const tool = judged('tool', Array.from({ length: 500 }, (_, i) => row(`row ${i}`, i + 1, i + 1, 'agrees')));
const meta = { command: 'archsim validate --report x.html', causes: { board: { 'slow value': 'its queue is not published' } }, summaries: { board: 'a board that was measured' } };

describe('a validation page', () => {
  it('answers first how many rows agree', () => {
    const page = validationPage([board, tool], meta);
    assert.match(page, /<p class="answer">502 of 504 rows of 2 systems agree within their tolerance, 2 differ\. Met within 0\.1 % in every row: 1 systems\. Not counted: 1 fitted on, 1 inputs, 1 not modelled\.<\/p>/);
  });

  it('lists every miss with its error and its cause, and links it with its mark', () => {
    const page = validationPage([board, tool], meta);
    const misses = page.slice(page.indexOf('aria-label="Misses"'));
    assert.match(misses, /<tr data-id="board slow value">.*−40 %.*its queue is not published.*a paper/);
    assert.match(misses, /<tr data-id="board other value">.*\+50 %.*not recorded/);
    assert.ok(/<path [^>]*data-id="board slow value"/.test(page));
  });

  it('says so where nothing differs', () => {
    const page = validationPage([tool], meta);
    assert.ok(page.includes('No row differs by more than its tolerance.'));
    assert.ok(page.includes('All 500 rows of tool are met exactly.'));
    assert.ok(page.includes('<title>Validation: tool</title>'));
  });

  it('leads from the table of systems to the section of each', () => {
    const page = validationPage([board, tool], meta);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(page.includes(`id="${target}"`), target);
    assert.ok(page.includes('a board that was measured'));
    assert.ok(page.includes('1 row: no board power is published'));
  });

  it('takes what archsim validate --json prints', () => {
    const printed = JSON.parse(JSON.stringify(board)) as JudgedSystem;
    assert.equal(validationPage([printed], meta), validationPage([board], meta));
  });

  it('is well-formed, with hostile names, odd numbers and no systems', () => {
    const odd = board.rows.concat(oddNumbers.flatMap((number) => [row(`${number < 0}`, number, 1, 'agrees'), row('odd', 1, number, 'differs'), { ...row('odd', number, number, 'agrees'), tolerance: number }]));
    const hostile = (text: string): JudgedSystem => ({
      ...board, system: text, rows: board.rows.map((r) => ({ ...r, id: text, metric: text, reason: text, source: text })), differences: [{ what: text, size: text }], worst: { id: text, metric: text, relativeError: 1 },
    });
    const lost: JudgedSystem = { ...judged('lost', []), meanAbsoluteRelativeError: NaN, worst: { id: 'x', metric: 'y', relativeError: Infinity } };
    for (const systems of [[], [board], [{ ...board, rows: odd }], [hostile(hostileText)], [hostile(longName)], [lost], [board, tool, lost]]) {
      const page = validationPage(systems, { ...meta, command: hostileText });
      assertBalanced(page, 'html');
      assertNoStrayValues(visibleMarkup(page));
      assert.doesNotMatch(visibleMarkup(page), /<script>alert|\u202e/);
    }
  });

  it('stays small and quick for tens of thousands of rows', () => {
    const huge = judged('huge', Array.from({ length: 60_000 }, (_, i) => row(`row ${i}`, 1 + i % 977, (1 + i % 977) * (1 + Math.sin(i) / 20), 'agrees')));
    assert.ok(validationPage([huge, board, tool], meta).length < 1_200_000);
  });
});
