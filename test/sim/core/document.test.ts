import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Problem } from '../../../src/sim/core/diagnostics.js';
import { locate, maxDocumentBytes, parseDocument } from '../../../src/sim/core/document.js';
import { problemsOf } from '../../kit/problems.js';

function problemsIn(text: string): readonly Problem[] {
  return problemsOf(() => parseDocument(text, 'x.json'));
}

/** `code line:column` of each problem. */
function codesOf(text: string): string[] {
  return problemsIn(text).map((p) => `${p.code} ${p.line ?? '-'}:${p.column ?? '-'}`);
}

function messageOf(text: string): string {
  return problemsIn(text).map((p) => p.message).join('; ');
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

describe('parseDocument', () => {
  it('reads JSON with comments, trailing commas and a byte order mark', () => {
    const { value, file } = parseDocument('\uFEFF// note\n{ "a": [1, /* two */ 2,], "b": { "c": null, }, }\r\n', 'x.json');
    assert.deepEqual(value, { a: [1, 2], b: { c: null } });
    assert.equal(file, 'x.json');
  });

  it('gives back every JSON value that was written', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 8, stringUnit: 'binary' }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      const text = JSON.stringify(value, null, space);
      if (/"(?:__proto__|constructor|prototype)":/.test(text)) return;
      assert.deepEqual(parseDocument(text, 'x').value, JSON.parse(text));
    }));
  });

  it('agrees with JSON.parse on what is JSON, but for comments and trailing commas', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-1.5e3', 'true', 'null', ' ', '\n', '01', '.5', '"\\u00b5"', '"\\x"', "'", 'NaN', '\\', '"');
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        // A text that JSON.parse refuses may only pass because of a trailing comma.
        if (problemsIn(text).length === 0) assert.match(text, /,\s*[\]}]/);
        return;
      }
      const codes = problemsIn(text).map((p) => p.code);
      if (codes.length === 0) assert.deepEqual(parseDocument(text, 'x').value, expected);
      else assert.ok(codes.every((code) => code === 'json/duplicate-key' || code === 'json/number-overflow'), text);
    }), { numRuns: 2000 });
  });

  it('throws nothing but InputError, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      for (const p of problemsIn(text)) {
        assert.equal(p.file, 'x.json');
        assert.ok(p.line !== undefined && p.column !== undefined && p.line >= 1 && p.column >= 1);
      }
    }), { numRuns: 1000 });
  });

  it('makes objects whose prototype is the ordinary one', () => {
    const { value } = parseDocument('{ "toString": 1, "hasOwnProperty": { "valueOf": 2 } }', 'x');
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(Object.keys(value as object), ['toString', 'hasOwnProperty']);
  });
});

describe('the place of a value', () => {
  const document = parseDocument('{\n  "a/b": [\n    10,\n    { "c~": true }\n  ],\r\n  "d":\n    "µ𝄞", "e": 1\n}', 'x.json');

  it('is its line and column, both from 1', () => {
    assert.deepEqual(document.place(''), { line: 1, column: 1 });
    assert.deepEqual(document.place('/a~1b'), { line: 2, column: 10 });
    assert.deepEqual(document.place('/a~1b/0'), { line: 3, column: 5 });
    assert.deepEqual(document.place('/a~1b/1/c~0'), { line: 4, column: 13 });
    assert.deepEqual(document.place('/d'), { line: 7, column: 5 });
  });

  it('counts columns in UTF-16 units', () => {
    assert.deepEqual(document.place('/e', 'key'), { line: 7, column: 12 });
  });

  it('can be that of its key', () => {
    assert.deepEqual(document.place('/d', 'key'), { line: 6, column: 3 });
    assert.deepEqual(document.place('/a~1b/1/c~0', 'key'), { line: 4, column: 7 });
    assert.deepEqual(document.place('/a~1b/0', 'key'), { line: 3, column: 5 });
  });

  it('is that of the nearest parent when the text does not have the value', () => {
    assert.deepEqual(document.place('/a~1b/1/missing/deeper', 'key'), { line: 4, column: 5 });
    assert.deepEqual(document.place('/a~1b/7'), { line: 2, column: 10 });
    assert.deepEqual(document.place('/a~1b/01'), { line: 2, column: 10 });
    assert.deepEqual(document.place('/a~1b/-'), { line: 2, column: 10 });
    assert.deepEqual(document.place('/d/length'), { line: 7, column: 5 });
    assert.deepEqual(document.place('/toString'), { line: 1, column: 1 });
  });

  it('is right after a backslash at the end of a line', () => {
    assert.deepEqual(codesOf('{ "a": "x\\\n",\n\n  "a": 1 }'), ['json/syntax 1:8', 'json/duplicate-key 4:3']);
  });

  it('starts after the byte order mark', () => {
    assert.deepEqual(parseDocument('\uFEFF{"a":1}', 'x').place('/a', 'key'), { line: 1, column: 2 });
  });

  it('is added to a problem by locate', () => {
    const found = locate({ code: 'unit/wrong-unit', message: 'no', pointer: '/d' }, document);
    assert.deepEqual(found, { code: 'unit/wrong-unit', message: 'no', pointer: '/d', file: 'x.json', line: 7, column: 5 });
    assert.deepEqual(locate({ code: 'a/b', message: 'no' }, document), { code: 'a/b', message: 'no', file: 'x.json', line: 1, column: 1 });
  });
});

