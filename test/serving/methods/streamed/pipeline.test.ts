import assert from 'node:assert/strict';
import fc from 'fast-check';
import { blocksOf, coldPassSeconds, innerSeconds, serialSeconds, turnSeconds, type Stage } from '../../../../src/serving/methods/streamed/pipeline.js';
import { bytesAway, residentShare, slotBytes } from '../../../../src/serving/methods/streamed/resident-share.js';
import { streamedTimes } from '../../../../src/serving/methods/streamed/streamed.js';
import { stagesOf, weightStreamOf } from '../../../../src/serving/methods/streamed/weight-stream.js';
import { decodeRun, promptPass } from '../../../../src/serving/methods/request.js';
import { answer, figureOf, plainRun, settingOf } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.max(1e-30, Math.abs(b)), `${a} is not ${b}`); };
const stage = fc.record({ loadSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })), workSeconds: fc.integer({ min: 0, max: 30 }) });

/** Loads and works one event after the other: a load begins when the one before has come and the work of the streamed piece before has begun; a work when its load has come. */
function events(stages: readonly Stage[]): number {
  let [loaded, begun, worked] = [0, 0, 0];
  for (const { loadSeconds, workSeconds } of stages) {
    if (loadSeconds > 0) {
      loaded = Math.max(loaded, begun) + loadSeconds;
      begun = Math.max(worked, loaded);
      worked = begun + workSeconds;
    } else worked += workSeconds;
  }
  return worked;
}

describe('a pass whose weights are streamed', () => {
  it('takes what its loads and works take event by event', () => {
    fc.assert(fc.property(fc.array(stage, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 40 }), (stages, ahead) => {
      assert.equal(coldPassSeconds(blocksOf(stages), ahead), events([{ loadSeconds: 0, workSeconds: ahead }, ...stages]));
    }));
  });

  it('takes so too with passes one behind the other', () => {
    fc.assert(fc.property(fc.array(stage, { minLength: 1, maxLength: 8 }).filter((stages) => stages.some(({ loadSeconds }) => loadSeconds > 0)), fc.integer({ min: 1, max: 6 }), (stages, passes) => {
      const blocks = blocksOf(stages);
      const found = coldPassSeconds(blocks) + (passes - 1) * (turnSeconds(blocks, blocks.before) + innerSeconds(blocks));
      assert.equal(found, events(Array.from({ length: passes }, () => stages).flat()));
    }));
  });

  it('is never shorter than its loads or its works, nor longer than both in turns', () => {
    fc.assert(fc.property(fc.array(stage, { minLength: 1, maxLength: 12 }), (stages) => {
      const found = coldPassSeconds(blocksOf(stages));
      assert.ok(found <= serialSeconds(stages));
      for (const of of ['loadSeconds', 'workSeconds'] as const) assert.ok(found >= stages.reduce((sum, one) => sum + one[of], 0));
    }));
  });

  it('has the steps of a request one by one', () => {
    const { deployment } = settingOf({ model: 'tinyllama-1.1b' });
    const stream = weightStreamOf(deployment);
    for (const bytesPerSecond of [3e9, 1.5e12, 2e12, 9e12]) {
      const link = { bytesPerSecond, latencySeconds: 1e-6 };
      const request = { batch: 2, promptTokens: 500, outputTokens: 300 };
      const all = [stagesOf(stream, promptPass(2, 500), 0.5, link)];
      for (let context = 501; context < 800; context++) all.push(stagesOf(stream, decodeRun(2, context, 1)!, 0.5, link));
      const overlapped = streamedTimes(deployment, stream, request, 0.5, link, 'layers');
      close(overlapped.firstSeconds, events(all[0]!));
      close(overlapped.firstSeconds + overlapped.restSeconds, events(all.flat()));
      const serial = streamedTimes(deployment, stream, request, 0.5, link, 'none');
      close(serial.firstSeconds + serial.restSeconds, serialSeconds(all.flat()));
    }
  });
});

describe('weights that do not fit', () => {
  it('leave as much resident as fits beside the slots', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 40_000 }), (pieces, largestBytes, room) => {
      const stream = { groups: [], streamableBytes: pieces * largestBytes, largestBytes };
      const share = residentShare(stream, room);
      if (share === null) assert.ok(2 * largestBytes > room && stream.streamableBytes > room);
      else assert.ok(share >= 0 && share <= 1 && stream.streamableBytes - bytesAway(stream, share) + slotBytes(stream, share) <= room);
    }));
  });

  it('come in every pass: 70B in FP16 on 80 GB needs the seconds of its link for each token', () => {
    const setting = settingOf({ model: 'llama-2-70b' });
    const found = answer({ kind: 'streamed', promptTokens: 100, outputTokens: 20, link: { bandwidth: '25 GB/s' } }, setting);
    assert.equal(found.memory.fits, true);
    const held = found.memory.weightBytes + found.memory.kvCacheBytes + found.memory.activationBytes + found.memory.others['slots for streamed layers']!;
    close(held, found.memory.capacityBytes!, 1e-6);
    assert.equal(plainRun({ model: 'llama-2-70b' }, { promptTokens: 100, outputTokens: 20 }).memory.fits, false);
    close(found.totals.secondsPerOutputToken!, figureOf(found, 'linkSecondsPerPass'), 0.01);
    assert.ok(found.totals.secondsPerOutputToken! >= figureOf(found, 'linkSecondsPerPass') * (1 - 1e-3));
    // A batch takes its weights together.
    const batch = answer({ kind: 'streamed', batch: 16, promptTokens: 100, outputTokens: 20, link: { bandwidth: '25 GB/s' } }, setting);
    assert.ok(batch.totals.tokensPerSecond! > 14 * found.totals.tokensPerSecond!);
  });

  it('do not run where not even the slots fit, nor over a link of nothing', () => {
    const { reasons, totals } = answer({ kind: 'streamed', promptTokens: 100, outputTokens: 2, residentShare: 0.9, link: { bandwidth: '25 GB/s' } }, settingOf({ model: 'llama-2-70b' }));
    assert.match(reasons[0]!, /the memory holds/);
    assert.equal(totals.latencySeconds, null);
    assert.throws(() => answer({ kind: 'streamed', promptTokens: 100, outputTokens: 2, link: { bandwidth: '0 GB/s' } }), /must be a positive bandwidth/);
  });
});
