import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { displayWidth, printable, shortened, wrapped } from '../../../src/reports/text/plain-text.js';

const anyText = fc.string({ unit: 'binary', maxLength: 60 }).map(printable);

describe('text for a terminal', () => {
  it('cannot carry an escape code, a line end or a direction override', () => {
    assert.equal(printable('a\u001b[31mb\r\nc\u202ed\u009b'), 'a\ufffd[31mb c\ufffdd\ufffd');
  });

  it('counts the columns of wide letters and of combining marks', () => {
    assert.equal(displayWidth('日本'), 4);
    assert.equal(displayWidth('e\u0301'), 1);
    assert.equal(displayWidth('µ×…'), 3);
  });

  it('is never wider than asked for when shortened, and untouched when it fits', () => {
    assert.equal(shortened('layer.gate_proj', 9), 'laye…proj');
    assert.equal(shortened('layer', 5), 'layer');
    fc.assert(fc.property(anyText, fc.integer({ min: 0, max: 30 }), (text, width) => displayWidth(shortened(text, width)) <= width));
  });

  it('stays within its width when wrapped and loses no letter', () => {
    assert.deepEqual(wrapped('- one two three', 9, '  '), ['- one two', '  three']);
    fc.assert(fc.property(anyText, fc.integer({ min: 10, max: 40 }), (text, width) => {
      const lines = wrapped(text, width, '  ');
      assert.ok(lines.every((line) => displayWidth(line) <= width));
      assert.equal(lines.join('').replace(/ /g, ''), text.replace(/ /g, ''));
    }));
  });
});
