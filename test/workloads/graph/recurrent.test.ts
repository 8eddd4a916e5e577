import assert from 'node:assert/strict';
import { memoryUse } from '../../../src/sim/engine/memory-use.js';
import { emptyWork, workOf } from '../../../src/sim/engine/work.js';
import type { Pass } from '../../../src/sim/model/scenario.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { schemeNamed } from '../../../src/workloads/schemes.js';
import { inputOfExample } from '../../kit/fixtures.js';

const scheme = schemeNamed('fp16')!;
const passOf = (phase: 'prefill' | 'decode', batch: number, queryTokens: number, context: number): Pass => ({ phase, batch, queryTokens, firstContext: context, lastContext: context, logits: 'last' });

/** Elements of the named ops of a layer, and its state traffic. */
function layerWork(name: string, pass: Pass, ops: readonly string[] = []): { readonly elements: number; readonly macs: number; readonly read: number; readonly written: number } {
  const group = decoderGraph(modelNamed(name)!).groups[1]!;
  const work = emptyWork();
  let [elements, macs, read, written] = [0, 0, 0, 0];
  for (const op of group.ops) {
    workOf(op, group, scheme.weights, scheme, pass, pass.lastContext, work);
    if (ops.includes(op.name)) elements += work.vectorElements;
    macs += work.macs;
    read += work.kvReadBytes;
    written += work.kvWriteBytes;
  }
  return { elements, macs, read, written };
}

/** A scan of Mamba as three nested loops, that counts the state elements it goes over. */
function scanned(tokens: number, channels: number, stateSize: number): number {
  let elements = 0;
  for (let t = 0; t < tokens; t++) {
    for (let c = 0; c < channels; c++) {
      // Decay of each state element, its update, and its share of the output.
      for (let n = 0; n < stateSize; n++) elements += 3;
    }
  }
  return elements;
}

describe('a model without attention', () => {
  it('keeps a state of one size whatever the context: D N + D (taps - 1) elements a layer of Mamba', () => {
    const { machine } = inputOfExample('gpu.json');
    const bytes = (name: string, promptTokens: number, batch: number): number => memoryUse(machine, decoderGraph(modelNamed(name)!), scheme, { batch, promptTokens, outputTokens: 9, logits: 'last' }).kvCacheBytes;
    for (const prompt of [1, 100, 5000]) {
      assert.equal(bytes('mamba-2.8b', prompt, 3), 3 * 64 * (5120 * 16 + 5120 * 3) * 2);
      assert.equal(bytes('mamba2-2.7b', prompt, 1), 64 * (5120 * 128 + (5120 + 256) * 3) * 2);
      assert.equal(bytes('mmfreelm-2.7b', prompt, 2), 2 * 32 * 2560 * 2);
    }
  });

  it('reads and writes its state once a step, and in prefill writes it once, however long the prompt', () => {
    const layer = (5120 * 16 + 5120 * 3) * 2;
    for (const context of [2, 3000]) {
      const { read, written } = layerWork('mamba-2.8b', passOf('decode', 4, 1, context));
      assert.deepEqual([read, written], [4 * layer, 4 * layer]);
    }
    for (const prompt of [1, 3000]) {
      const { read, written } = layerWork('mamba-2.8b', passOf('prefill', 4, prompt, prompt));
      assert.deepEqual([read, written], [0, 4 * layer]);
    }
  });

  it('scans as many elements as the loops over tokens, channels and states', () => {
    const { elements } = layerWork('mamba-130m', passOf('prefill', 1, 7, 7), ['ssm_decay', 'ssm_update', 'ssm_output']);
    assert.equal(elements, scanned(7, 1536, 16));
  });

  it('multiplies as much for each token as it has weights in matrices: 2 D H + D (R + 2 N) + R D + D H a layer of Mamba', () => {
    const [h, d, n, r] = [768, 1536, 16, 48];
    assert.equal(layerWork('mamba-130m', passOf('decode', 1, 1, 50)).macs, 2 * d * h + d * (r + 2 * n) + r * d + d * h);
    assert.equal(layerWork('mmfreelm-370m', passOf('decode', 1, 1, 50)).macs, 4 * 1024 * 1024 + 3 * 1024 * 2816);
  });

  it('decodes in the same time at any context', () => {
    const at = (context: number): number => {
      const input = inputOfExample('gpu.json', { 'workload.model': 'mamba-1.4b', 'workload.quantization': 'fp16' });
      const graph = decoderGraph(modelNamed('mamba-1.4b')!);
      let bytes = 0;
      const work = emptyWork();
      for (const group of graph.groups) {
        for (const op of group.ops) {
          workOf(op, group, input.scheme.weights, input.scheme, passOf('decode', 1, 1, context), context, work);
          bytes += group.repeat * (work.weightBytes + work.kvReadBytes + work.kvWriteBytes + work.inputBytes + work.outputBytes);
        }
      }
      return bytes;
    };
    assert.equal(at(10), at(100_000));
  });
});
