import assert from 'node:assert/strict';
import { graphBytes } from '../../../src/sim/model/graph-bytes.js';
import { bitsPerWeight, bytesOfWeights } from '../../../src/sim/model/quantization.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import type { PresetScheme } from '../../../src/workloads/literature/preset.js';
import { shapedBy } from '../../../src/workloads/literature/shape.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { schemeNamed } from '../../../src/workloads/schemes.js';

const graph = decoderGraph(modelNamed('llama-2-7b')!);
const of = (name: string): PresetScheme => schemeNamed(name)!;

describe('the bytes of a graph', () => {
  it('count matrices that layers share once, in whatever format they are', () => {
    for (const name of ['fp16', 'w4a16-g128', 'w4a8', 'fp8']) {
      const whole = graphBytes(graph, of(name));
      const shared = shapedBy({ ...of(name), sharedBy: 2 }, graph);
      const halved = graphBytes(shared.graph, shared.scheme);
      const head = bytesOfWeights(of(name).weights, 4096 * 32_000);
      assert.equal(halved.linear - head, (whole.linear - head) / 2, name);
      assert.equal(halved.small, whole.small);
    }
  });

  it('count a tied head that has another format than the table as a copy', () => {
    const tied = decoderGraph(modelNamed('gemma-2b')!);
    const [same, other] = [graphBytes(tied, of('fp16')), graphBytes(tied, { ...of('fp16'), overrides: [{ ops: ['lm_head'], weights: of('w4a8').weights }] })];
    assert.equal(other.linear - same.linear, bytesOfWeights(of('w4a8').weights, 2048 * 256_000));
  });

  it('are those of a file where it is known, for any multiple of its weights', () => {
    const format = { ...of('w4a8').weights, stored: { weights: 3 * 7, bytes: 13 } };
    assert.equal(bitsPerWeight(format), (8 * 13) / 21);
    for (const times of [1, 3, 32, 1000]) assert.equal(bytesOfWeights(format, times * 21), times * 13);
  });
});
