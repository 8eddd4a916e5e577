import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fillTemplate } from '../../../src/rtl-export/kit/template.js';

describe('a template', () => {
  it('takes every value as it is, wherever its placeholder stands', () => {
    assert.equal(fillTemplate('a @X@@Y@ b @X@\n', { X: '$& @Y@ $1', Y: '\\' }), 'a $& @Y@ $1\\ b $& @Y@ $1\n');
  });

  it('gives every line of a value the indentation of its placeholder, and drops the line of an empty one', () => {
    assert.equal(fillTemplate('begin\n    @LINES@\n    @NONE@\nend\n', { LINES: 'one\n\n  two', NONE: '' }), 'begin\n    one\n\n      two\nend\n');
  });

  it('leaves what is no placeholder', () => {
    assert.equal(fillTemplate('always @(posedge a) b@c @x@ @ X@', {}), 'always @(posedge a) b@c @x@ @ X@');
  });

  it('is an error with a placeholder that has no value, also one that every object has, and with a value that has no placeholder', () => {
    assert.throws(() => fillTemplate('@X@ @Y@', { X: '' }), /@Y@ has no value/);
    assert.throws(() => fillTemplate('    @Y@', {}), /@Y@ has no value/);
    assert.throws(() => fillTemplate('@X@', { X: '', Y: '', Z: '' }), /no placeholder for Y, Z/);
  });
});
