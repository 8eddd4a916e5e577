import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { displayWidth } from '../../../src/reports/text/plain-text.js';
import { runTable } from '../../../src/reports/text/run-table.js';
import { hostileResult, infeasibleResult, llamaResult, unknownResult } from '../fixture.js';
import { assertNoStrayValues } from '../markup.js';

const results = { llama: llamaResult(), hostile: hostileResult(), unknown: unknownResult(), infeasible: infeasibleResult() };
const escapeCode = /\u001b\[\d+m/g;

describe('the table of a run', () => {
  it('starts with model, device and family, then scheme, then scenario', () => {
    assert.deepEqual(runTable(llamaResult(), { colour: false, width: 80 }).split('\n').slice(0, 3), [
      'llama-2-7b on u280 (dsp-chain, flightllm)',
      'flightllm-mixed, 3.5 bits per weight',
      'batch 1, 128 prompt tokens, 128 output tokens, analytic model',
    ]);
  });

  for (const [name, result] of Object.entries(results)) {
    it(`stays within its width without trailing spaces or stray values (${name})`, () => {
      for (const width of [40, 60, 80, 100, 120, 200]) {
        const text = runTable(result, { colour: false, width });
        for (const line of text.split('\n')) {
          assert.ok(displayWidth(line) <= width, `${displayWidth(line)} columns of ${width}: ${line}`);
          assert.equal(line, line.trimEnd());
        }
        assertNoStrayValues(text);
        assert.ok(!text.includes('\u001b'));
      }
    });

    it(`says the same with and without colours (${name})`, () => {
      const plain = runTable(result, { colour: false, width: 80 });
      const coloured = runTable(result, { colour: true, width: 80 });
      assert.ok(coloured.includes('\u001b['));
      assert.equal(coloured.replace(escapeCode, ''), plain);
    });
  }

  it('shows the ratio to the lower bound, the utilisations and what binds', () => {
    const text = runTable(llamaResult(), { colour: false, width: 80 });
    assert.match(text, /^latency \/ lower bound +1\.31 × +2\.75 ×$/m);
    assert.match(text, /^DRAM utilisation +2\.7 % +36\.3 %$/m);
    assert.match(text, /^bound by +DSP chains +HBM2$/m);
  });

  it('lists at most eight operators a phase, the longest first, and counts the rest', () => {
    const lines = runTable(llamaResult(), { colour: false, width: 80 }).split('\n');
    const start = lines.indexOf('Operators of decode by time');
    const end = lines.indexOf('', start);
    assert.equal(end - start - 3, 9);
    assert.match(lines[start + 3]!, /^layer\.gate_proj .* 19\.8 % .* memory$/);
    assert.equal(lines[end - 1], '… and 12 more');
  });

  it('calls energy not modelled, an unknown capacity unknown, and an absent decode phase by its reason', () => {
    assert.match(runTable(llamaResult(), { colour: false, width: 80 }), /^energy +not modelled/m);
    assert.match(runTable(unknownResult(), { colour: false, width: 80 }), /^capacity +unknown$/m);
    const single = { ...unknownResult(), workload: { ...llamaResult().workload, outputTokens: 1 } };
    assert.match(runTable(single, { colour: false, width: 80 }), /decode: no steps, the prefill yields the only output token/);
  });

  it('says that a design does not fit, and every reason', () => {
    const text = runTable(infeasibleResult(), { colour: false, width: 80 });
    assert.match(text, /^does not fit: see the reasons below$/m);
    assert.match(text, /^- DSP: 6,345 needed, 1,248 available \(resource-exceeded\)$/m);
  });

  it('shows published figures with the direction of the error, and the sources', () => {
    const text = runTable(llamaResult(), { colour: false, width: 80 });
    assert.match(text, /^phases\.decode\.tokensPerSecond +55 token\/s +56\.50 token\/s +\+2\.7 %$/m);
    assert.match(text, /^totals\.averagePowerWatts +45\.00 W +not modelled +not modelled$/m);
    assert.match(text, /^source: FlightLLM, FPGA 2024, arXiv 2401\.03868, figure 1$/m);
  });

  it('lists what was fitted or assumed, and leaves what was measured or published to the full result', () => {
    const text = runTable(llamaResult(), { colour: false, width: 120 });
    assert.match(text, /^- instruction issue = 90 cycles \(assumed; affects overhead of both phases\)$/m);
    assert.doesNotMatch(text, /clock = /);
  });
});
