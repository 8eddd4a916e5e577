import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excerpt, quote } from '../../../src/sim/core/quote.js';

const anyText = fc.string({ unit: 'binary', maxLength: 120 });

describe('quote', () => {
  it('writes a text as JSON does', () => {
    assert.equal(quote('rows'), '"rows"');
    assert.equal(quote('a "b"\n'), '"a \\"b\\"\\n"');
    assert.equal(quote(''), '""');
  });

  it('never exceeds its limit, and says so when it cuts', () => {
    fc.assert(fc.property(anyText, fc.integer({ min: 8, max: 100 }), (text, limit) => {
      const shown = quote(text, limit);
      assert.ok(shown.length <= limit);
      assert.ok(shown.endsWith('…"') || JSON.parse(shown) === text);
    }));
    assert.equal(quote('abcdefgh', 8), '"abcde…"');
    assert.equal(quote('abcdef', 8), '"abcdef"');
  });

  it('shows no character that a terminal would obey, nor half of one', () => {
    fc.assert(fc.property(anyText, (text) => {
      for (const shown of [quote(text), excerpt(text)]) assert.doesNotMatch(shown, /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u);
    }));
  });
});

describe('excerpt', () => {
  it('keeps quotes and backslashes as they stand', () => {
    assert.equal(excerpt('"C:\\dir"'), '"C:\\dir"');
    assert.equal(excerpt('a\u0000b'), 'a\\u0000b');
  });

  it('cuts at its limit', () => {
    assert.equal(excerpt('x'.repeat(1e6), 10), 'xxxxxxxxx…');
  });
});
