import assert from 'node:assert/strict';
import { createRng } from '../../src/sim/core/rng.js';
import { sampleDesign } from '../../src/sim/model/design-space.js';
import { agentNamed } from '../../src/gym/agents/registry.js';
import { bundledProblem } from '../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';
import { taskOf } from '../../src/gym/search.js';

const most: Readonly<Record<string, number>> = { 'tpe': 5, 'motpe': 5, 'smac': 40, 'gp-bo': 30, 'cma-es': 1 };

describe('the time of a proposal after 200 designs', function () {
  this.timeout(120_000);

  for (const [id, limit] of Object.entries(most)) {
    for (const name of ['accdse-a-energy', 'accdse-a']) {
      it(`is less than ${limit} ms of one core: ${id} on ${name}`, async () => {
        const [problem, kind] = [await problemFromInput(bundledProblem(name)!), await agentNamed(id)];
        const rng = createRng(1);
        const agent = kind.create(taskOf(problem, 200), {}, createRng(1));
        if (id !== 'cma-es') {
          agent.propose();
          agent.observe(Array.from({ length: 200 }, () => sampleDesign(problem.space, rng)).map((design) => ({ design, evaluation: problem.evaluate(design) })));
        }
        // The least of eight pieces: on a busy machine a piece takes longer, and never less, than the agent does; the first ones warm up.
        let milliseconds = Infinity;
        for (let piece = 0; piece < 8; piece++) {
          const start = process.cpuUsage().user;
          let proposals = 0;
          for (let batch = 0; batch < 8; batch++) {
            const proposed = agent.propose();
            proposals += proposed.length;
            agent.observe(proposed.map((proposal) => ({ ...proposal, evaluation: problem.evaluate(proposal.design) })));
          }
          milliseconds = Math.min(milliseconds, (process.cpuUsage().user - start) / 1000 / proposals);
        }
        process.stderr.write(`      ${milliseconds.toFixed(2)} ms\n`);
        assert.ok(milliseconds < limit);
      });
    }
  }
});
