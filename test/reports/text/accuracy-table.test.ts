import assert from 'node:assert/strict';
import { accuracyTable } from '../../../src/reports/text/accuracy-table.js';

const lines = [
  { format: 'int4-asym', bitsPerWeight: 4.15625, sqnrDb: 19.96, perplexity: { value: 5.77, quality: 'published' }, notes: ['seen twice'] },
  { format: 'fp32', bitsPerWeight: 32, sqnrDb: null, perplexity: { value: null, reason: 'nothing is published' }, notes: [] },
];

describe('the table of accuracies', () => {
  it('shows what is not known as unknown, with the reason below', () => {
    assert.equal(accuracyTable({ title: 'a model', regression: 'a law', lines, caveats: ['a doubt'] }, { colour: false, width: 80 }), [
      'a model', '',
      'format     bits/weight  SQNR dB  perplexity  quality',
      '──────────────────────────────────────────────────────',
      'int4-asym        4.156    19.96       5.770  published',
      'fp32            32.000        –     unknown', '',
      'Remarks', 'int4-asym: seen twice', 'fp32: nothing is published', '',
      'Fitted values', 'a law', '', 'What speaks against these numbers', 'a doubt',
    ].join('\n'));
  });
});
