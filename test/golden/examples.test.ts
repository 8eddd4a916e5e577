import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, runExample } from '../kit/fixtures.js';

/** What every bundled example gives, to twelve digits. A change is written into the change log: from what, to what, and why. */
const golden = JSON.parse(readFileSync(join(repositoryRoot(), 'test', 'golden', 'examples.json'), 'utf8')) as Record<string, Record<string, number | string | null>>;

describe('the bundled examples', () => {
  for (const [key, expected] of Object.entries(golden)) {
    it(`give their golden totals: ${key}`, () => {
      const [file = '', fidelity = ''] = key.split(' ');
      const { totals, phases, memory } = runExample(file, { fidelity });
      const rounded = (value: number | null | undefined): number | null => (value == null ? null : Number(value.toPrecision(12)));
      assert.deepEqual({
        firstTokenSeconds: rounded(totals.firstTokenSeconds), secondsPerOutputToken: rounded(totals.secondsPerOutputToken), latencySeconds: rounded(totals.latencySeconds),
        prefillLowerBoundSeconds: rounded(phases.prefill?.lowerBoundSeconds), decodeLowerBoundSeconds: rounded(phases.decode?.lowerBoundSeconds),
        decodeDramBytes: rounded(phases.decode?.dramBytes), decodeFlops: rounded(phases.decode?.flops), decodeBinding: phases.decode?.bindingResource ?? null,
        weightBytes: rounded(memory.weightBytes), kvCacheBytes: rounded(memory.kvCacheBytes),
      }, expected);
    });
  }
});
