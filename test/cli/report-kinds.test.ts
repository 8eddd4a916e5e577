import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { reportedKind } from '../../src/cli/report-kinds.js';
import { archsim, experimentText, inEmptyFolder } from './session.js';

const page = (path: string): string => readFileSync(path, 'utf8');
const answerOf = (path: string): string => /<p class="answer">([^<]*)<\/p>/.exec(page(path))![1]!;

describe('archsim report of what other commands wrote', () => {
  const write = inEmptyFolder();

  it('shows a search by its folder, its answer or its trajectory alike', async () => {
    assert.equal((await archsim('explore', 'flightllm-u280.json', '--agent', 'genetic', '--budget', '40', '--baseline', '20', '--out', 'search')).code, 0);
    const { code, out, err } = await archsim('report', 'search');
    assert.deepEqual([code, out, err], [0, '', 'wrote search.html\n']);
    assert.match(answerOf('search.html'), /^The best of 40 evaluations has decode rate \S+ token\/s; .* binds decode\.$/);
    const whole = page('search.html').replace(/archsim report [^<]*/g, '');
    for (const name of ['search/', 'search/answer.json', 'search/trajectory.jsonl']) {
      rmSync('search.html');
      assert.equal((await archsim('report', name)).code, 0, name);
      assert.equal(page('search.html').replace(/archsim report [^<]*/g, ''), whole);
    }
    const answer = page('search/answer.json');
    write({ 'lone.json': answer });
    assert.equal((await archsim('report', 'lone.json')).code, 0);
    assert.equal(answerOf('lone.html'), answerOf('search.html'));
    assert.ok(page('lone.html').includes('Trajectory</th><td class="text">not there'));
  });

  it('compares several searches of a study, and says of one without a legal design that it missed', async () => {
    for (const seed of ['1', '2']) await archsim('explore', 'zdt1', '--agent', 'random', '--budget', '30', '--baseline', '0', '--seed', seed, '--out', `s${seed}`);
    assert.equal((await archsim('report', 's1', 's2', '-o', 'both.html')).code, 0);
    assert.match(page('both.html'), /<h1>archsim: 2 searches<\/h1>\s*<style>[^<]*<\/style>\s*<section class="comparison">/);
    assert.match(page('both.html').split('<article')[0]!, /aria-label="hypervolume over evaluations"/);
    const answer = JSON.parse(page('s1/answer.json')) as object;
    write({ 'none.json': JSON.stringify({ ...answer, front: [], best: null, knee: null, bestOf: { f1: null, f2: null }, sensitivity: null }) });
    assert.equal((await archsim('report', 'none.json')).code, 1);
    assert.match(answerOf('none.html'), /^No design of 30 evaluations is legal/);
  });

  it('shows how the hypervolume grew, to that of the answer, and says why not where an earlier version wrote no reference point', async () => {
    assert.equal((await archsim('explore', 'lut-tensor-core-area.json', '--agent', 'random', '--budget', '60', '--baseline', '0', '--out', 'z')).code, 0);
    assert.equal((await archsim('report', 'z')).code, 0);
    const { hypervolume } = JSON.parse(page('z/answer.json')) as { readonly hypervolume: number };
    const last = [...page('z.html').matchAll(/<td class="number" data-value="60">60<\/td><td class="number" data-value="([^"]*)">/g)].map((match) => Number(match[1]));
    assert.ok(hypervolume > 0 && last.some((value) => Math.abs(value - hypervolume) < 1e-9), `${hypervolume} ${last.join(' ')}`);
    const lines = page('z/trajectory.jsonl').split('\n');
    write({ 'z/trajectory.jsonl': [lines[0]!.replace(/,"referencePoint":\[[^\]]*\]/, ''), ...lines.slice(1)].join('\n') });
    assert.equal((await archsim('report', 'z')).code, 0);
    assert.match(page('z.html'), /The hypervolume is not known: the trajectory names no reference point\./);
  });

  it('shows sweeps, lotteries and surrogates that were printed as JSON', async () => {
    write({
      'sweep.json': (await archsim('sweep', 'flightllm.json', '--over', 'workload.scenario.batch=1,4', '--json')).out,
      'lottery.json': (await archsim('lottery', 'accdse-a-energy', '--agents', 'genetic,hill-climbing', '--settings', '2', '--seeds', '2', '--budgets', '20,40', '--enumerate', '10', '--baseline', '200', '--json')).out,
      'surrogate.json': (await archsim('surrogate', 'accdse-a', '--train', '100', '--test', '50', '--trees', '5', '--json')).out,
    });
    for (const [name, answer] of [['sweep', /^The least first token of 2 points/], ['lottery', /^With 40 evaluations and tuned settings/], ['surrogate', /^Learnt from 100 designs/]] as const) {
      const { code, err } = await archsim('report', `${name}.json`);
      assert.deepEqual([code, err], [0, `wrote ${name}.html\n`]);
      assert.match(answerOf(`${name}.html`), answer);
    }
  });

  it('refuses documents of several kinds in one page, and options that change experiments', async () => {
    write({ 'x.json': experimentText(), 'sweep.json': (await archsim('sweep', 'flightllm.json', '--over', 'workload.scenario.batch=1,4', '--json')).out });
    const mixed = await archsim('report', 'x.json', 'sweep.json');
    assert.equal(mixed.code, 2);
    assert.match(mixed.err, /^report\/mixed-kinds: .*experiments or results and sweeps/);
    const set = await archsim('report', 'sweep.json', '--set', 'a=1');
    assert.equal(set.code, 2);
    assert.match(set.err, /^sweep\.json report\/set-on-result/);
    assert.ok(!existsSync('x.html') && !existsSync('sweep.html'));
  });

  it('refuses what is damaged, at its place', async () => {
    const damaged = { study: 'a', agent: 'b', objectives: [{ name: 'x', direction: 'minimise' }], front: [{ evaluation: 'first' }], best: null };
    write({ 'a.json': JSON.stringify({ ...damaged, seed: 1, budget: 1, evaluations: 1, legal: 1, failures: 0, end: 'budget', seconds: 1 }), 'l.json': '{"kind": "lottery", "study": 5}', 's.json': '{"axes": [], "metrics": [], "rows": [{}], "name": "x"}' });
    for (const [file, message] of [['a.json', /^a\.json:1:\d+ report\/damaged: \/front\/0\/evaluation is not what the answer of a search has there/], ['l.json', /^l\.json:1:\d+ report\/damaged: \/study /], ['s.json', /^s\.json:1:\d+ report\/damaged: \/rows\/0\/experiment /]] as const) {
      const { code, out, err } = await archsim('report', file);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    }
  });

  it('refuses a search without its answer, and a trajectory of another search', async () => {
    await archsim('explore', 'zdt1', '--budget', '10', '--baseline', '0', '--out', 's');
    const answer = page('s/answer.json');
    rmSync('s/answer.json');
    assert.match((await archsim('report', 's')).err, /^report\/no-answer: "s" has no answer\.json/);
    writeFileSync('s/answer.json', answer.replace('"seed": 1', '"seed": 2'));
    assert.match((await archsim('report', 's')).err, /trajectory\.jsonl report\/other-trajectory: .*: the seed differs/);
  });

  it('knows a document by its kind or its fields', () => {
    assert.deepEqual([{ kind: 'lottery' }, { kind: 'surrogate' }, { kind: 'sweep', axes: [], metrics: [], rows: [] }, { axes: [], metrics: [], rows: [] }, [], null, 5, { workload: {} }].map(reportedKind), ['lottery', 'surrogate', undefined, 'sweep', undefined, undefined, undefined, undefined]);
  });
});
