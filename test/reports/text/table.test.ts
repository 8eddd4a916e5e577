import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { displayWidth } from '../../../src/reports/text/plain-text.js';
import { tableLinesWithin, textTable } from '../../../src/reports/text/table.js';

describe('a text table', () => {
  it('has a head, one rule and one line a row, with quantities to the right', () => {
    assert.equal(textTable(['name', 'size', 'summary'], [['llama-2-7b', '6.738 G', 'dense'], ['x', 'not modelled', '']]), [
      'name                size  summary',
      '─────────────────────────────────',
      'llama-2-7b       6.738 G  dense',
      'x           not modelled',
    ].join('\n'));
  });

  it('keeps a cell on its line and without escape codes, whatever it holds', () => {
    const text = textTable(['\u001b[1mname'], [['a\nb'], ['\u001b[31mred\u001b[0m']]);
    assert.ok(!text.includes('\u001b'));
    assert.equal(text.split('\n').length, 4);
  });

  it('fills up short rows and takes no rows at all', () => {
    assert.equal(textTable(['a', 'b'], [['1']]).split('\n').at(-1), '1');
    assert.equal(textTable(['a', 'b'], []), 'a  b');
  });

  it('shortens its first column to stay within a width', () => {
    const lines = tableLinesWithin(30, ['operator', 'time'], [['model.layers.mlp.experts.gate_up_proj', '59.46 ms'], ['b', '1 s']]);
    assert.ok(lines.every((line) => displayWidth(line) <= 30));
    assert.match(lines[2]!, /^model\.laye….*59\.46 ms$/);
  });
});
