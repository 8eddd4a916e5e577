import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { studyText } from '../gym/study/small-study.js';
import { slurmScript } from '../../src/cli/slurm-script.js';
import { archsim, inEmptyFolder, mainFile } from './session.js';

describe('a search in parts', () => {
  const files = inEmptyFolder();

  /** Runs a part of a script as Slurm would. */
  function runPart(script: string, part: number): void {
    writeFileSync('archsim', `#!/bin/bash\nexec "${process.execPath}" "${mainFile}" "$@"\n`, { mode: 0o755 });
    const { status, stderr } = spawnSync('bash', [script], { env: { ...process.env, ARCHSIM: './archsim', SLURM_ARRAY_TASK_ID: String(part) }, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }

  it('becomes a script for Slurm whose parts merge into the trajectory of the whole search', async function () {
    this.timeout(60_000);
    files({ 'small.json': studyText() });
    const search = ['small.json', '--agent', 'random', '--budget', '100', '--seed', '3', '--hyper', 'batch=7'];
    const whole = await archsim('explore', ...search, '--baseline', '0', '--out', 'whole');
    assert.equal(whole.code, 0, whole.err);
    const emitted = await archsim('explore', ...search, '--emit', 'slurm', '--parts', '3', '--out', "it's a folder");
    assert.equal(emitted.code, 0, emitted.err);
    assert.match(emitted.err, /100 evaluations in 3 parts\n {2}sbatch .*search\.sbatch\n {2}archsim explore --merge/);
    const script = "it's a folder/search.sbatch";
    assert.match(readFileSync(script, 'utf8'), /^#SBATCH --array=1-3$/m);
    runPart(script, 3);
    const early = await archsim('explore', '--merge', "it's a folder");
    assert.equal(early.code, 2);
    assert.match(early.err, /cli\/parts-missing: 2 of 3 parts are not done: 1, 2.*--array=1,2/);
    runPart(script, 1);
    runPart(script, 2);
    // What was cut off, as when a job meets its time limit, is done when the part is started again.
    const second = "it's a folder/parts/2/trajectory.jsonl";
    writeFileSync(second, readFileSync(second, 'utf8').slice(0, -500));
    assert.match((await archsim('explore', '--merge', "it's a folder")).err, /1 of 3 parts are not done: 2/);
    runPart(script, 2);
    const merged = await archsim('explore', '--merge', "it's a folder", '--baseline', '0');
    assert.equal(merged.code, 0, merged.err);
    assert.equal(readFileSync("it's a folder/trajectory.jsonl", 'utf8'), readFileSync('whole/trajectory.jsonl', 'utf8'));
    assert.equal(merged.out.replace(/ in [\d.e-]+ s/, ''), whole.out.replace(/ in [\d.e-]+ s/, ''));
    rmSync("it's a folder/trajectory.jsonl");
    writeFileSync('small.json', studyText({ set: {} }));
    assert.match((await archsim('explore', '--merge', "it's a folder")).err, /study\/other-trajectory/);
  });

  it('has every design of a small space once, in parts of any number', async () => {
    const parameters = [{ path: 'architecture.parameters.cores', values: [1, 2, 3, 4, 8] }, { name: 'columns', path: 'architecture.parameters.vector.columns', values: [16, 32] }];
    files({ 'small.json': studyText({ parameters }) });
    const search = ['small.json', '--agent', 'exhaustive', '--hyper', 'batch=3', '--baseline', '0'];
    await archsim('explore', ...search, '--out', 'whole');
    const rows = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n').slice(1).map((line) => line.replace(/"index":\d+/, ''));
    const found: string[] = [];
    for (let part = 1; part <= 4; part++) {
      const { code, err } = await archsim('explore', ...search, '--part', `${part}/4`, '--out', `part-${part}`);
      // 1: none of the part is legal.
      assert.ok(code <= 1, err);
      found.push(...rows(`part-${part}/trajectory.jsonl`));
    }
    assert.deepEqual(found, rows('whole/trajectory.jsonl'));
  });

  it('writes words into its script so that no character of them is obeyed', () => {
    const script = slurmScript({ name: 'a b;c', folder: "/x/$(touch y)'", parts: 2, arguments: { study: '`z`.json', hyper: ['a=1', 'b=x y'] } });
    assert.ok(script.includes("out='/x/$(touch y)'\\'''/parts/\"$part\""), script);
    assert.ok(script.includes("explore '`z`.json'") && script.includes("--hyper a=1 --hyper 'b=x y'"));
    assert.match(script, /--job-name=archsim-a-b-c$/m);
    assert.equal(spawnSync('bash', ['-n'], { input: script }).status, 0);
  });

  const wrong: readonly (readonly [words: readonly string[], message: RegExp])[] = [
    [['explore', 'small.json', '--emit', 'slurm'], /cli\/emit-needs-folder/],
    [['explore', 'small.json', '--agent', 'genetic', '--emit', 'slurm', '--out', 'x'], /cli\/looks-at-results: what genetic proposes depends on what it saw.*--queue/],
    [['explore', 'small.json', '--agent', 'genetic', '--part', '1/2'], /cli\/looks-at-results/],
    [['explore', 'small.json', '--emit', 'slurm', '--parts', '5000', '--out', 'x'], /cli\/too-many-parts/],
    [['explore', 'small.json', '--part', '3/2'], /cli\/not-a-part/],
    [['explore', 'small.json', '--part', 'third'], /cli\/not-a-part/],
    [['explore', '--merge', 'nothing'], /cli\/not-parts/],
    [['explore', 'small.json', '--merge', 'nothing'], /cli\/merge-knows/],
    [['explore'], /usage\/missing-argument/],
  ];
  for (const [words, message] of wrong) {
    it(`tells what is wrong and exits with 2: ${words.join(' ')}`, async () => {
      files({ 'small.json': studyText() });
      const { code, out, err } = await archsim(...words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    });
  }
});
