import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { simulate, type SimulationInput } from '../../../src/sim/engine/simulate.js';
import { fastTotals } from '../../../src/sim/engine/totals.js';
import type { Fidelity } from '../../../src/sim/model/architecture.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { buildDspChain } from '../../../src/arch/dsp-chain/machine.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { designPool } from '../../bench/design-pool.js';
import { randomDesign } from '../../bench/random-designs.js';

const pool = designPool();
/** A device that everything fits: the questions here are about time. */
const roomy = pool.devices.map((device) => ({
  ...device,
  memories: device.memories.map((m) => ({ ...m, capacityBytes: 1e15 })),
  fabric: { ...device.fabric!, total: { lut: null, ff: null, dsp: null, bram36: null, uram: null }, shell: null },
}));

const seed = fc.integer({ min: 0, max: 1e9 });
const inputs = fc.record({ seed, prompt: fc.integer({ min: 1, max: 700 }), output: fc.integer({ min: 1, max: 200 }), fidelity: fc.constantFrom('roofline' as const, 'analytic' as const) })
  .map(randomInput);
/** Event by event, a few tokens cross as many tile borders as many do. */
const eventInputs = fc.record({ seed, prompt: fc.integer({ min: 1, max: 150 }), output: fc.integer({ min: 1, max: 9 }), fidelity: fc.constant('event' as const) })
  .map(randomInput);

function randomInput({ seed, prompt, output, fidelity }: { seed: number; prompt: number; output: number; fidelity: Fidelity }): SimulationInput {
  const drawn = randomDesign(createRng(seed), { ...pool, devices: roomy });
  return {
    name: 'random', version: '0', digests: {}, warnings: [], graph: decoderGraph(drawn.model), scheme: drawn.scheme, fidelity,
    scenario: { ...drawn.scenario, promptTokens: prompt, outputTokens: output }, machine: buildDspChain({ ...drawn.parameters, clock: 1e8 }, drawn.device, {}),
  };
}

function close(a: number, b: number, what: string): void {
  assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-30), `${what}: ${a} against ${b}`);
}

function phasesOf(result: SimulationResult) {
  return [result.phases.prefill, result.phases.decode].filter((p) => p !== null);
}

describe('a simulation', () => {
  it('is never faster than the lower bound in closed form', () => {
    fc.assert(fc.property(inputs, (input) => {
      for (const phase of phasesOf(simulate(input))) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9), `${phase.latencySeconds} against ${phase.lowerBoundSeconds}`);
    }), { numRuns: 200 });
  });

  it('is never faster than the lower bound event by event', () => {
    fc.assert(fc.property(eventInputs, (input) => {
      for (const phase of phasesOf(simulate(input))) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9), `${phase.latencySeconds} against ${phase.lowerBoundSeconds}`);
    }), { numRuns: 20 });
  });

  it('splits every latency into compute, memory, vector and overhead that add up to it, for phases and operators alike', () => {
    fc.assert(fc.property(inputs, (input) => {
      const result = simulate(input);
      for (const [name, phase] of Object.entries(result.phases)) {
        if (phase === null) continue;
        const { compute, memory, vector, overhead } = phase.boundBy;
        close(compute + memory + vector + overhead, phase.latencySeconds, name);
        const operators = result.operators.filter((o) => o.phase === name);
        close(operators.reduce((sum, o) => sum + o.latencySeconds!, 0), phase.latencySeconds, `${name} operators`);
        close(operators.reduce((sum, o) => sum + o.flops, 0), phase.flops, `${name} flops`);
        close(operators.reduce((sum, o) => sum + o.dramBytes, 0), phase.dramBytes, `${name} bytes`);
      }
    }), { numRuns: 60 });
  });

  it('gives the totals of the fast path to the last digit', () => {
    fc.assert(fc.property(inputs, (input) => {
      const { totals } = simulate(input);
      const fast = fastTotals(input.machine, input.graph, input.scheme, input.scenario, input.fidelity);
      assert.equal(totals.firstTokenSeconds, fast.firstTokenSeconds);
      assert.equal(totals.secondsPerOutputToken, fast.secondsPerOutputToken);
      assert.equal(totals.latencySeconds, fast.latencySeconds);
      assert.equal(totals.tokensPerSecond, fast.tokensPerSecond);
    }), { numRuns: 100 });
  });

  it('gives the same bytes for the same input', () => {
    fc.assert(fc.property(inputs, (input) => {
      assert.equal(JSON.stringify(simulate(input)), JSON.stringify(simulate(input)));
    }), { numRuns: 20 });
  });

  it('has no decode phase for a single output token, and says so with null', () => {
    fc.assert(fc.property(inputs, (input) => {
      const result = simulate({ ...input, scenario: { ...input.scenario, outputTokens: 1 } });
      assert.equal(result.phases.decode, null);
      assert.equal(result.totals.secondsPerOutputToken, null);
      assert.equal(result.totals.latencySeconds, result.totals.firstTokenSeconds);
    }), { numRuns: 10 });
  });

  it('never takes less for a longer prompt, a longer answer or a larger batch', () => {
    fc.assert(fc.property(inputs, fc.integer({ min: 1, max: 300 }), (input, more) => {
      const latency = (scenario: Partial<SimulationInput['scenario']>): number => simulate({ ...input, scenario: { ...input.scenario, ...scenario } }).totals.latencySeconds!;
      const base = latency({});
      const slack = base * (1 - 1e-9);
      assert.ok(latency({ outputTokens: input.scenario.outputTokens + more }) >= slack);
      assert.ok(latency({ batch: input.scenario.batch + 1 }) >= slack);
    }), { numRuns: 40 });
  });
});
