import assert from 'node:assert/strict';
import { searchCascade } from '../../../src/sim/engine/mapper/fusion.js';
import { accelforge } from '../../../src/validation/accelforge/accelforge.js';
import { decoderLayer } from '../../../src/validation/accelforge/layers.js';
import { peerRules, tpuV4i } from '../../../src/validation/accelforge/machines.js';
import { workloadOf } from '../../../src/validation/accelforge/workloads.js';
import type { Cascade } from '../../../src/sim/engine/mapper/cascade.js';
import { referenceTable } from '../../kit/fixtures.js';

interface Row {
  readonly id: string;
  readonly architecture: string;
  readonly workload: string;
  readonly mode: string;
  readonly metric: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly energy: number;
  readonly latency: number;
}
const { rows } = referenceTable('mapper-optimal.json') as { readonly rows: readonly Row[] };
const described = rows.filter(({ architecture }) => ['simple', 'snowcat', 'tpu_v4i'].includes(architecture));

/** The row without what the peer answered. */
function question({ id, architecture, workload, mode, metric, parameters }: Row): Readonly<Record<string, unknown>> {
  return { id, architecture, workload, mode, metric, parameters };
}

function answersTo(row: Readonly<Record<string, unknown>>): { readonly energy: number; readonly latency: number } {
  const outcome = accelforge.simulate('rows', row, 'analytic');
  assert.equal(outcome.kind, 'simulated', JSON.stringify(outcome));
  return (outcome as unknown as { answers: { energy: number; latency: number } }).answers;
}

describe('validation of AccelForge', () => {
  it('is never worse than a published mapping on the metric that the row names', () => {
    for (const row of described) {
      const { energy, latency } = answersTo(question(row));
      const [ours, theirs] = row.metric === 'energy' ? [energy, row.energy] : [energy * latency, row.energy * row.latency];
      assert.ok(ours <= theirs * (1 + 1e-6), `${row.id}: ${ours} against ${theirs}`);
      assert.ok(ours >= theirs * 0.99, `${row.id}: ${ours} is suspiciously far below ${theirs}`);
    }
  });

  it('gives the published energy and latency themselves where loops may only divide', () => {
    for (const row of described.filter(({ architecture }) => architecture === 'tpu_v4i')) {
      const { optimum } = searchCascade(tpuV4i, workloadOf(row.workload, row.parameters) as Cascade, {
        objective: 'energy-delay', rules: { ...peerRules, loopPieces: 'dividing' }, fusion: row.mode === 'fused' ? 'one-loop' : 'none',
      });
      assert.ok(Math.abs(optimum!.energy / row.energy - 1) < 1e-7 && Math.abs(optimum!.seconds / row.latency - 1) < 1e-7, row.id);
    }
  });

  it('answers combinations that are in no row, fused never worse than unfused', () => {
    const ask = (architecture: string, workload: string, mode: string, parameters: object): number => {
      const { energy, latency } = answersTo({ architecture, workload, mode, metric: architecture === 'snowcat' ? 'energy' : 'energy*delay', parameters });
      return architecture === 'snowcat' ? energy : energy * latency;
    };
    const prefill = { BATCH_SIZE: 1, DECODE: false, N_NEW_TOKENS: 256 };
    const decode = { BATCH_SIZE: 1, DECODE: true, N_NEW_TOKENS: 1, N_CACHED_TOKENS: 511 };
    for (const workload of ['gpt3_6.7B', 'llama3_8B', 'qwen3_8B', 'qwen3_30B_A3B', 'mixtral8x22B', 'deepseek_v3_671B', 'llama4_scout', 'llama4_maverick', 'mamba']) {
      for (const parameters of [prefill, decode]) assert.ok(ask('snowcat', workload, 'fused', parameters) < ask('snowcat', workload, 'unfused', parameters), workload);
    }
    assert.ok(ask('tpu_v4i', 'llama3_8B', 'fused', decode) < ask('tpu_v4i', 'llama3_8B', 'unfused', decode));
    assert.ok(ask('tpu_v4i', 'matmuls', 'fused', {}) < ask('tpu_v4i', 'matmuls', 'unfused', {}));
    assert.ok(ask('simple', 'matmuls', 'fused', { N_EINSUMS: 3, M: 100, KN: 7 }) <= ask('simple', 'matmuls', 'unfused', { N_EINSUMS: 3, M: 100, KN: 7 }));
  });

  it('proves the optimum of a fused decoder layer with few operators searched, since floors come first', () => {
    const llama = { hidden: 4096, kvHeads: 32, queriesPerKv: 1, headDim: 128, feedForward: { kind: 'gated', size: 11008 }, bits: 16 } as const;
    const layers: readonly (readonly [Cascade, number, number])[] = [
      [decoderLayer('llama-2-7b', llama, { batch: 1, tokens: 2048, context: null }), 0.0019546729517495526, 70],
      [decoderLayer('llama-2-7b', llama, { batch: 1, tokens: 1, context: 2048 }), 0.000017708510670800315, 20],
      [workloadOf('gpt3_175B', { N_NEW_TOKENS: 2048 }) as Cascade, 0.06571550104262293, 140],
    ];
    for (const [layer, energyDelay, most] of layers) {
      const { value, gap, searches } = searchCascade(tpuV4i, layer, { objective: 'energy-delay', rules: peerRules, fusion: 'one-loop' });
      assert.ok(Math.abs(value / energyDelay - 1) < 1e-12 && gap === 0 && searches <= most, `${layer.name}: ${value}, ${searches} searches`);
    }
  });

  it('keeps a whole layer on chip where nothing limits it: weights, the input once, the output once', () => {
    const { energy } = answersTo({ architecture: 'snowcat', workload: 'gpt3_6.7B', mode: 'fused', metric: 'energy', parameters: { BATCH_SIZE: 1, DECODE: false, N_NEW_TOKENS: 256 } });
    assert.equal(energy, 16 * (12 * 4096 ** 2 + 2 * 256 * 4096));
  });

  it('says what it does not model', () => {
    const row = question(described[0]!);
    const reason = (changes: object): string => {
      const outcome = accelforge.simulate('rows', { ...row, ...changes }, 'analytic');
      assert.equal(outcome.kind, 'not-modelled');
      return outcome.kind === 'not-modelled' ? outcome.reason : '';
    };
    assert.match(reason({ architecture: 'eyeriss' }), /two or three digits/);
    assert.match(reason({ architecture: 'x' }), /not described/);
    assert.match(reason({ workload: 'toString' }), /not one whose definition is known/);
    assert.match(reason({ mode: 'half' }), /not known/);
    assert.match(reason({ workload: 'gpt3_6.7B', parameters: {} }), /N_NEW_TOKENS is missing/);
    assert.match(reason({ workload: 'llama4_scout', parameters: { ATTENTION_TYPE: 'chunked_local', N_NEW_TOKENS: 8 } }), /attention type/);
  });
});
