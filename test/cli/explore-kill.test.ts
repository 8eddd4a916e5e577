import assert from 'node:assert/strict';
import { killAndResume } from './explore-kill.js';
import { inEmptyFolder } from './session.js';

describe('a search that is killed', () => {
  inEmptyFolder();

  it('goes on to the trajectory that it would have had', async function () {
    this.timeout(120_000);
    assert.equal(await killAndResume(2, ['--agent', 'genetic', '--hyper', 'population=30'], 5), 2);
  });
});
