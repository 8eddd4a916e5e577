import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { run } from '../../src/experiment/run.js';
import { archsim, experiment, experimentText, inEmptyFolder } from './session.js';

const resultText = JSON.stringify(run(experiment()));

describe('archsim report', () => {
  const write = inEmptyFolder();

  it('writes a page named after the first file', async () => {
    write({ 'in/my design.json': experimentText() });
    const { code, out, err } = await archsim('report', 'in/my design.json', 'flightllm');
    assert.deepEqual([code, out, err], [0, '', 'wrote my design.html\n']);
    assert.match(readFileSync('my design.html', 'utf8'), /opt-125m[\s\S]*llama-2-7b/);
    assert.deepEqual(readdirSync('.').sort(), ['in', 'my design.html']);
  });

  it('shows results as it shows the experiments that they are of', async () => {
    write({ 'x.json': experimentText(), 'r.result.json': resultText, 'r.jsonl': `${resultText}\n${resultText}\n` });
    // What needs the experiment is not in the page of its result.
    const body = (path: string): string => /<body[\s\S]*<\/body>/.exec(readFileSync(path, 'utf8'))![0].replace(/archsim report [^<]*/g, '').replace(/<section class="(?:what-if-section|timeline|how-the-numbers-come-about)">[\s\S]*?<\/section>\n/g, '').replace(/<script [^>]*id="archsim-(?!results)[\s\S]*?<\/script>\n/g, '');
    assert.equal((await archsim('report', 'x.json')).code, 0);
    assert.equal((await archsim('report', 'r.result.json')).code, 0);
    assert.equal(body('r.html'), body('x.html'));
    assert.equal((await archsim('report', 'r.jsonl', '-o', 'two.html')).code, 0);
    assert.deepEqual(['r.html', 'two.html'].map((path) => body(path).match(/<article class="result"/g)!.length), [1, 2]);
  });

  it('has what needs the experiment where that is there: settings to change, trees, the timeline, the experiment', async () => {
    assert.equal((await archsim('report', 'systolic', '-o', 'x.html')).code, 0);
    const page = readFileSync('x.html', 'utf8');
    for (const id of ['archsim-what-if', 'archsim-engine', 'archsim-timeline', 'archsim-experiments']) assert.ok(page.includes(`id="${id}"`), id);
    assert.match(page, /<details class="explained"><summary><code>totals\.firstTokenSeconds<\/code>/);
    assert.ok(page.length < 1.2e6, String(page.length));
  });

  it('writes one figure as SVG or PNG, and results as Markdown', async () => {
    assert.equal((await archsim('report', 'flightllm', '--format', 'svg')).code, 0);
    assert.match(readFileSync('flightllm.svg', 'utf8'), /^<svg [^>]*aria-label="Roofline of \d+ operators"[\s\S]*<style>/);
    assert.equal((await archsim('report', 'flightllm', '--format', 'png', '--figure', 'breakdown', '-o', 'b.png')).code, 0);
    assert.deepEqual([...readFileSync('b.png').subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.equal((await archsim('report', 'flightllm', 'systolic', '--format', 'md', '-o', 'both.md')).code, 0);
    assert.equal(readFileSync('both.md', 'utf8').match(/^### /gm)!.length, 2);
  });

  it('says which figures and formats there are', async () => {
    for (const [words, told] of [
      [['--format', 'svg', '--figure', 'rofline'], /report\/no-figure: a result has no figure "rofline"; did you mean "roofline"/],
      [['systolic', '--format', 'png'], /report\/one-result: --format png is one figure of one result, and there are 2 results/],
      [['--figure', 'roofline'], /report\/figure-of-format/],
    ] as const) {
      const { code, err } = await archsim('report', 'flightllm', ...words);
      assert.equal(code, 2);
      assert.match(err, told);
    }
  });

  it('ends with 1 where a design does not fit, and still shows it', async () => {
    const { code } = await archsim('report', 'flightllm', '--set', 'architecture.parameters.cores=99', '-o', 'x.html');
    assert.equal(code, 1);
    assert.match(readFileSync('x.html', 'utf8'), /does not fit/);
  });

  it('refuses what only looks like a result, at its places', async () => {
    const { totals, ...headless } = JSON.parse(resultText) as { readonly totals: object; readonly operators: object[] };
    write({ 'a.json': JSON.stringify({ ...headless, warnings: [5] }), 'b.json': JSON.stringify({ ...headless, totals, operators: [{ ...headless.operators[0], phase: 'encode' }] }) });
    const { code, out, err } = await archsim('report', 'a.json', 'b.json');
    assert.deepEqual([code, out], [2, '']);
    const lines = err.trimEnd().split('\n');
    assert.equal(lines.length, 3, err);
    assert.match(lines[0]!, /^a\.json:1:1 spec\/missing-field: missing field "totals"/);
    assert.match(lines[1]!, /^a\.json:1:\d+ spec\/wrong-type: \/warnings\/0 must be a text, got 5/);
    assert.match(lines[2]!, /^b\.json:1:\d+ spec\/not-one-of: \/operators\/0\/phase must be one of "prefill", "decode", got "encode"/);
    assert.ok(!existsSync('a.html'));
  });

  it('does not let --set pretend to change a result', async () => {
    write({ 'r.json': resultText });
    for (const option of ['--set=workload.scenario.batch=2', '--fidelity=roofline']) {
      const { code, err } = await archsim('report', 'r.json', option);
      assert.equal(code, 2);
      assert.match(err, /^r\.json report\/set-on-result/);
    }
  });

  it('refuses a place that cannot be written', async () => {
    write({ 'x.json': experimentText() });
    const { code, err } = await archsim('report', 'x.json', '-o', 'x.json/page.html');
    assert.equal(code, 2);
    assert.match(err, /^file\/unwritable: "x\.json\/page\.html"/);
  });
});
