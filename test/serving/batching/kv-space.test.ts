import assert from 'node:assert/strict';
import { memoryUse } from '../../../src/sim/engine/memory-use.js';
import { kvSpace } from '../../../src/serving/batching/kv-space.js';
import { prefixes } from '../../../src/serving/batching/prefixes.js';
import { gpuDeployment } from './deployments.js';

describe('serving: the room for keys and values', () => {
  it('is what simulate counts, in blocks of one token', () => {
    for (const model of ['tinyllama-1.1b', 'gemma-3-1b', 'deepseek-v2-lite', 'mamba-370m']) {
      const { machine, graph, scheme } = gpuDeployment(model);
      const { tokenBytes, stateBytes } = kvSpace(graph, scheme, 1);
      for (const tokens of [1, 100, 511, 512, 513, 5000]) {
        assert.equal(tokenBytes(tokens) + stateBytes, memoryUse(machine, graph, scheme, { batch: 1, promptTokens: tokens, outputTokens: 1, logits: 'last' }).kvCacheBytes, `${model} at ${tokens}`);
      }
    }
  });

  it('is handed out in whole blocks, and in no more than the window of a layer needs', () => {
    const { graph, scheme } = gpuDeployment('gemma-3-1b');
    const [one, space] = [kvSpace(graph, scheme, 1), kvSpace(graph, scheme, 16)];
    assert.equal(space.blockBytes, one.tokenBytes(16));
    assert.equal(space.tokenBytes(17), one.tokenBytes(32));
    assert.equal(space.tokenBytes(0), 0);
    assert.ok(space.tokenBytes(4096) - space.tokenBytes(4080) < space.blockBytes);
  });

  it('keeps beginnings that nobody uses until their room is wanted, the one that was left first going first', () => {
    const kept = prefixes();
    for (const group of [1, 2, 3]) kept.use(group, group * 10);
    kept.use(2, 0);
    assert.equal(kept.evict(), 0);
    kept.leave(3);
    kept.leave(1);
    kept.leave(2);
    assert.equal(kept.idleBytes, 40);
    assert.ok(kept.isUsed(2) && !kept.isUsed(1) && kept.has(1) && !kept.has(4));
    assert.equal(kept.evict(), 30);
    kept.use(1, 0);
    assert.equal(kept.idleBytes, 0);
    assert.equal(kept.evict(), 0);
    kept.leave(1);
    kept.forget(1);
    assert.ok(!kept.has(1));
    assert.equal(kept.idleBytes, 0);
  });
});
