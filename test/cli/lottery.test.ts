import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { LotteryDocument } from '../../src/gym/lottery/lottery-document.js';
import { studyText } from '../gym/study/small-study.js';
import { archsim, inEmptyFolder } from './session.js';

const short = ['--agents', 'genetic,hill-climbing', '--settings', '2', '--seeds', '5', '--budgets', '20,30'];

describe('archsim lottery', function () {
  this.timeout(20_000);
  const files = inEmptyFolder();

  it('compares agents with exact random search, and says whether the claim of ArchGym holds', async () => {
    const { code, out, err } = await archsim('lottery', 'accdse-a-energy', ...short);
    assert.equal(code, 0, err);
    assert.match(out, /^accdse-a-energy: energy in mJ, to minimise; 20 runs of 2 agents, 5 seeds from 1, budgets 20, 30\nRandom search, no design twice: exact, in closed form, from all 126,000 designs, 72,824 legal/);
    assert.match(out, /\nBest of k runs with any setting, 30 evaluations each/);
    assert.match(out, /\nArchGym says: tuned, and with enough samples, no agent is better than another\. Here:\n- 20 evaluations: (holds|does not hold)/);
  });

  it('gives the same document and the same CSV every time, times apart', async () => {
    files({ 'small.json': studyText() });
    const words = async (csv: string): Promise<string> => {
      const { code, out, err } = await archsim('lottery', 'small.json', ...short, '--baseline', '200', '--csv', csv, '--json');
      assert.equal(code, 0, err);
      const { times, ...rest } = JSON.parse(out) as LotteryDocument;
      assert.ok(times.secondsPerRandomSample > 0 && times.equalCompute.length === 4);
      assert.deepEqual([rest.objective, rest.random.how, rest.random.possible], [{ name: 'rate', direction: 'maximise', unit: 'token/s' }, 'estimated', null]);
      for (const { at } of rest.agents) for (const { tuned: { expected, interval: [low, high] } } of at) assert.ok(low! <= expected! && expected! <= high!);
      return JSON.stringify(rest);
    };
    assert.equal(await words('a.csv'), await words('b.csv'));
    const csv = readFileSync('a.csv', 'utf8');
    assert.equal(csv, readFileSync('b.csv', 'utf8'));
    const lines = csv.trim().split('\n');
    assert.deepEqual([lines[0], lines.length], ['agent,setting,hyperparameters,seed,budget,rate,censored,end', 1 + 2 * 2 * 5 * 2]);
  });

  it('takes a grid of hyperparameters', async () => {
    const { code, out, err } = await archsim('lottery', 'accdse-a-energy', '--agents', 'genetic', '--over', 'genetic.population=4,8', '--over', 'genetic.mutation=0.05,0.2', '--seeds', '2', '--budgets', '20', '--enumerate', '10', '--baseline', '100', '--json');
    assert.equal(code, 0, err);
    const { agents, claims } = JSON.parse(out) as LotteryDocument;
    assert.deepEqual(agents[0]!.settings.map(({ hyperparameters }) => [hyperparameters['population'], hyperparameters['mutation']]), [[16, 0.1], [4, 0.05], [4, 0.2], [8, 0.05], [8, 0.2]]);
    assert.equal(claims[0]!.verdict, 'open');
  });

  it('says what is wrong before anything runs', async () => {
    const wrong = async (...words: string[]): Promise<string> => {
      const { code, err } = await archsim('lottery', 'accdse-a-energy', ...words);
      assert.equal(code, 2);
      return err;
    };
    assert.match(await wrong('--agents', 'genetik'), /agent\/unknown: .*genetik/);
    assert.match(await wrong('--budgets', '100,many'), /cli\/not-counts/);
    assert.match(await wrong('--seeds', '1'), /cli\/not-a-count/);
    assert.match(await wrong('--limit', '0'), /cli\/not-seconds/);
    assert.match(await wrong('--over', 'population=3'), /cli\/no-hyperparameter-values/);
    assert.match(await wrong('--over', 'tpe.startup=3'), /cli\/agent-not-played/);
    assert.match(await wrong('--over', 'genetic.population=1'), /agent\/wrong-hyperparameter/);
    assert.match(await wrong('--over', 'genetic.size=4'), /agent\/unknown-hyperparameter/);
  });
});
