import assert from 'node:assert/strict';
import type { SurrogateReport } from '../../src/gym/surrogate/surrogate-report.js';
import { studyText } from '../gym/study/small-study.js';
import { archsim, inEmptyFolder } from './session.js';

const quick = ['--trees', '5', '--train', '60', '--test', '40'];

describe('archsim surrogate', function () {
  this.timeout(20_000);
  const files = inEmptyFolder();

  it('samples a study, and says how wrong a forest is and what it gains', async () => {
    const { code, out, err } = await archsim('surrogate', 'accdse-a', ...quick, '--family', 'dataflow');
    assert.equal(code, 0, err);
    assert.match(out, /^accdse-a: 5 trees for each of 2 objectives, 100 designs with values\n\nUnseen points\n/);
    assert.match(out, /\nUnseen regions\n[\s\S]*rows from 128 on[\s\S]*\nUnseen families, by dataflow\n[\s\S]*dataflow = WS/);
    assert.match(out, /\nSpeed-up: [\d.e-]+ times a design; with the designs to learn from/);
    assert.match(out, /ArchGym publishes a root mean square error of 0\.61 % and a factor of 2,000/);
  });

  it('says that a study has no families, and finds the parameter that sets them', async () => {
    files({
      'small.json': studyText(),
      'families.json': studyText({ parameters: [
        { name: 'machine', choices: { dsp: { 'architecture.family': 'dsp-chain' }, same: { 'architecture.family': 'dsp-chain', 'architecture.parameters.cores': 2 } } },
        { name: 'columns', path: 'architecture.parameters.vector.columns', values: [16, 32, 64, 128] },
        { name: 'clock', path: 'architecture.parameters.clock', type: 'real', low: 100, high: 225, unit: 'MHz' },
      ] }),
    });
    const plain = JSON.parse((await archsim('surrogate', 'small.json', ...quick, '--json')).out) as SurrogateReport;
    assert.deepEqual([plain.family.parameter, plain.objectives], [null, ['rate']]);
    assert.match(plain.family.reason!, /no parameter of the study sets architecture\.family/);
    assert.ok(plain.points[0]!.errors[0]!.rmspe! > 0 && plain.times.evaluation! > 0);
    const { code, out, err } = await archsim('surrogate', 'families.json', ...quick, '--json');
    assert.equal(code, 0, err);
    assert.deepEqual((JSON.parse(out) as SurrogateReport).family.tests.map(({ held }) => held), ['machine = dsp', 'machine = same']);
  });

  it('learns from the trajectory of a search, with and without its study', async () => {
    files({ 'small.json': studyText() });
    await archsim('explore', 'small.json', '--budget', '150', '--baseline', '0', '--out', 'found');
    const alone = JSON.parse((await archsim('surrogate', 'found/trajectory.jsonl', ...quick, '--json')).out) as SurrogateReport & { readonly notes: readonly string[] };
    assert.deepEqual([alone.parameters, alone.times.evaluation, alone.times.speedUp.perDesign], [['cores', 'columns', 'channels', 'clock', 'scheme'], null, null]);
    assert.match(alone.notes[0]!, /the designs that random asked for/);
    const { code, out, err } = await archsim('surrogate', 'found/trajectory.jsonl', '--study', 'small.json', ...quick, '--json');
    assert.equal(code, 0, err);
    const known = JSON.parse(out) as SurrogateReport & { readonly notes: readonly string[] };
    assert.ok(known.times.evaluation! > 0 && known.notes.length === 1);
    assert.equal(known.designs, alone.designs);
  });

  it('says what is wrong', async () => {
    files({ 'short.jsonl': '{"kind":"trajectory","study":"s","studyDigest":"d","agent":"random","parameters":["a"],"objectives":[{"name":"o","direction":"minimise"}],"constraints":[],"fidelities":[]}\n', 'other.jsonl': '{}\n' });
    const wrong = async (...words: string[]): Promise<string> => {
      const { code, err } = await archsim('surrogate', ...words);
      assert.equal(code, 2);
      return err;
    };
    assert.match(await wrong('short.jsonl'), /surrogate\/too-few-designs/);
    assert.match(await wrong('other.jsonl'), /study\/not-a-trajectory/);
    assert.match(await wrong('accdse-a', ...quick, '--family', 'flow'), /surrogate\/unknown-parameter/);
    assert.match(await wrong('accdse-a', '--study', 'zdt1'), /surrogate\/study-of-study/);
    assert.match(await wrong('accdse-a', '--train', 'all'), /cli\/not-counts/);
  });
});
