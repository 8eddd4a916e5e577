import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fileNameOf, fileNamesOf, identifierOf, identifiersOf, isIdentifier } from '../../../src/rtl-export/kit/identifier.js';
import { keywords } from '../../../src/rtl-export/kit/keywords.js';
import { inFolder, needTools, runTool } from './tools.js';

const hostile = ['', ' ', '\0', '模型', 'module', 'Module', 'logic', '8bit', '$display', 'a b', 'a/b', '../../etc/passwd', 'a\\b', 'a`b', 'a"b', 'x'.repeat(10_000), '\u202e', '_', '__',
  'con', 'a.', '-rf', '.hidden', 'é', '\ud800', 'a\nb', 'toString', '__proto__'];
const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile), fc.constantFrom(...keywords));

describe('identifiers', () => {
  it('are safe for every name, and the same every time', () => {
    fc.assert(fc.property(name, (text) => {
      assert.ok(isIdentifier(identifierOf(text)), identifierOf(text));
      assert.equal(identifierOf(text), identifierOf(text));
    }));
    for (const text of [...hostile, ...keywords]) assert.ok(isIdentifier(identifierOf(text)), text);
  });

  it('leave an identifier as it is and keep what can be read of a name', () => {
    assert.deepEqual(['flightllm_u280', '_x', 'Module'].map(identifierOf), ['flightllm_u280', '_x', 'Module']);
    assert.deepEqual(['flightllm-u280-llama2-7b', '8bit', 'module', 'a b//c'].map(identifierOf), ['flightllm_u280_llama2_7b', 'n_8bit', 'n_module', 'a_b_c']);
    assert.match(identifierOf(''), /^n_[0-9a-f]{8}$/);
    assert.match(identifierOf('x'.repeat(10_000)), /^x{55}_[0-9a-f]{8}$/);
    assert.notEqual(identifierOf('x'.repeat(10_000)), identifierOf('x'.repeat(10_001)));
  });

  it('differ in more than letter case for the names of a set, whose order does not matter', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.oneof(name, fc.string({ unit: fc.constantFrom('a', 'A', '-', '_', '1') })), { maxLength: 12 }), (names) => {
      for (const make of [identifiersOf, fileNamesOf]) {
        const made = make(names);
        assert.equal(new Set(made.map((one) => one.toLowerCase())).size, names.length);
        const backwards = [...names].reverse();
        assert.deepEqual(make(backwards).reverse(), made);
      }
    }));
  });

  it('keep the name that is one already where names meet, also where a name looks like the answer', () => {
    const [plain, dashed] = identifiersOf(['a_b', 'a-b']);
    assert.equal(plain, 'a_b');
    assert.match(dashed!, /^a_b_[0-9a-f]{8}$/);
    const three = identifiersOf(['a_b', 'a-b', dashed!]);
    assert.equal(three[2], dashed);
    assert.match(three[1]!, /^a_b_[0-9a-f]{9}$/);
    assert.deepEqual(identifiersOf(['a', 'a']), ['a', 'a']);
  });

  it('are taken by Icarus Verilog, also those made of keywords', function () {
    needTools(this, 'iverilog');
    const made = identifiersOf([...new Set([...hostile, ...keywords])]);
    inFolder([['t.v', `module t;\n${made.map((one) => `    wire ${one};`).join('\n')}\nendmodule\n`]], (folder) => {
      for (const generation of ['-g2001', '-g2012']) assert.equal(runTool(folder, 'iverilog', [generation, '-o', 't.vvp', 't.v']).stderr, '');
    });
  });
});

describe('file names', () => {
  it('have no path separator, no leading dot or dash and no device name, for every name', () => {
    fc.assert(fc.property(name, (text) => {
      assert.match(fileNameOf(text), /^(?!(con|prn|aux|nul|com\d|lpt\d)(\.|$))[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/i);
      assert.doesNotMatch(fileNameOf(text), /\.$/);
    }));
    assert.deepEqual(['a-b.v1', '../x', 'con', 'NUL.txt', 'a.'].map(fileNameOf), ['a-b.v1', 'x', 'n_con', 'n_NUL.txt', 'a']);
  });
});
