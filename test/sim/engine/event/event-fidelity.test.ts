import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { timelineOf, opTrack } from '../../../../src/sim/engine/event/timeline.js';
import { perfettoTrace } from '../../../../src/reports/perfetto.js';
import { simulate } from '../../../../src/sim/engine/simulate.js';
import { experimentExamples, inputOfExample, runExample } from '../../../kit/fixtures.js';

const tiled = experimentExamples().filter((file) => inputOfExample(file).machine.tiled !== null);

describe('the event fidelity', () => {
  for (const file of tiled) {
    it(`differs by less than 5 % from the closed form, and is never below the lower bound: ${file}`, () => {
      const analytic = runExample(file, { fidelity: 'analytic' });
      const event = runExample(file, { fidelity: 'event' });
      const ratio = event.totals.latencySeconds! / analytic.totals.latencySeconds!;
      assert.ok(Math.abs(ratio - 1) < 0.05, `${ratio}`);
      for (const phase of [event.phases.prefill!, event.phases.decode!]) {
        assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
        const { compute, memory, vector, overhead } = phase.boundBy;
        assert.ok(Math.abs(compute + memory + vector + overhead - phase.latencySeconds) <= 1e-9 * phase.latencySeconds);
      }
      assert.equal(event.phases.decode!.dramBytes, analytic.phases.decode!.dramBytes);
    });
  }

  it('tells why units stand still, which the closed form does not', () => {
    const { phases } = runExample('systolic.json', { fidelity: 'event' });
    const { array, load } = phases.decode!.stallSeconds!;
    // One token a step: the array waits for weights nearly all the time, the loader hardly ever for a free slot.
    assert.ok(array.memory > 0.4 * phases.decode!.latencySeconds && load.buffer < 0.2 * phases.decode!.latencySeconds);
    assert.equal(runExample('systolic.json', { fidelity: 'analytic' }).phases.decode!.stallSeconds, null);
  });

  it('takes as long for Llama-2-70B at 128k tokens as for a short prompt, give or take: what repeats is skipped', () => {
    const started = process.cpuUsage();
    const result = runExample('systolic.json', {
      fidelity: 'event', 'workload.model': 'llama-2-70b', 'workload.scenario.promptTokens': 131072 - 1024, 'workload.scenario.outputTokens': 1024,
      'architecture.device.memories.dram.capacity': '1 TB',
    });
    assert.equal(result.feasible, true);
    const { user, system } = process.cpuUsage(started);
    assert.ok((user + system) / 1e6 < 20, `${(user + system) / 1e6} s`);
  }).timeout(60_000);

  it('gives the same digits in two workers at once as here', async () => {
    const here = JSON.stringify(simulate(inputOfExample('flightllm.json', { fidelity: 'event' })));
    const source = `import('node:worker_threads').then(async ({ parentPort }) => {
      const { simulate } = await import(${JSON.stringify(new URL('../../../../src/sim/engine/simulate.js', import.meta.url).href)});
      const { inputOfExample } = await import(${JSON.stringify(new URL('../../../kit/fixtures.js', import.meta.url).href)});
      parentPort.postMessage(JSON.stringify(simulate(inputOfExample('flightllm.json', { fidelity: 'event' }))));
    });`;
    const answers = await Promise.all([0, 1].map(async () => new Promise((resolve, reject) => {
      new Worker(source, { eval: true }).once('message', resolve).once('error', reject);
    })));
    assert.deepEqual(answers, [here, here]);
  }).timeout(20_000);
});

describe('a timeline', () => {
  for (const file of tiled) {
    it(`has one thing at a time on each unit, and a size that does not grow with the run: ${file}`, () => {
      const slices = timelineOf(inputOfExample(file));
      const ends = new Map<string, number>();
      for (const { track, startSeconds, seconds, label } of slices) {
        if (track === opTrack) continue;
        assert.ok(startSeconds >= (ends.get(track) ?? 0) * (1 - 1e-12), `${track}: ${label} at ${startSeconds} before ${ends.get(track)}`);
        ends.set(track, startSeconds + seconds);
      }
      const longer = timelineOf(inputOfExample(file, { 'workload.scenario.outputTokens': 1000 }));
      assert.equal(longer.length, slices.length);
      assert.ok(slices.length > 20 && slices.length < 60_000, `${slices.length}`);
    });
  }

  it('takes as long as the prefill of the result, and a step of its decode', () => {
    const input = inputOfExample('ternary.json', { fidelity: 'event', 'workload.scenario.outputTokens': 2 });
    const slices = timelineOf(input);
    const end = Math.max(...slices.map((slice) => slice.startSeconds + slice.seconds));
    const total = simulate(input).totals.latencySeconds!;
    assert.ok(Math.abs(end - total) <= 1e-9 * total, `${end} against ${total}`);
  });

  it('is a trace that Perfetto opens: a process, named threads, complete events in microseconds', () => {
    const slices = timelineOf(inputOfExample('flightllm.json'));
    const trace = JSON.parse(perfettoTrace([{ name: 'one', slices }, { name: 'two', slices: [] }])) as { traceEvents: { ph: string; pid: number; tid?: number; ts?: number; dur?: number; name: string; args: Record<string, unknown> }[] };
    const complete = trace.traceEvents.filter(({ ph }) => ph === 'X');
    assert.equal(complete.length, slices.length);
    const threads = new Map(trace.traceEvents.filter(({ name }) => name === 'thread_name').map(({ tid, args }) => [tid, args['name']]));
    complete.forEach(({ tid, ts, dur }, i) => {
      assert.equal(threads.get(tid), slices[i]!.track);
      assert.equal(ts, slices[i]!.startSeconds * 1e6);
      assert.equal(dur, slices[i]!.seconds * 1e6);
    });
    assert.deepEqual(trace.traceEvents.filter(({ name }) => name === 'process_name').map(({ args }) => args['name']), ['one', 'two']);
  });
});
