import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bucketOf, compiledPhase, compiledPrograms, flightllmBuckets } from '../../../../src/arch/dsp-chain/program/compiled.js';
import { passSize, type ProgramSize } from '../../../../src/arch/dsp-chain/program/size.js';
import { decodePass } from '../../../../src/sim/model/scenario.js';
import { experimentAt } from '../pass-programs.js';

/** Programs that grow with their length. */
const growing = (phase: 'prefill' | 'decode', tokens: number): ProgramSize => ({ instructions: tokens, bytes: (phase === 'prefill' ? 40 : 20) * tokens });

describe('length-adaptive compilation', function () {
  this.timeout(20_000);

  it('makes one program for each bucket, of its longest length', () => {
    assert.deepEqual(compiledPhase('decode', 64, 16, growing), { programs: 4, instructions: 16 + 32 + 48 + 64, bytes: 20 * 160 });
    assert.deepEqual(compiledPhase('prefill', 100, 64, growing), { programs: 2, instructions: 164, bytes: 40 * 164 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 64 }), (longest, bucket) => {
      const used = new Set(Array.from({ length: longest }, (_, i) => bucketOf(i + 1, bucket, longest)));
      const lengths: number[] = [];
      assert.equal(compiledPhase('decode', longest, bucket, (_, tokens) => { lengths.push(tokens); return growing('decode', tokens); }).programs, used.size);
      assert.deepEqual(lengths, [...used]);
    }));
  });

  it('saves what the programs of the other lengths would take', () => {
    const { bucketed, everyLength } = compiledPrograms({ longest: 2048, ...flightllmBuckets }, growing);
    assert.equal(bucketed.programs, 128 + 16);
    assert.equal(everyLength.programs, 2 * 2048);
    assert.equal(everyLength.bytes, (60 * 2048 * 2049) / 2);
    assert.equal(bucketed.bytes, 40 * 128 * ((16 * 17) / 2) + 20 * 16 * ((128 * 129) / 2));
  });

  it('stores the decode programs of one core for Llama-2-7B in 0.39 GB', () => {
    const { input: { machine, scheme, scenario }, tasks } = experimentAt('flightllm-vhk158.json', 'decode', 144);
    const compiled = tasks.filter(({ op }) => op.kind !== 'embedding');
    const stored = compiledPhase('decode', 2048, flightllmBuckets.decodeBucket, (_, tokens) => passSize(machine, compiled, scheme, decodePass({ ...scenario, promptTokens: tokens - 1, outputTokens: 2 })!, tokens, 1));
    assert.deepEqual([stored.programs, Math.round(stored.bytes / 1e6)], [128, 393]);
  });
});
