import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { fileStore } from '../../../src/gym/study/trajectory-store.js';
import { evaluationOfRow, hash, headerOf, lineWriter, readTrajectory, trialsOf, type TrajectoryHeader } from '../../../src/gym/study/trajectory.js';
import { trajectoryColumns } from '../../../src/gym/study/trajectory-columns.js';
import type { Study } from '../../../src/gym/study/study.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { sampleDesign, type Design } from '../../../src/sim/model/design-space.js';
import { problemOf } from '../../kit/problems.js';
import { smallStudy } from './small-study.js';

describe('a trajectory', () => {
  let study: Study;
  let header: TrajectoryHeader;
  let folder: string;
  let path: string;
  before(async () => {
    study = await smallStudy({ fidelities: ['roofline', 'analytic'] });
    header = headerOf(study, 'random', { batch: 8 }, 1, 20);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trajectory-'));
    path = join(folder, 'deep', 'trajectory.jsonl');
  });
  afterEach(() => { rmSync(folder, { recursive: true }); });

  /** Designs with what the problem says of them, as lines. */
  function linesOf(count: number): { readonly lines: string[]; readonly trials: { readonly design: Design; readonly fidelity: number; readonly evaluation: Evaluation }[] } {
    const writer = lineWriter(study);
    const rng = createRng(3);
    const trials = Array.from({ length: count }, (_, i) => {
      const design = sampleDesign(study.problem.space, rng);
      return { design, fidelity: i % 2, evaluation: study.problem.evaluate(design, i % 2) };
    });
    return { trials, lines: trials.map(({ design, fidelity, evaluation }, i) => writer.line(i, design, fidelity, evaluation)) };
  }

  it('is read as it was written, to the last digit', () => {
    const { lines, trials } = linesOf(30);
    const read = readTrajectory(`${JSON.stringify(header)}\n${lines.join('')}`, 'x')!;
    assert.deepEqual(read.header, header);
    assert.deepEqual(trialsOf(read.rows, study.problem), trials);
    assert.equal(read.damagedBytes, 0);
  });

  it('keeps failures and words of any kind', () => {
    fc.assert(fc.property(fc.string(), fc.array(fc.string()), fc.double({ noNaN: true, noDefaultInfinity: true }), (failure, reasons, value) => {
      const evaluation: Evaluation = { objectives: null, violations: [Math.abs(value) + 0], reasons, metrics: { [failure]: value + 0, none: null }, failure };
      const row = JSON.parse(lineWriter(study).line(0, [0, 0, 1, 100.5, 0], 1, evaluation)) as Parameters<typeof evaluationOfRow>[0];
      assert.deepEqual(evaluationOfRow(row), evaluation);
    }));
  });

  it('has digests that are equal for equal evaluations only', () => {
    const writer = lineWriter(study);
    const rng = createRng(9);
    const seen = new Map<string, string>();
    for (let i = 0; i < 20_000; i++) {
      const design = sampleDesign(study.problem.space, rng);
      const digest = writer.digest(design, i % 2);
      const key = `${i % 2} ${design.join(' ')}`;
      assert.equal(seen.get(digest) ?? key, key);
      seen.set(digest, key);
    }
    assert.match(hash('a'), /^[0-9a-f]{16}$/);
  });

  it('loses its last line where that was cut off at any byte, with a note, and nothing else', () => {
    const { lines } = linesOf(5);
    const whole = `${JSON.stringify(header)}\n${lines.join('')}`;
    for (let cut = 1; cut < lines[4]!.length; cut += 7) {
      const notes: string[] = [];
      writeFileSync(join(folder, 'cut.jsonl'), whole.slice(0, -cut));
      const store = fileStore({ path: join(folder, 'cut.jsonl'), header, resume: true, note: (text) => notes.push(text) });
      assert.equal(store.rows.length, 4);
      store.append(lines[4]!);
      store.close();
      assert.equal(readFileSync(join(folder, 'cut.jsonl'), 'utf8'), whole);
      assert.match(notes.join(), /cut off and is removed/);
    }
  });

  it('is refused where it is damaged further up, or no trajectory at all', () => {
    const { lines } = linesOf(5);
    assert.equal(problemOf(() => readTrajectory(`${JSON.stringify(header)}\n${lines[0]!}garbage\n${lines[1]!}`, 'x')).code, 'study/damaged-trajectory');
    assert.equal(problemOf(() => readTrajectory(`${JSON.stringify(header)}\n${lines[1]!}${lines[0]!}`, 'x')).code, 'study/damaged-trajectory');
    assert.equal(problemOf(() => readTrajectory('a,b\n1,2\n', 'x')).code, 'study/not-a-trajectory');
  });

  it('is begun in a folder that is made, never over another one, and begun anew where its first line is not whole', () => {
    const notes: string[] = [];
    const options = { path, header, note: (text: string) => notes.push(text) };
    assert.equal(problemOf(() => fileStore({ ...options, resume: true })).code, 'study/nothing-to-resume');
    fileStore({ ...options, resume: false }).close();
    assert.equal(problemOf(() => fileStore({ ...options, resume: false })).code, 'study/trajectory-there');
    truncateSync(path, 20);
    fileStore({ ...options, resume: true }).close();
    assert.equal(readFileSync(path, 'utf8'), `${JSON.stringify(header)}\n`);
    assert.match(notes.join(), /begins anew/);
  });

  it('of another study, agent, seed, budget or hyperparameter is refused by name', () => {
    fileStore({ path, header, resume: false, note: () => undefined }).close();
    const others: readonly (readonly [keyof TrajectoryHeader, unknown, RegExp])[] = [
      ['studyDigest', 'other', /digest of the study/], ['agent', 'genetic', /agent/], ['seed', 2, /seed/], ['budget', 21, /budget/], ['hyperparameters', { batch: 9 }, /hyperparameters/], ['archsimVersion', '9', /version/],
    ];
    for (const [field, value, message] of others) {
      const found = problemOf(() => fileStore({ path, header: { ...header, [field]: value }, resume: true, note: () => undefined }));
      assert.equal(found.code, 'study/other-trajectory');
      assert.match(found.message, message);
    }
  });

  it('takes a saved state only where it is whole and of the same study', () => {
    const store = fileStore({ path, header, resume: false, note: () => undefined });
    store.append(linesOf(4).lines.join(''));
    store.save({ evaluations: 4, state: { rng: 1 } });
    store.close();
    const again = (): unknown => {
      const opened = fileStore({ path, header, resume: true, note: () => undefined });
      opened.close();
      return opened.saved;
    };
    assert.deepEqual(again(), { evaluations: 4, state: { rng: 1 } });
    const state = `${path}.state.json`;
    writeFileSync(state, readFileSync(state, 'utf8').replace('"evaluations":4', '"evaluations":5'));
    assert.equal(again(), null);
    appendFileSync(state, 'x');
    assert.equal(again(), null);
  });

  it('is a table: parameters, objectives, violations, metrics, reasons', () => {
    const { lines } = linesOf(12);
    const { rows } = readTrajectory(`${JSON.stringify(header)}\n${lines.join('')}`, 'x')!;
    const columns = trajectoryColumns(header, rows);
    assert.ok(columns.every(({ values }) => values.length === 12));
    assert.deepEqual(columns.slice(0, 9).map(({ name }) => name), ['index', 'fidelity', 'legal', 'parameter.cores', 'parameter.columns', 'parameter.channels', 'parameter.clock', 'parameter.scheme', 'objective.rate']);
    assert.deepEqual(columns[2]!.values, rows.map((row) => row.objectives !== null));
  });
});
