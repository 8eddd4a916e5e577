import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codebook } from '../../../src/arch/codebook/family.js';
import { codebookLoadCycles, decodedCycles, fp16Cycles, fusedCycles, lookupCycles, type KernelMachine } from '../../../src/arch/codebook/kernels.js';
import { chipOf } from '../../../src/arch/codebook/chips.js';
import { buildCodebook } from '../../../src/arch/codebook/machine.js';
import type { CodebookParameters } from '../../../src/arch/codebook/spec.js';
import { schemeFromInput } from '../../../src/experiment/scheme-input.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { dataType, dataTypes } from '../../../src/sim/model/datatype.js';
import type { Device } from '../../../src/sim/model/device.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { example } from '../../kit/fixtures.js';

const a100 = deviceNamed('a100-sxm-80gb')!;
const rtx4090 = deviceNamed('rtx-4090')!;
const vq2: CodebookParameters = { vectorLength: 8, codebooks: [65536] };
const aqlm: CodebookParameters = { vectorLength: 8, codebooks: [256, 256] };

interface Example { readonly workload: { readonly quantization: Parameters<typeof schemeFromInput>[0] }; readonly architecture: { readonly parameters: CodebookParameters } }
const { workload, architecture } = example('codebook.json').value as Example;

function run(p: CodebookParameters, input: object = {}, device: Device = a100, batch = 1, fidelity: 'roofline' | 'analytic' = 'analytic'): SimulationResult {
  const scheme = schemeFromInput({ ...workload.quantization, ...input }, '');
  return simulate({ name: 'x', graph: decoderGraph(modelNamed('llama-2-7b')!), scheme, scenario: { batch, promptTokens: 64, outputTokens: 16, logits: 'last' }, machine: buildCodebook(p, device, {}), fidelity, digests: {}, version: '0', warnings: [] });
}

const kernels = (changes: Partial<KernelMachine> = {}): KernelMachine => ({
  chip: chipOf(a100)!, codebooks: { vectorLength: 8, entries: [65536] }, residency: 'l2', tile: 256, gatherSectors: 1, dramBytesPerCycle: 1000, tensorMacsPerCycle: 100_000, ...changes,
});

describe('kernels that look weights up', () => {
  it('are a sector a cycle and multiprocessor for each vector in the L2 cache: 4096 x 4096 weights by hand', () => {
    const lookups = (4096 * 4096) / 8;
    assert.equal(lookupCycles(kernels(), 4096, 4096), lookups / 108);
    assert.equal(lookupCycles(kernels({ gatherSectors: 4 }), 4096, 4096), (lookups * 32) / 5120);
    assert.equal(codebookLoadCycles(kernels()), 2 ** 20 / 1000);
    const activations = (2 * 4096 * 4096) / (128 * 108);
    assert.equal(fusedCycles(kernels(), 1, 4096, 4096), Math.ceil(2 ** 20 / 1000 + lookups / 108 + activations));
    assert.equal(fp16Cycles(kernels(), 1, 4096, 4096), Math.ceil((16 * 4096 * 4096) / 100_000));
  });

  it('decode again for every token where they are fused, and once where weights are decoded before', () => {
    const k = kernels();
    assert.ok(fusedCycles(k, 4, 4096, 4096) > 3.5 * fusedCycles(k, 1, 4096, 4096));
    assert.ok(decodedCycles(k, 16, 4096, 4096, 0) === decodedCycles(k, 1, 4096, 4096, 0));
    assert.ok(fusedCycles(k, 1, 4096, 4096) < decodedCycles(k, 1, 4096, 4096, 0));
    assert.ok(fusedCycles(k, 64, 4096, 4096) > decodedCycles(k, 64, 4096, 4096, 0));
  });

  it('are slower the farther the codebooks are', () => {
    const cycles = (residency: KernelMachine['residency']): number => lookupCycles(kernels({ residency, codebooks: { vectorLength: 8, entries: [4096] } }), 1024, 1024);
    assert.ok(cycles('shared') < cycles('l2') && cycles('l2') < cycles('memory'));
  });
});

