import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answerSentence } from '../../src/reports/answer.js';
import { infeasibleResult, llamaResult, unknownResult } from './fixture.js';

describe('the answer in one sentence', () => {
  it('says how fast and bound by what', () => {
    assert.equal(answerSentence(llamaResult()),
      'llama-2-7b in flightllm-mixed (3.5 bits per weight) on u280 gives its first token after 300.0 ms and decodes 56.50 token/s (17.70 ms a step), decode bound by HBM2.');
  });

  it('says why a design does not fit, with both figures of every limit', () => {
    assert.equal(answerSentence(infeasibleResult()),
      'llama-2-7b in flightllm-mixed (3.5 bits per weight) on kv260 does not fit: DSP: 6,345 needed, 1,248 available; DDR4 capacity: 3.015 GB needed, 2.147 GB available.');
  });

  it('says that the speed is not modelled where nothing is known of it', () => {
    assert.match(answerSentence(unknownResult()), /: speed not modelled\.$/);
  });
});
