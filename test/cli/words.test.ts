import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { namedArguments, readWords } from '../../src/cli/words.js';

const command = {
  options: {
    json: { type: 'boolean' }, progress: { type: 'boolean', default: true },
    set: { type: 'string', array: true }, out: { type: 'string', alias: 'o' }, fidelity: { choices: ['roofline', 'analytic'] }, depth: { type: 'number', default: 4 },
  },
} as const;

describe('the words of a command line', () => {
  it('are options with their values, and arguments', () => {
    const { options, arguments: plain } = readWords('run', command, ['a.json', '--set', 'a=1', '--set=b=2', '--json', 'b.json', '-o', 'dir', '--fidelity', 'roofline', '--no-progress']);
    assert.deepEqual(options, { json: true, progress: false, set: ['a=1', 'b=2'], out: 'dir', fidelity: 'roofline', depth: 4 });
    assert.deepEqual(plain, ['a.json', 'b.json']);
  });

  it('may hold values that look like something else', () => {
    assert.deepEqual(readWords('run', command, ['-', '--set', '-x=1', '--set=--y=1', '--out=a=b', '--depth', '-1', '-5']), {
      options: { progress: true, set: ['-x=1', '--y=1'], out: 'a=b', depth: '-1' }, arguments: ['-', '-5'], wantsHelp: false,
    });
  });

  it('are arguments behind --', () => {
    assert.deepEqual(readWords('run', command, ['--json', '--', '--set', '-h']).arguments, ['--set', '-h']);
  });

  it('ask for help in any place but behind --', () => {
    assert.ok(readWords('run', command, ['x', '--help']).wantsHelp && readWords('run', command, ['--nonsense', '-h']).wantsHelp);
    assert.ok(!readWords('run', command, ['--', '--help']).wantsHelp);
  });

  it('throw nothing but InputError, whatever they are', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('--', '-', '--set', '--set=', '--out', '-o', '--no-json', '--no-set', '--__proto__', '--constructor=1', '--=x', '---', '-ox'));
    fc.assert(fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      try {
        readWords('run', command, words);
      } catch (error) {
        assert.ok(error instanceof InputError);
      }
    }), { numRuns: 1000 });
  });
});

describe('arguments', () => {
  const named = (usage: string, ...words: readonly string[]): unknown => namedArguments(usage, { positionals: { metric: { default: 'x' } }, examples: [['run flightllm', '']] }, words);

  it('get the names that the usage gives them', () => {
    assert.deepEqual(named('run <files..>', 'a', 'b'), { files: ['a', 'b'] });
    assert.deepEqual(named('explain <file> [metric]', 'a'), { file: 'a', metric: 'x' });
    assert.deepEqual(named('explain <file> [metric]', 'a', 'b'), { file: 'a', metric: 'b' });
    assert.deepEqual(named('validate [systems..]'), { systems: [] });
    assert.deepEqual(named('list [kind]'), { kind: undefined });
  });

  it('are neither too few nor too many', () => {
    assert.throws(() => named('run <files..>'), /usage\/missing-argument/);
    assert.throws(() => named('show <kind> <name>', 'a'), /usage\/missing-argument/);
    assert.throws(() => named('list [kind]', 'a', 'b', 'c'), /usage\/too-many-arguments.*"b c"/);
  });
});
