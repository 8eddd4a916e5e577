import assert from 'node:assert/strict';
import fc from 'fast-check';
import { binaryTensorCore } from '../../../src/arch/binary-tensor-core/family.js';
import { mmaCalls } from '../../../src/arch/binary-tensor-core/cycles.js';
import { buildBinaryTensorCore } from '../../../src/arch/binary-tensor-core/machine.js';
import type { BinaryTensorCoreParameters } from '../../../src/arch/binary-tensor-core/spec.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { fidelitiesOf, type Architecture, type Fidelity } from '../../../src/sim/model/architecture.js';
import { dataType, dataTypes } from '../../../src/sim/model/datatype.js';
import type { Matrix } from '../../../src/sim/model/matrix.js';
import type { QuantizationScheme } from '../../../src/sim/model/quantization.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { schemeFromInput } from '../../../src/experiment/scheme-input.js';
import { example } from '../../kit/fixtures.js';

const a100 = deviceNamed('a100-sxm-80gb')!;
const w2a8: BinaryTensorCoreParameters = { activationBits: 8, code: 'twos-complement' };

interface Example { readonly workload: { readonly quantization: Parameters<typeof schemeFromInput>[0] }; readonly architecture: { readonly parameters: BinaryTensorCoreParameters } }
const { workload, architecture } = example('binary-tensor-core.json').value as Example;

function run(machine: Architecture, scheme: QuantizationScheme = schemeFromInput(workload.quantization, ''), fidelity: Fidelity = 'analytic', batch = 1): SimulationResult {
  return simulate({ name: 'x', graph: decoderGraph(modelNamed('llama-2-7b')!), scheme, scenario: { batch, promptTokens: 128, outputTokens: 32, logits: 'last' }, machine, fidelity, digests: {}, version: '0', warnings: [] });
}

