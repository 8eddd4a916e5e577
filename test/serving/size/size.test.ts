import assert from 'node:assert/strict';
import { parseDocument } from '../../../src/sim/core/document.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { least } from '../../../src/serving/size/least.js';
import { size } from '../../../src/serving/size/size.js';
import { architectureOf, scenarioText, type ServeOptions } from '../serve.js';

const one = { kind: 'calls', calls: [{ name: 'chat', promptTokens: 1000, outputTokens: 100 }] };
const sized = (targets: object, options: ServeOptions = {}, scenario: object = one) =>
  size(parseDocument(scenarioText(scenario, options, { targets }), 'size.json'), { open: () => { throw new Error('no files'); }, mostDevices: 1 });

describe('least', () => {
  it('is enough, and 0.02 % less is not', () => {
    for (const border of [3e-5, 0.37, 1, 812.5]) {
      const found = least((x) => x >= border)!;
      assert.ok(found >= border && found * 0.9998 < border);
    }
    assert.equal(least(() => false), null);
  });
});

describe('size', () => {
  it('meets the targets with its answer, and misses them with 1 % less of each resource that binds', () => {
    const answer = sized({ firstTokenSeconds: 0.05, latencySeconds: 0.6 });
    assert.ok(answer.targets.every(({ isMet }) => isMet));
    assert.equal(answer.result!.feasible, true);
    for (const { name, binds, floor, least: enough } of answer.resources!) {
      assert.ok(binds.length > 0, `${name} binds`);
      assert.ok(floor <= enough * (1 + 1e-9), `${name} has no floor above its least`);
    }
    assert.deepEqual(answer.resources!.find(({ name }) => name === 'memory')!.binds.includes('memory'), true);
  });

  it('is the same on the machine that it asks for', () => {
    const targets = { firstTokenSeconds: 0.05, latencySeconds: 0.6 };
    const [bandwidth, compute, memory] = sized(targets).resources!.map((resource) => resource.least);
    const device = (share: { bandwidth?: number; compute?: number; memory?: number }) => ({
      name: 'least', type: 'gpu', sources: ['sized'],
      memories: { dram: { capacity: Math.ceil(memory! * (share.memory ?? 1)), bandwidth: bandwidth! * (share.bandwidth ?? 1) } }, peaks: { fp16: compute! * (share.compute ?? 1) },
    });
    const misses = (share: { bandwidth?: number; compute?: number; memory?: number }): readonly string[] => sized(targets, { device: device(share) }).devicesAsGiven.tried[0]!.missed;
    assert.deepEqual(misses({}), []);
    assert.ok(misses({ bandwidth: 0.99 }).length > 0 && misses({ compute: 0.99 }).length > 0 && misses({ memory: 0.99 }).length > 0);
  });

  it('needs one device where one is enough, and says by what it fails where it is not', () => {
    assert.equal(sized({ latencySeconds: 10 }).devicesAsGiven.devices, 1);
    const slow = sized({ latencySeconds: 0.01 });
    assert.equal(slow.devicesAsGiven.devices, null);
    assert.deepEqual(slow.devicesAsGiven.tried[0]!.missed, ['latencySeconds']);
    const large = sized({ latencySeconds: 100 }, { model: 'llama-2-70b' });
    assert.deepEqual(large.devicesAsGiven.tried[0]!.missed.includes('memory'), true);
  });

  it('says so where nothing is fast enough: a tool takes its time', () => {
    const answer = sized({ latencySeconds: 0.4 }, {}, { kind: 'calls', calls: [{ name: 'agent', promptTokens: 100, outputTokens: 10, toolSeconds: 0.5 }] });
    assert.equal(answer.resources, null);
    assert.match(answer.reasons[0]!, /latencySeconds/);
  });

  it('goes on where a scenario takes no platform of some shape: no pipeline, or no devices but its own', () => {
    const request = { promptTokens: 1000, outputTokens: 100 };
    for (const scenario of [{ kind: 'layer-path', path: { kind: 'skipped', layers: 2 }, ...request }, { kind: 'finetune', tokens: 512 }]) {
      const answer = size(parseDocument(scenarioText(scenario, {}, { targets: { latencySeconds: 1e-9 }, platform: { link: { bandwidth: '100 GB/s' } } }), 'size.json'), { open: () => { throw new Error('no files'); }, mostDevices: 2 });
      assert.equal(answer.devicesAsGiven.devices, null);
      assert.equal(answer.devicesAsGiven.tried[0]!.devices, 1);
    }
  });

  it('needs the memory that a machine holds, not what it keeps on its chip', () => {
    const answer = sized({ latencySeconds: 1 }, { architecture: architectureOf('systolic.json'), quantization: 'int8' });
    const [memory] = answer.resources!.filter(({ name }) => name === 'memory');
    assert.deepEqual([answer.result!.memory.fits, memory!.binds], [true, ['memory']]);
    assert.equal(memory!.least, answer.result!.memory.heldBytes);
  });

  it('asks for a target', () => {
    assert.throws(() => sized({}), (error) => error instanceof InputError && error.problems[0]!.code === 'size/no-target');
  });
});