describe('the codebook machine', () => {
  it('runs its example and others above the lower bound', () => {
    for (const [p, device] of [[architecture.parameters, rtx4090], [vq2, a100], [aqlm, a100], [{ ...aqlm, kernel: 'decoded' }, rtx4090], [{ ...vq2, codebookIn: 'memory' }, a100]] as const) {
      for (const batch of [1, 40]) {
        for (const fidelity of ['roofline', 'analytic'] as const) {
          const { phases, reasons } = run(p, {}, device, batch, fidelity);
          assert.deepEqual(reasons, []);
          for (const phase of [phases.prefill!, phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
        }
      }
    }
  });

  it('decodes faster from two codebooks of 256 than from one of 65536, which are bound by look-ups in the L2 cache', () => {
    const [small, large] = [run(aqlm), run(vq2)];
    assert.ok(small.phases.decode!.tokensPerSecond > 1.5 * large.phases.decode!.tokensPerSecond);
    assert.equal(large.phases.decode!.bindingResource, 'look-ups (l2)');
  });

  it('takes the faster kernel unless told otherwise', () => {
    for (const phase of ['prefill', 'decode'] as const) {
      const seconds = (kernel: NonNullable<CodebookParameters['kernel']>): number => run({ ...vq2, kernel }).phases[phase]!.latencySeconds;
      assert.ok(Math.abs(seconds('best') - Math.min(seconds('fused'), seconds('decoded'))) <= 1e-6 * seconds('best'));
    }
  });

  it('never beats the peak, and never takes fewer cycles for more', () => {
    const size = fc.integer({ min: 1, max: 3000 });
    for (const p of [vq2, aqlm, { ...vq2, kernel: 'fused' } as const]) {
      const machine = buildCodebook(p, a100, {});
      for (const mode of machine.tiled!.modes) {
        fc.assert(fc.property(size, size, size, fc.integer({ min: 0, max: 200 }), fc.constantFrom(...dataTypes), (m, n, k, more, type) => {
          const base = mode.tileCycles(m, n, k, 1, type);
          assert.ok(Number.isInteger(base) && base > 0);
          assert.ok(mode.tileCycles(m + more, n, k, 1, type) >= base && mode.tileCycles(m, n + more, k, 1, type) >= base && mode.tileCycles(m, n, k + more, 1, type) >= base);
          assert.ok(((m * n * k) / base) * machine.tiled!.coreCyclesPerSecond <= machine.peakMacsPerSecond(type, type) * (1 + 1e-9));
        }), { numRuns: 60 });
      }
    }
  });

  it('says what it does not take', () => {
    const reasons = (p: CodebookParameters, input: object = {}): string => run(p, input).reasons.map(({ resource }) => resource).join('; ');
    assert.match(reasons(vq2, { weights: 'int4' }), /indices of 65536 entries for weights of q_proj in int4/);
    assert.match(reasons({ ...vq2, codebooks: [65536, 256] }), /65536 \+ 256 entries for weights of q_proj in int2/);
    assert.equal(reasons({ ...vq2, codebooks: [65536, 256] }, { weights: 'int3' }), '');
    assert.match(reasons(vq2, { activations: 'int8' }), /activations in int8/);
    assert.match(reasons(vq2, { kvCache: 'int8' }), /KV cache in int8/);
    assert.match(reasons({ ...vq2, codebookIn: 'shared' }), /shared memory of a thread block/);
  });

  it('needs a known chip or a described one, a memory, a peak and powers of two', () => {
    const code = (p: CodebookParameters, device: Device): string => {
      try {
        codebook.build(p, device, {});
      } catch (error) {
        if (error instanceof InputError) return error.problems[0]!.code;
      }
      return 'built';
    };
    const described = { multiprocessors: 80, clock: '1.4 GHz', vectorLanes: 64, sharedKib: 96, sharedCacheMib: 6 };
    assert.equal(code(vq2, deviceNamed('a30')!), 'codebook/unknown-chip');
    assert.equal(code({ ...vq2, chip: described }, deviceNamed('a30')!), 'built');
    assert.equal(code({ ...vq2, codebooks: [1000] }, a100), 'codebook/entries');
    assert.equal(code(vq2, { ...a100, memories: [] }), 'codebook/unknown-memory');
    assert.equal(code(vq2, { ...a100, peaks: [] }), 'codebook/no-peaks');
    for (const { source, affects } of buildCodebook(vq2, a100, {}).assumptions()) assert.ok(source.length > 5 && affects !== '');
  });
});

describe('what look-ups in codebooks compute', () => {
  it('is the plain integer product for whole numbers whose vectors are all in full codebooks', () => {
    const size = fc.integer({ min: 1, max: 5 });
    const books = fc.constantFrom([vq2, 2], [aqlm, 2], [{ vectorLength: 8, codebooks: [65536, 256] }, 3], [{ vectorLength: 6, codebooks: [4096] }, 2], [{ vectorLength: 2, codebooks: [256, 16] }, 6]) as fc.Arbitrary<readonly [CodebookParameters, number]>;
    fc.assert(fc.property(books, size, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 }), fc.integer(), ([p, bits], m, n, k, seed) => {
      const model = buildCodebook(p, a100, {}).functional();
      assert.ok('product' in model);
      const rng = createRng(seed);
      const drawn = (rows: number, width: number) => matrix(rows, k, Float64Array.from({ length: rows * k }, () => rng.integer(-(2 ** (width - 1)), 2 ** (width - 1) - 1)));
      const [a, w] = [drawn(m, 8), drawn(n, bits)];
      assert.deepEqual([...model.product(a, w).values], [...plainProduct(a, w).values]);
    }), { numRuns: 80 });
  });

  it('is declined for wider weights than codebooks hold, and for floats', () => {
    const model = buildCodebook(vq2, a100, {}).functional();
    assert.ok('product' in model);
    const [int8, int2] = [dataType('int8')!, dataType('int2')!];
    assert.equal(model.declines(int8, int2), null);
    assert.match(model.declines(int8, dataType('int3')!)!, /do not hold every vector of 8 weights of 3 bits/);
    assert.match(model.declines(dataType('fp16')!, int2)!, /rounded/);
    assert.match(model.declines(int8, dataType('nf4')!)!, /whole numbers/);
  });
});
