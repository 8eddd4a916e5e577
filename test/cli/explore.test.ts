import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { parquetReadObjects } from 'hyparquet';
import type { StudyAnswer } from '../../src/gym/study/answer.js';
import type { SimulationResult } from '../../src/sim/model/result.js';
import { studyText } from '../gym/study/small-study.js';
import { archsim, archsimProcess, inEmptyFolder } from './session.js';

describe('archsim explore', () => {
  const files = inEmptyFolder();

  it('prints what DESIGN promises as one JSON document: front, best, evaluations, seconds, hypervolume, binding', async () => {
    files({ 'small.json': studyText() });
    const { code, out, err } = await archsim('explore', 'small.json', '--agent', 'genetic', '--budget', '80', '--baseline', '200', '--json');
    assert.equal(code, 0, err);
    const answer = JSON.parse(out) as StudyAnswer;
    assert.deepEqual([answer.evaluations, answer.end, answer.front.length, answer.hypervolume], [80, 'budget', 1, null]);
    assert.deepEqual(answer.front[0], answer.best);
    assert.deepEqual(Object.keys(answer.best!.parameters), ['cores', 'columns', 'channels', 'clock', 'scheme']);
    assert.ok(answer.seconds > 0);
    assert.equal(answer.binding!.phases[1]!.phase, 'decode');
    assert.ok(answer.binding!.phases.every(({ seconds, lowerBoundSeconds }) => seconds >= lowerBoundSeconds));
    assert.ok(answer.random!.best[0]! <= 1.05 * answer.best!.metrics['rate']!);
    assert.ok(answer.sensitivity!.variants > 20);
    assert.match(answer.improvements.at(-1)!.text, /% better.*before, decode was bound by .* of the time/);
  });

  it('says the same in words, in the same digits every time', async () => {
    files({ 'small.json': studyText() });
    const words = async (): Promise<string> => (await archsim('explore', 'small.json', '--budget', '60', '--seed', '7')).out.replace(/ in [\d.e-]+ s/, '');
    const text = await words();
    assert.match(text, /^small: 60 evaluations by random \(seed 7\)\n[\d.]+ % of them legal; limits that are broken: /);
    assert.match(text, /Best \(evaluation \d+\): rate [\d.]+ token\/s\n {2}cores \d, columns \d+/);
    assert.match(text, /times the [\d.e-]+ s that no schedule on this machine can beat; bound by hbm load/);
    assert.equal(await words(), text);
  });

  it('takes the studies of the environments by name', async () => {
    for (const name of ['systolic-28nm', 'bit-serial-tiles', 'roofline-devices']) {
      const { code, out, err } = await archsim('explore', name, '--budget', '20', '--baseline', '0', '--json');
      assert.equal(code, 0, err);
      const answer = JSON.parse(out) as StudyAnswer;
      assert.deepEqual([answer.evaluations, Object.keys(answer.best!.metrics).length >= 2], [20, true]);
    }
    const { code, err } = await archsim('explore', 'systolic-28mn');
    assert.equal(code, 2);
    assert.match(err, /did you mean "systolic-28nm"/);
  });

  it('writes a folder: trajectory, answer, and experiments of the front that run gives the same figures for and export-rtl takes', async () => {
    files({ 'small.json': studyText() });
    const { code, err } = await archsim('explore', 'small.json', '--agent', 'genetic', '--budget', '60', '--baseline', '0', '--out', 'out');
    assert.equal(code, 0, err);
    assert.match(err, /archsim export-rtl out\/best\.json -o out\/rtl --check/);
    assert.deepEqual(readdirSync('out').sort(), ['answer.json', 'best.json', 'front', 'trajectory.jsonl']);
    const answer = JSON.parse(readFileSync('out/answer.json', 'utf8')) as StudyAnswer;
    const result = JSON.parse((await archsim('run', 'out/front/01.json', '--json')).out) as SimulationResult;
    assert.equal(result.phases.decode!.tokensPerSecond, answer.best!.metrics['rate']);
    assert.equal(result.experiment.name, 'small-01');
    const exported = await archsim('export-rtl', 'out/best.json', '-o', 'out/rtl');
    assert.equal(exported.code, 0, exported.err);
    assert.ok(existsSync('out/rtl/manifest.json'));
  });

  it('goes on where it was, and refuses a folder of another search', async () => {
    files({ 'small.json': studyText() });
    const words = ['explore', 'small.json', '--budget', '40', '--baseline', '0'];
    await archsim(...words, '--out', 'whole');
    const whole = readFileSync('whole/trajectory.jsonl', 'utf8');
    await archsim(...words, '--out', 'part');
    writeFileSync('part/trajectory.jsonl', whole.slice(0, whole.length * 0.6));
    assert.match((await archsim(...words, '--out', 'part')).err, /study\/trajectory-there.*--resume/);
    const { code, err } = await archsim(...words, '--out', 'part', '--resume');
    assert.equal(code, 0, err);
    assert.match(err, /the last line was cut off and is removed/);
    assert.equal(readFileSync('part/trajectory.jsonl', 'utf8'), whole);
    assert.match((await archsim(...words, '--seed', '2', '--out', 'part', '--resume')).err, /study\/other-trajectory: .*seed is 1, and 2 is asked for/);
  });

  it('writes the trajectory as CSV and as Parquet that another reader reads', async () => {
    const { code, err } = await archsim('explore', 'zdt1', '--budget', '30', '--csv', 'a.csv', '--parquet', 'a.parquet', '--json');
    assert.equal(code, 0, err);
    const lines = readFileSync('a.csv', 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, 31);
    const bytes = readFileSync('a.parquet');
    const rows = (await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) })) as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual(rows.map((row) => String(row['objective.f1'])), lines.slice(1).map((line) => line.split(',')[lines[0]!.split(',').indexOf('objective.f1')]));
  });

  it('searches problems in formulas, bundled ones by name, with a hypervolume where they have a reference point', async () => {
    const { code, out } = await archsim('explore', 'accdse-a', '--agent', 'nsga-ii', '--hyper', 'population=20', '--budget', '200', '--baseline', '400', '--json');
    assert.equal(code, 0);
    const answer = JSON.parse(out) as StudyAnswer;
    assert.ok(answer.hypervolume! > answer.random!.hypervolume! * 0.8 && answer.hypervolume! <= 79.1832);
    assert.deepEqual(answer.best, answer.knee);
    assert.equal(answer.binding, null);
  });

  it('says that no design is legal, with the exit code of a design that does not fit', async () => {
    files({ 'small.json': studyText({ constraints: [{ metric: 'throughput', atLeast: 1e6 }] }) });
    const { code, out } = await archsim('explore', 'small.json', '--budget', '20');
    assert.equal(code, 1);
    assert.match(out, /No design that was tried is legal/);
  });

  const wrong: readonly (readonly [words: readonly string[], message: RegExp])[] = [
    [['explore', 'small.json', '--budget', '0'], /study\/bad-budget/],
    [['explore', 'small.json', '--budget', 'many'], /cli\/not-a-count: --budget is a whole number/],
    [['explore', 'small.json', '--agent', 'genetics'], /agent\/unknown.*did you mean "genetic"/],
    [['explore', 'small.json', '--hyper', 'batches=3'], /agent\/unknown-hyperparameter/],
    [['explore', 'small.json', '--hyper', 'batch'], /cli\/no-hyperparameter/],
    [['explore', 'small.json', '--resume'], /cli\/resume-needs-folder/],
    [['explore', 'small.json', '--out', 'nothing', '--resume'], /study\/nothing-to-resume/],
    [['explore', 'smal.json'], /cli\/unknown-study.*did you mean "small.json"/],
    [['explore', 'flightllm.json'], /study\/wrong-kind: this is an experiment/],
    [['explore', 'energy.json'], /study\/not-modelled.*--accept assumed/],
  ];
  for (const [words, message] of wrong) {
    it(`tells what is wrong and exits with 2: ${words.slice(1).join(' ')}`, async () => {
      files({ 'small.json': studyText(), 'energy.json': studyText({ objectives: [{ metric: 'totals.energyJoules', direction: 'minimise' }] }) });
      const { code, out, err } = await archsim(...words);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, message);
    });
  }

  it('lists its studies and problems', async () => {
    const { out } = await archsim('list', 'studies', '--json');
    const names = (JSON.parse(out) as { readonly name: string }[]).map(({ name }) => name);
    for (const name of ['flightllm-u280.json', 'edge-1w.json', 'lut-tensor-core-area.json', 'layer-formats.json', 'zdt1', 'systolic-28nm', 'bit-serial-tiles', 'roofline-devices']) assert.ok(names.includes(name), name);
  });

  it('ends cleanly at Ctrl-C: what it has is written and answered, and can be gone on with', async function () {
    this.timeout(60_000);
    files({ 'small.json': studyText() });
    const words = ['explore', 'small.json', '--budget', '200000', '--hyper', 'batch=64', '--workers', '0', '--baseline', '0', '--out', 'out'];
    let timer: NodeJS.Timeout | undefined;
    const { code, err, out } = await archsimProcess(words, { act: (kill) => { timer = setInterval(() => { if (!existsSync('out/trajectory.jsonl') || readFileSync('out/trajectory.jsonl').length < 1e5) return; clearInterval(timer); kill('SIGINT'); }, 50); } });
    clearInterval(timer);
    assert.equal(code, 130, err);
    assert.match(out, /stopped before its budget of 200000/);
    assert.match(err, /go on with --resume/);
    assert.ok(readFileSync('out/trajectory.jsonl', 'utf8').endsWith('}\n'));
  });
});
