import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { reportMarkdown } from '../../src/reports/markdown.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from './fixture.js';
import { assertNoStrayValues } from './markup.js';

const meta = { command: 'archsim report flightllm.json --format md' };

describe('results as Markdown', () => {
  const text = reportMarkdown([llamaResult()], meta);

  it('begin with the answer and the reason, and have key numbers, operators and what was published as tables', () => {
    assert.match(text, /^### flightllm-u280-llama2-7b\n\nllama-2-7b in flightllm-mixed .* token\/s.*\. In prefill, .* In decode, memory binds [\d.]+ % of the time/);
    assert.equal(text.match(/^\| --- |^\|( --- \|)+$/gm)!.length, 3);
    assert.match(text, /\| First token \| [\d.]+ m?s \|/);
    assert.match(text, /\| layer\.gate\\_proj \| decode \| /);
    assert.match(text, /Made by `archsim report flightllm\.json --format md`, archsim \d/);
  });

  it('have as many cells in every row as in its head', () => {
    for (const block of reportMarkdown([llamaResult(), hostileResult(), unknownResult(), infeasibleResult()], meta).split('\n\n').filter((part) => part.startsWith('|'))) {
      const counts = block.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length);
      assert.equal(new Set(counts).size, 1, block);
    }
  });

  it('let no markup, link or line of a name through', () => {
    const hostile = reportMarkdown([hostileResult()], { command: 'archsim report `rm`' });
    assert.doesNotMatch(hostile, /(?<!\\)</);
    assert.doesNotMatch(hostile, /(?<!\\)\[/);
    assert.doesNotMatch(hostile, /[\u0000-\u0009\u000b-\u001f\u202e]/);
    assertNoStrayValues(hostile);
  });
});
