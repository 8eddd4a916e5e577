import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { commentLines, tableCell, tclWord, verilogString } from '../../../src/rtl-export/kit/plain-text.js';
import { inFolder, needTools, runTool } from './tools.js';

const hostile = ['', 'a\nendmodule', 'x\\', '"; $finish; "', '%d %s', '$part', '[exit 3]', '{', '}', '# no', 'µ\u202e\0', '`define', '\\n', 'a b'];

describe('plain text', () => {
  it('stays within a comment, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile)), (text) => {
      for (const line of commentLines('//', text).split('\n')) assert.match(line, /^\/\/( [!-[\]-~][ -[\]-~]*)?$/);
    }));
  });

  it('is wrapped at words, with its indentation', () => {
    assert.equal(commentLines('#', 'one two  three', '  ', 7), '#   one two\n#   three');
  });

  it('means itself as a string of Verilog', function () {
    needTools(this, 'iverilog', 'vvp');
    const source = `module t;\n    initial begin\n${hostile.map((text) => `        $write(${verilogString(text)}); $write("|");`).join('\n')}\n    end\nendmodule\n`;
    inFolder([['t.v', source]], (folder) => {
      assert.equal(runTool(folder, 'iverilog', ['-g2001', '-Wall', '-o', 't.vvp', 't.v']).stderr, '');
      assert.equal(runTool(folder, 'vvp', ['t.vvp']).stdout, hostile.map((text) => `${text.replace(/\s/g, ' ').replace(/[^ -~]/g, '?')}|`).join(''));
    });
  });

  it('means itself as a word of Tcl', function () {
    needTools(this, 'tclsh');
    inFolder([['t.tcl', hostile.map((text) => `puts -nonewline ${tclWord(text)}; puts -nonewline |\n`).join('')]], (folder) => {
      assert.deepEqual(runTool(folder, 'tclsh', ['t.tcl']), { code: 0, stderr: '', stdout: hostile.map((text) => `${text.replace(/\s/g, ' ').replace(/[^ -~]/g, '?')}|`).join('') });
    });
  });

  it('does not end a cell of a table', () => {
    assert.equal(tableCell('a | b\n`c` <d>'), 'a \\| b \\`c\\` \\<d\\>');
  });
});
