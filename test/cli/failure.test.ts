import assert from 'node:assert/strict';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { failureOf } from '../../src/cli/failure.js';
import { reasonOf } from '../../src/cli/reason.js';

describe('a failure', () => {
  it('of the input has a line for each problem and the code 2', () => {
    const error = new InputError([{ code: 'a/b', message: 'first' }, { code: 'a/c', message: 'second', file: 'x.json', line: 3, column: 4, remedy: 'do' }]);
    assert.deepEqual(failureOf(error), { code: 2, lines: ['a/b: first', 'x.json:3:4 a/c: second; do'] });
  });

  it('lets no control character of the input reach the terminal', () => {
    assert.deepEqual(failureOf(new InputError([{ code: 'a/b', message: 'x\u001b[31m\ny\u0007\u009b', file: 'a\nb' }])).lines, ['a b a/b: x\ufffd[31m y\ufffd\ufffd']);
  });

  it('of ours has a plain first line, where it happened below it, and the code 3', () => {
    const { code, lines } = failureOf(new TypeError('Cannot read properties of undefined'));
    assert.equal(code, 3);
    assert.match(lines[0]!, /^this is a bug of archsim \d+\.\d+\.\d+, not of your input/);
    assert.doesNotMatch(lines[0]!, /undefined|TypeError|\n/);
    assert.match(lines[1]!, /^TypeError: [\s\S]*\n\s+at /);
    assert.deepEqual(failureOf('thrown').lines.slice(1), ['thrown']);
  });
});

describe('a reason of the system', () => {
  it('is told in words', () => {
    const codes = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'ENOSPC', 'EROFS', 'EMFILE'];
    for (const code of codes) assert.doesNotMatch(reasonOf(Object.assign(new Error('no'), { code })), /E[A-Z]{3,}|the system says|unknown/, code);
    assert.equal(reasonOf(Object.assign(new Error('no'), { code: 'EIO' })), 'the system says EIO');
    assert.equal(reasonOf('x'), 'unknown reason');
  });
});
