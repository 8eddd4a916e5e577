import assert from 'node:assert/strict';
import { killAndResume } from './explore-kill.js';
import { inEmptyFolder } from './session.js';

describe('a search that is killed twenty times', () => {
  inEmptyFolder();

  for (const [agent, workers] of [['genetic', '0'], ['random', '0'], ['nsga-ii', '2']] as const) {
    it(`goes on to the trajectory that it would have had: ${agent}, ${workers} workers`, async function () {
      this.timeout(1_200_000);
      assert.ok(await killAndResume(20, ['--agent', agent, '--workers', workers, ...(agent === 'random' ? ['--hyper', 'batch=64'] : [])], 11) >= 15);
    });
  }
});
