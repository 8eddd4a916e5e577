import assert from 'node:assert/strict';
import { runExample } from '../../kit/fixtures.js';

describe('the memory that a workload needs', () => {
  it('is 3.43 GB of streamed weights for Llama-2-7B in the mixed scheme of FlightLLM, and 3.5 bits in the paper\'s variant', () => {
    const { memory, workload } = runExample('flightllm.json');
    assert.equal((memory.linearWeightBytes / 1e9).toFixed(2), '3.43');
    assert.equal(workload.bitsPerWeight.toFixed(3), '4.154');
    assert.equal(runExample('flightllm.json', { 'workload.quantization': 'flightllm-mixed-3.5' }).workload.bitsPerWeight.toFixed(1), '3.5');
  });

  it('has the bits of the scheme for a tied model too: its lm_head is a copy in that format', () => {
    assert.equal(runExample('flightllm.json', { 'workload.model': 'llama-3.2-1b', 'workload.quantization': 'w4a8' }).workload.bitsPerWeight, 4.15625);
  });

  it('counts the KV cache at the last step: 2 x layers x KV heads x head size x tokens x bytes', () => {
    assert.equal(runExample('flightllm.json').memory.kvCacheBytes, 2 * 32 * 32 * 128 * 255);
    const grouped = runExample('flightllm.json', { 'workload.model': 'llama-3-8b', 'workload.scenario.batch': 3 });
    assert.equal(grouped.memory.kvCacheBytes, 3 * 2 * 32 * 8 * 128 * 255);
  });

  it('keeps only the window of a layer that has one', () => {
    const windowed = runExample('flightllm.json', { 'workload.attention': { kind: 'sliding-window', window: 100 } });
    assert.equal(windowed.memory.kvCacheBytes, 2 * 32 * 32 * 128 * 100);
  });

  it('says by how much a model exceeds the memory, and gives no times then', () => {
    const large = runExample('flightllm.json', { 'workload.model': 'llama-2-70b' });
    assert.equal(large.feasible, false);
    const [reason] = large.reasons;
    assert.equal(reason?.code, 'memory-exceeded');
    assert.ok(reason.used > 30e9 && reason.available === 8 * 2 ** 30);
    assert.equal(large.phases.decode, null);
    assert.equal(large.totals.latencySeconds, null);
    assert.equal(large.memory.fits, false);
  });
});
