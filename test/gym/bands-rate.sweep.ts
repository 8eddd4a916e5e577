import assert from 'node:assert/strict';
import { createRng } from '../../src/sim/core/rng.js';
import { sampleDesign } from '../../src/sim/model/design-space.js';
import { bundledProblems } from '../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';

describe('bundled problems', () => {
  for (const input of bundledProblems) {
    it(`are evaluated at least 20,000 times in a second of one core: ${input.name}`, async function () {
      this.timeout(60_000);
      const problem = await problemFromInput(input);
      const rng = createRng(1);
      const designs = Array.from({ length: 1000 }, () => sampleDesign(problem.space, rng));
      const pass = (): void => { for (const design of designs) problem.evaluate(design); };
      for (let i = 0; i < 20; i++) pass();
      const start = process.cpuUsage().user;
      for (let i = 0; i < 100; i++) pass();
      const rate = 1e5 / ((process.cpuUsage().user - start) / 1e6);
      process.stderr.write(`      ${Math.round(rate)} a second\n`);
      assert.ok(rate >= 20_000);
    });
  }
});
