import assert from 'node:assert/strict';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { withSidePaths } from '../../src/workloads/side-paths.js';
import { inputOfExample, runExample } from '../kit/fixtures.js';

const scheme = (weights: object) => ({ 'workload.quantization': { name: 'test', weights: { type: 'int4', groupSize: 128, ...weights }, activations: 'fp16', kvCache: 'int8' } });
const on = (file: string, weights: object) => runExample(file, scheme(weights));
const plain = on('gpu.json', {});
const gib = plain.memory.linearWeightBytes;
const linear = (result: ReturnType<typeof runExample>) => result.operators.filter(({ kind, phase }) => kind === 'linear' && phase === 'decode');

describe('a side path of weights', () => {
  it('of outliers as a sparse matrix adds its values with their positions, and its products', () => {
    const result = on('gpu.json', { sidePath: { kind: 'sparse', share: 0.0045 } });
    const bits = result.workload.bitsPerWeight - plain.workload.bitsPerWeight;
    // 16 bits a value and at least 16 of position, on 0.45 % of the weights.
    assert.ok(bits > 0.0045 * 28 && bits < 0.0045 * 40, String(bits));
    const names = linear(result).map(({ name }) => name);
    assert.ok(names.includes('q_proj.sparse') && names.indexOf('q_proj.sparse') !== -1 && names.includes('q_proj'));
    assert.ok(result.totals.latencySeconds! > plain.totals.latencySeconds!);
    // 0.45 % of 4096 inputs are 18 values an output, and no more products than these are made.
    const { flops, k, n } = linear(result).find(({ name }) => name === 'q_proj.sparse')!;
    assert.deepEqual([k, n], [18, 4096]);
    assert.equal(flops * 4096, linear(result).find(({ name }) => name === 'q_proj')!.flops * 18);
    assert.equal(result.workload.parameters, plain.workload.parameters);
  });

  it('of columns takes them out of the main product, so that the MACs stay', () => {
    const result = on('gpu.json', { sidePath: { kind: 'columns', share: 0.01 } });
    const flops = (r: typeof result): number => linear(r).reduce((sum, op) => sum + op.flops, 0);
    assert.equal(flops(result), flops(plain));
    assert.ok(result.memory.linearWeightBytes > gib && result.memory.linearWeightBytes < 1.05 * gib);
    const q = linear(result);
    assert.equal(q.find(({ name }) => name === 'q_proj.columns')!.k! + q.find(({ name }) => name === 'q_proj')!.k!, 4096);
  });

  it('of low rank is two thin products, whose weights are parameters of their own', () => {
    const result = on('gpu.json', { sidePath: { kind: 'low-rank', rank: 32 } });
    const q = linear(result);
    assert.deepEqual(['q_proj.down', 'q_proj.up'].map((name) => { const { k, n } = q.find((op) => op.name === name)!; return [k, n]; }), [[4096, 32], [32, 4096]]);
    const added = 32 * (2 * 4096 * 4 + 3 * (4096 + 11008)) * 32 + 32 * (4096 + 32000);
    assert.equal(result.workload.parameters - plain.workload.parameters, added);
  });

  it('is refused with its reason by a machine that has no arithmetic for it', () => {
    const result = runExample('flightllm.json', { 'workload.quantization': { name: 't', weights: { type: 'int4', groupSize: 128, sidePath: { kind: 'sparse', share: 0.01 } }, activations: 'int8', kvCache: 'int8' } });
    assert.equal(result.feasible, false);
    assert.ok(result.reasons.some(({ code, resource }) => code === 'unsupported-format' && resource.includes('q_proj.sparse in fp16')), JSON.stringify(result.reasons[0]));
  });

  it('changes neither graph nor scheme where there is none', () => {
    const { graph, scheme: same } = inputOfExample('flightllm.json');
    const made = withSidePaths(graph, same);
    assert.equal(made.graph, graph);
    assert.equal(made.scheme, same);
  });
});

describe('groups of fewer bits', () => {
  it('save their bits and cost what names their format', () => {
    const { workload } = on('gpu.json', { narrowGroups: [{ type: 'int3', share: 0.5 }] });
    assert.ok(Math.abs(workload.bitsPerWeight - (plain.workload.bitsPerWeight - 0.5 + 1 / 128)) < 1e-9);
  });

  it('are refused where they are not narrower, too many, or no groups', () => {
    const code = (weights: object): string => {
      try {
        on('gpu.json', weights);
      } catch (error) {
        if (error instanceof InputError) return error.problems[0]!.message;
      }
      return 'none';
    };
    assert.match(code({ narrowGroups: [{ type: 'int8', share: 0.5 }] }), /int8 is no narrower than int4/);
    assert.match(code({ narrowGroups: [{ type: 'int3', share: 0.7 }, { type: 'int2', share: 0.7 }] }), /add up to 1\.4/);
  });
});