describe('the binary-tensor-core machine', () => {
  it('runs its example above the lower bound at both fidelities, waiting for weights in decode', () => {
    const machine = binaryTensorCore.build(architecture.parameters, a100, {});
    for (const fidelity of fidelitiesOf(machine)) {
      for (const batch of [1, 7, 64]) {
        const { phases } = run(machine, undefined, fidelity, batch);
        for (const phase of [phases.prefill!, phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
      }
    }
    const { decode } = run(machine).phases;
    assert.ok(decode!.boundBy.memory > decode!.boundBy.compute && decode!.boundBy.memory > decode!.boundBy.overhead);
  });

  it('spends one engine cycle for an instruction', () => {
    const machine = buildBinaryTensorCore(w2a8, a100, {});
    const mode = machine.tiled!.modes[0]!;
    assert.equal(mode.tileCycles(1, 4096, 4096, 1, dataType('int2')!), 2 * 512 * 32);
    assert.equal(mode.tileCycles(5, 100, 300, 1, dataType('int3')!), mmaCalls({ activations: 8, weights: 3, inRows: true }, 5, 100, 300));
    assert.ok(Math.abs(machine.tiled!.coreCyclesPerSecond - (4992e12 / 2 / 8192) * 0.9) < 1);
  });

  it('takes longer for more planes, for planes in tiles of their own, and where partial products are spilled', () => {
    const compute = (p: BinaryTensorCoreParameters, scheme?: QuantizationScheme): number => run(buildBinaryTensorCore(p, a100, {}), scheme).phases.prefill!.latencySeconds;
    const base = compute(w2a8);
    assert.ok(compute({ ...w2a8, recovery: 'spilled' }) > base);
    const cycles = (rowsOfPlanes: boolean): number => buildBinaryTensorCore({ ...w2a8, rowsOfPlanes }, a100, {}).tiled!.modes[0]!.tileCycles(1, 4096, 4096, 1, dataType('int2')!);
    assert.equal(cycles(false), 8 * cycles(true));
    assert.ok(compute(w2a8, schemeFromInput({ ...workload.quantization, weights: 'int4' }, '')) > 1.7 * base);
  });

  it('never beats the nominal peak, and never takes fewer cycles for more', () => {
    const size = fc.integer({ min: 1, max: 3000 });
    for (const p of [w2a8, { activationBits: 3, code: 'bipolar', recovery: 'spilled' } as const]) {
      const machine = buildBinaryTensorCore(p, a100, {});
      for (const mode of machine.tiled!.modes) {
        fc.assert(fc.property(size, size, size, fc.integer({ min: 0, max: 200 }), fc.constantFrom(...dataTypes.filter((t) => t.bits === 16 || (t.kind === 'integer' && t.bits <= 8))), (m, n, k, more, type) => {
          const base = mode.tileCycles(m, n, k, 1, type);
          assert.ok(Number.isInteger(base) && base > 0);
          assert.ok(mode.tileCycles(m + more, n, k, 1, type) >= base && mode.tileCycles(m, n + more, k, 1, type) >= base && mode.tileCycles(m, n, k + more, 1, type) >= base);
          assert.ok(((m * n * k) / base) * machine.tiled!.coreCyclesPerSecond <= machine.peakMacsPerSecond(type, type) * (1 + 1e-9));
        }), { numRuns: 60 });
      }
    }
  });

  it('needs a published or a given one-bit peak', () => {
    assert.throws(() => buildBinaryTensorCore(w2a8, deviceNamed('rtx-3090')!, {}), (e) => e instanceof InputError && e.problems[0]!.code === 'binary-tensor-core/unknown-peak');
    const machine = buildBinaryTensorCore({ ...w2a8, binaryPeak: '2272 TOP/s' }, deviceNamed('rtx-3090')!, { binaryPeak: { quality: 'measured', source: 'a benchmark of mine' } });
    assert.deepEqual(machine.assumptions()[0], { name: 'one-bit peak', value: 2272e12, unit: 'OP/s', quality: 'measured', source: 'a benchmark of mine', affects: 'linear layers in integers' });
  });

  it('says what does not fit its planes', () => {
    const reasons = (input: object): readonly string[] => run(buildBinaryTensorCore(w2a8, a100, {}), schemeFromInput({ ...workload.quantization, ...input }, '')).reasons.map((r) => r.resource);
    assert.deepEqual(reasons({}), []);
    assert.match(reasons({ activations: 'int4' })[0]!, /activations in int4/);
    assert.match(reasons({ kvCache: 'int8' })[0]!, /KV cache in int8/);
    assert.match(reasons({ weights: 'nf4' })[0]!, /weights of \w+ in nf4/);
    for (const { source, affects } of buildBinaryTensorCore(w2a8, a100, {}).assumptions()) assert.ok(source.length > 5 && affects !== '');
  });

  it('computes the plain product from bit planes, with AND as with XOR', () => {
    fc.assert(fc.property(fc.constantFrom('twos-complement' as const, 'bipolar' as const), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 70 }), fc.integer(), (code, p, q, m, n, k, seed) => {
      const model = buildBinaryTensorCore({ activationBits: 8, code }, a100, {}).functional();
      assert.ok('product' in model);
      const rng = createRng(seed);
      const drawn = (rows: number, bits: number): Matrix => matrix(rows, k, Float64Array.from({ length: rows * k }, () => rng.pick([-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)])));
      const [a, w] = [drawn(m, p), drawn(n, q)];
      assert.deepEqual([...model.product(a, w).values], [...plainProduct(a, w).values]);
    }), { numRuns: 100 });
  });

  it('declines what has no planes', () => {
    const model = buildBinaryTensorCore({ activationBits: 4, code: 'bipolar' }, a100, {}).functional();
    assert.ok('product' in model);
    assert.match(model.declines(dataType('int8')!, dataType('int2')!)!, /activations of 8 bits/);
    assert.match(model.declines(dataType('fp16')!, dataType('int2')!)!, /fp16/);
    assert.match(model.declines(dataType('int4')!, dataType('int16')!)!, /weights of 16 bits/);
    assert.equal(model.declines(dataType('int4')!, dataType('int8')!), null);
  });
});