describe('a document that is not JSON', () => {
  it('is told where it breaks, in plain words', () => {
    const cases: readonly (readonly [text: string, codes: string[], words: RegExp])[] = [
      ['{\n  "a": 1\n  "b": 2 }', ['json/syntax 3:3'], /a comma is missing before "b"/],
      ['{"a" 1}', ['json/syntax 1:6'], /a colon is missing/],
      ['{"a":}', ['json/syntax 1:6'], /a value is missing before "}"/],
      ['[1,,2]', ['json/syntax 1:4'], /a value is missing before ","/],
      ['{a: 1}', ['json/syntax 1:2'], /"a" stands without quotes/],
      ["{'a': 1}", ['json/syntax 1:2'], /'a' stands in single quotes/],
      ['{"a": NaN}', ['json/syntax 1:7'], /"NaN" is not a number/],
      ['{"a": -Infinity}', ['json/syntax 1:7'], /"-Infinity" is not a number/],
      ['[True]', ['json/syntax 1:2'], /"True" is not a JSON value/],
      ['[+1]', ['json/syntax 1:2'], /"\+1" is not a number as JSON writes it/],
      ['[1.]', ['json/syntax 1:2'], /the number 1\. is not complete/],
      ['[1, 2', ['json/syntax 1:6'], /a list is not closed at the end of the document/],
      ['{"a": [1}', ['json/syntax 1:9'], /a list is not closed before "}"/],
      ['[{"a": 1]', ['json/syntax 1:9'], /an object is not closed before "]"/],
      ['{"a": {}', ['json/syntax 1:9'], /an object is not closed/],
      ['{} {}', ['json/syntax 1:4'], /goes on with "{" after its value has ended/],
      ['["abc\n"]', ['json/syntax 1:2', 'json/syntax 2:1'], /"abc is not closed on its line/],
      ['{"a": "x,\n"b": 1}', ['json/syntax 1:7'], /"x, is not closed on its line/],
      ['["C:\\dir"]', ['json/syntax 1:2'], /a backslash before a character that needs none/],
      ['["\\u12"]', ['json/syntax 1:2'], /four hexadecimal digits/],
      ['[1] /* end', ['json/syntax 1:5'], /a comment is not closed/],
      ['[\u00a01]', ['json/syntax 1:2'], /is not JSON/],
    ];
    for (const [text, codes, words] of cases) {
      assert.deepEqual(codesOf(text), codes, text);
      assert.match(messageOf(text), words);
    }
  });

  it('is told all that is wrong at once', () => {
    assert.deepEqual(codesOf('{\n "a": undefined,\n "b": 1e999,\n "b": 2,\n "constructor": 3\n "c": [}'), [
      'json/syntax 2:7', 'json/number-overflow 3:7', 'json/duplicate-key 4:2', 'json/forbidden-key 5:2', 'json/syntax 6:2', 'json/syntax 6:8',
    ]);
  });

  it('is told at most fifty problems', () => {
    const problems = problemsIn(`[${'x,'.repeat(1000)}1]`);
    assert.equal(problems.length, 51);
    assert.equal(problems[50]!.code, 'json/more-problems');
  });

  it('is told when it is empty', () => {
    for (const text of ['', '  \n', '// only a comment\n', '\uFEFF']) assert.match(codesOf(text).join(), /^json\/empty \d+:\d+$/);
  });
});

describe('hostile documents', () => {
  it('may not give a key twice, however it is written', () => {
    const [found] = problemsIn('{ "p": [0, { "rows": 1, "r\\u006fws": 2 }] }');
    assert.deepEqual([found?.code, found?.pointer, found?.line, found?.column], ['json/duplicate-key', '/p/1/rows', 1, 25]);
  });

  it('may not name an object\'s prototype at any depth', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', '__pr\\u006fto__']) {
      assert.deepEqual(codesOf(`{ "a": [{ "b": { "${key}": { "polluted": true } } }] }`), ['json/forbidden-key 1:18']);
    }
    assert.equal(({} as Readonly<Record<string, unknown>>)['polluted'], undefined);
  });

  it('may not nest deeper than 64', () => {
    assert.deepEqual(codesOf(nested(64)), []);
    assert.deepEqual(codesOf(nested(65)), ['json/too-deep 1:65']);
  });

  it('end early on a million brackets', () => {
    const started = process.hrtime.bigint();
    assert.deepEqual(codesOf('['.repeat(1e6)), ['json/too-deep 1:65']);
    assert.deepEqual(codesOf('{"a":'.repeat(1e6)), ['json/too-deep 1:321']);
    assert.deepEqual(codesOf(nested(1e6)), ['json/too-deep 1:65']);
    assert.deepEqual(codesOf(']'.repeat(1e6)).length, 1);
    assert.ok(process.hrtime.bigint() - started < 5_000_000_000n);
  });

  it('may not be larger than 16 MiB of UTF-8', () => {
    assert.deepEqual(codesOf(`"${'x'.repeat(17e6)}"`), ['json/too-large -:-']);
    assert.deepEqual(codesOf(`"${'€'.repeat(6e6)}"`), ['json/too-large -:-']);
    assert.deepEqual(codesOf(`"${'𝄞'.repeat(maxDocumentBytes / 4)}"`), ['json/too-large -:-']);
    assert.deepEqual(codesOf(`"${'𝄞'.repeat(maxDocumentBytes / 4 - 1)}"`), []);
  });

  it('may not have more than 200,000 values', () => {
    assert.deepEqual(codesOf(`[${'1,'.repeat(199_999)}]`), []);
    assert.deepEqual(codesOf(`[${'1,'.repeat(200_000)}]`), ['json/too-many-values 1:400000']);
  });

  it('may not have a million blanks in a row', () => {
    assert.deepEqual(codesOf(`[${' '.repeat(1_000_001)}]`), ['json/blank-too-long -:-']);
  });

  it('may not have numbers that no double can hold', () => {
    assert.deepEqual(codesOf('[1e308, 1e999, -1e999, 5e-324]'), ['json/number-overflow 1:9', 'json/number-overflow 1:16']);
  });

  it('may not have control characters', () => {
    assert.deepEqual(codesOf('["ab\u0000c"]'), ['json/control-character 1:5']);
    assert.deepEqual(codesOf('[\u0000]'), ['json/control-character 1:2']);
    assert.deepEqual(codesOf('["a\tb"]'), ['json/control-character 1:4']);
    assert.match(messageOf('["\u001b[31m"]'), /U\+001B/);
  });

  it('keep lone surrogates as they are written', () => {
    assert.equal(parseDocument('"\\ud800"', 'x').value, '\ud800');
    assert.deepEqual(parseDocument('{ "\\udc00": "\ud800" }', 'x').value, { '\udc00': '\ud800' });
  });

  it('cannot send codes to a terminal through a message', () => {
    const message = messageOf('{ "\u009b31m\u202e": 1, "\u009b31m\u202e": 2 }') + messageOf('\u009b31m');
    assert.doesNotMatch(message, /[\u0000-\u001f\u007f-\u009f\u202e]/);
    assert.match(message, /\\u009b31m\\u202e/);
  });

  it('are quoted in at most 80 characters', () => {
    const long = 'k'.repeat(100_000);
    for (const text of [`{ "${long}": 1, "${long}": 2 }`, `[${long}]`, `["${long}]`, `[${'9'.repeat(5000)}]`, `{ "${long}": { "__proto__": 1 } }`]) {
      assert.ok(problemsIn(text).length > 0);
      for (const p of problemsIn(text)) assert.ok(p.message.length < 200, p.message);
    }
  });
});
