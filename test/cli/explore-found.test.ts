import assert from 'node:assert/strict';
import { foundText } from '../../src/cli/explore-found.js';
import { trackProgress } from '../../src/gym/study/progress.js';
import { bundledProblem } from '../../src/gym/problem/bundled/index.js';
import { problemFromInput } from '../../src/gym/problem/formula-problem.js';

describe('what a running search tells of itself', () => {
  it('is the best of each objective, and the hypervolume where there are several', async () => {
    const problem = await problemFromInput(bundledProblem('zdt1')!);
    const progress = trackProgress(problem);
    assert.equal(foundText(problem, progress), 'no legal design yet');
    for (const [index, objectives] of [[0.5, 1], [0.25, 4]].entries()) progress.add({ index, design: [], evaluation: { objectives, violations: [], reasons: [], metrics: {} } });
    assert.equal(foundText(problem, progress), `best 0.25, 1  hypervolume ${String(Number(progress.hypervolume!.toPrecision(5)))}`);
    assert.ok(progress.hypervolume! > 0);
  });

  it('is one number where there is one objective', async () => {
    const problem = await problemFromInput(bundledProblem('accdse-a-energy')!);
    const progress = trackProgress(problem);
    progress.add({ index: 0, design: [], evaluation: { objectives: [1 / 3], violations: problem.constraints.map(() => 0), reasons: [], metrics: {} } });
    assert.equal(foundText(problem, progress), 'best 0.33333');
  });
});
