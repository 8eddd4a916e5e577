import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasRedis, redisServer, type RedisServer } from '../gym/executors/redis-server.js';
import { studyText } from '../gym/study/small-study.js';
import { repositoryRoot } from '../kit/fixtures.js';
import { archsim, archsimProcess, inEmptyFolder, type ProcessOutcome } from './session.js';

describe('archsim explore --queue', function () {
  this.timeout(60_000);
  const files = inEmptyFolder();
  let server: RedisServer | undefined;

  before(async function () {
    if (!hasRedis) return this.skip();
    server = await redisServer();
  });
  after(() => server?.end());

  /** A worker process that lives while `body` runs. */
  async function withWorker(words: readonly string[], body: () => Promise<void>): Promise<ProcessOutcome> {
    let end: () => void = () => undefined;
    const worker = archsimProcess(['worker', '--queue', server!.url, ...words], { act: (kill) => { end = (): void => { kill('SIGTERM'); }; } });
    try {
      await body();
    } finally {
      end();
    }
    return worker;
  }

  it('has the trajectory and the answer of a search without, by a worker that has none of the files', async () => {
    mkdirSync('here');
    files({ 'here/small.json': studyText({ experiment: './base.json' }), 'here/base.json': readFileSync(`${repositoryRoot()}/examples/flightllm.json`) });
    const words = ['explore', 'here/small.json', '--agent', 'genetic', '--hyper', 'population=20', '--budget', '120', '--baseline', '50'];
    const plain = await archsim(...words, '--out', 'plain');
    assert.equal(plain.code, 0, plain.err);
    mkdirSync('elsewhere');
    const home = process.cwd();
    process.chdir('elsewhere');
    const { code, err } = await withWorker(['--workers', '2'], async () => {
      process.chdir(home);
      const queued = await archsim(...words, '--queue', server!.url, '--out', 'queued');
      assert.equal(queued.code, 0, queued.err);
      assert.equal(readFileSync('queued/trajectory.jsonl', 'utf8'), readFileSync('plain/trajectory.jsonl', 'utf8'));
      assert.equal(queued.out.replace(/ in [\d.e-]+ s/, ''), plain.out.replace(/ in [\d.e-]+ s/, ''));
    });
    assert.equal(code, 0, err);
    assert.match(err, /working for redis:\/\/127\.0\.0\.1:\d+ with 2 threads\n/);
    assert.match(err, /evaluated \d+ designs in \d+ pieces\n$/);
  });

  it('ends a worker that has had nothing to do for as long as it was told', async () => {
    const { code, err } = await archsimProcess(['worker', '--queue', server!.url, '--idle', '1', '--workers', '1']);
    assert.equal(code, 0, err);
    assert.match(err, /evaluated 0 designs in 0 pieces/);
  });

  it('says what to install where the packages of the queue are not there, and goes without them otherwise', async () => {
    files({ 'small.json': studyText(), 'hide.mjs': 'export const resolve = (name, context, next) => { if (/^(bullmq|ioredis)$/.test(name)) throw Object.assign(new Error(name), { code: "ERR_MODULE_NOT_FOUND" }); return next(name, context); };' });
    writeFileSync('register.mjs', `import { register } from 'node:module';\nregister(${JSON.stringify(new URL(`file://${resolve('hide.mjs')}`).href)});\n`);
    const node = ['--import', new URL(`file://${resolve('register.mjs')}`).href];
    for (const words of [['explore', 'small.json', '--queue', server!.url], ['worker', '--queue', server!.url]]) {
      const { code, err } = await archsimProcess(words, { node });
      assert.equal(code, 2, err);
      assert.match(err, /queue\/not-installed: .*; npm install bullmq@6\.7\.0 ioredis@6\.0\.0\n$/);
    }
    assert.equal((await archsimProcess(['explore', 'small.json', '--budget', '10', '--baseline', '0'], { node })).code, 0);
  });
});

describe('the address of a queue', () => {
  const files = inEmptyFolder();
  const wrong: readonly (readonly [words: readonly string[], message: RegExp])[] = [
    [['explore', 'small.json', '--queue', 'localhost:6379'], /queue\/bad-url/],
    [['explore', 'small.json', '--queue', 'redis://127.0.0.1:1'], /queue\/unreachable: no Redis answers at redis:\/\/127\.0\.0\.1:1/],
    [['explore', 'small.json', '--queue', 'redis://127.0.0.1:1', '--workers', '3'], /cli\/option-of-workers: --workers/],
    [['worker'], /cli\/worker-needs-queue/],
    [['worker', '--queue', 'redis://127.0.0.1:1', '--workers', '0'], /cli\/not-a-count/],
  ];
  for (const [words, message] of wrong) {
    it(`is looked at before anything else: ${words.join(' ')}`, async () => {
      files({ 'small.json': studyText() });
      const { code, out, err } = await archsim(...words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    });
  }
});
