import assert from 'node:assert/strict';
import { dequantized, dequantizerStages, type CodeNumbers, type Dequantizer } from '../../../src/rtl-export/kit/engine/dequantizer.js';
import { kindNumber } from '../../../src/rtl-export/kit/engine/dequantizer-top.js';
import { verilog } from '../../../src/rtl-export/kit/engine/rtl/verilog.js';
import { netlistOf } from '../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../src/rtl-export/runners/netlist-simulator.js';
import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { fastestYosys } from '../units/unit-bench.js';
import { dequantizerOf } from './coded-product.js';

interface Leaf {
  readonly dequantizer: Dequantizer;
  readonly weightBits: number;
  readonly table?: readonly number[];
}

const table32 = Array.from({ length: 32 }, (_, code) => ((code * 37) % 256) - 128);

/** All codes with all zero points and multipliers, 65,536 of them at most. */
const leaves: readonly Leaf[] = [
  { dequantizer: dequantizerOf(1), weightBits: 8 },
  { dequantizer: dequantizerOf(8, { scaled: true }), weightBits: 8 },
  { dequantizer: dequantizerOf(8, { kind: 'offset' }), weightBits: 8 },
  { dequantizer: dequantizerOf(4, { kind: 'offset', scaled: true }), weightBits: 8 },
  { dequantizer: dequantizerOf(3, { kind: 'offset', scaled: true }), weightBits: 5 },
  { dequantizer: dequantizerOf(2, { kind: 'offset' }), weightBits: 2 },
  { dequantizer: dequantizerOf(5, { kind: 'table', scaled: true }), weightBits: 8, table: table32 },
  { dequantizer: dequantizerOf(1, { kind: 'table' }), weightBits: 8, table: [-1, 1] },
];

async function leafOf({ dequantizer: { codeBits, kind, scaled }, weightBits }: Leaf): Promise<Simulator> {
  const parameters = { LANES: 1, COLUMNS: 1, CODE_BITS: codeBits, WEIGHT_BITS: weightBits, KIND: kindNumber(kind), SCALED: scaled ? 1 : 0 };
  return netlistSimulator(await netlistOf(await fastestYosys(), { sources: verilog, top: 'archsim_engine_dequantize', parameters }), 'archsim_engine_dequantize');
}

describe('a lane of a dequantiser', function () {
  this.timeout(60_000);
  for (const leaf of leaves) {
    const { dequantizer, weightBits, table } = leaf;
    it(`gives the weight of every code with every zero point and multiplier: ${dequantizer.codeBits} bits, ${dequantizer.kind}${dequantizer.scaled ? ', scaled' : ''}, to ${weightBits}`, async () => {
      const simulator = await leafOf(leaf);
      const set = (values: Readonly<Record<string, number>>): void => { for (const [name, value] of Object.entries(values)) simulator.setInt(name, value); };
      simulator.reset();
      set({ aresetn: 0, start: 0, wide: 0, last_tile: 15, last_repeat: 15, last_beat: 999, last_group_beat: 0, g_valid: 1, s_valid: 0, m_ready: 0 });
      simulator.edge();
      set({ aresetn: 1, start: 1 });
      simulator.set('entries', (table ?? []).reduce((all, entry, i) => all | (BigInt.asUintN(8, BigInt(entry)) << BigInt(8 * i)), 0n));
      simulator.edge();
      set({ start: 0 });
      const rng = createRng(1);
      const codes = 2 ** dequantizer.codeBits;
      const inputs: (CodeNumbers & { readonly code: number })[] = [];
      for (let multiplier = 0; multiplier < (dequantizer.scaled ? 256 : 1); multiplier++) {
        for (let zeroPoint = 0; zeroPoint < (dequantizer.kind === 'offset' ? codes : 1); zeroPoint++) for (let code = 0; code < codes; code++) inputs.push({ code, zeroPoint, multiplier });
      }
      let [taken, given, edges] = [0, 0, 0];
      const steady = Math.floor(inputs.length / 2);
      for (; given < inputs.length; edges++) {
        const waits = taken < steady ? 0 : 0.3;
        const input = inputs[taken];
        const isOffered = input !== undefined && rng.next() >= waits;
        set({ s_valid: isOffered ? 1 : 0, m_ready: rng.next() >= waits ? 1 : 0, s_data: input?.code ?? 0, g_zero_points: input?.zeroPoint ?? 0, g_multipliers: input?.multiplier ?? 0 });
        if (simulator.getInt('m_valid') === 1 && simulator.getInt('m_ready') === 1) {
          const { code, ...numbers } = inputs[given]!;
          const expected = dequantized(dequantizer, weightBits, code, { ...numbers, ...(table === undefined ? {} : { table }) });
          const weight = simulator.getInt('m_data');
          if (weight !== ((expected % 2 ** weightBits) + 2 ** weightBits) % 2 ** weightBits) assert.fail(`code ${code} with ${JSON.stringify(numbers)} is ${weight}, expected ${expected}`);
          if (given === 0) assert.equal(edges, dequantizerStages(dequantizer) + (table === undefined ? 0 : codes), 'the first one has passed its stages');
          given++;
        }
        if (isOffered && simulator.getInt('s_ready') === 1) taken++;
        if (edges > 3 * inputs.length + 100) assert.fail(`nothing moves at ${given} of ${inputs.length}`);
        simulator.edge();
      }
    });
  }
});
