import assert from 'node:assert/strict';
import type { EngineOptions } from '../../../src/rtl-export/kit/engine/engine.js';
import { engineResources } from '../../../src/rtl-export/kit/engine/resources.js';
import { synthesise } from '../../../src/rtl-export/runners/synthesis.js';
import { fastestYosys } from '../units/unit-bench.js';
import { dequantizerOf } from './coded-product.js';
import { smallCores, systolicCore, type CoreUnderTest } from './cores.js';
import { plain, smallEngine, withUnits } from './small-engine.js';

const engines: readonly (readonly [what: string, core: CoreUnderTest, options: EngineOptions])[] = [
  ...smallCores().map((core) => [core.what, core, plain] as const),
  ['systolic, codes with zero points and multipliers of groups', systolicCore(3, 5), { ...plain, weightDepth: 600, dequantizer: dequantizerOf(4, { kind: 'offset', scaled: true, grouped: true, wide: true }) }],
  ['dsp-chain, codes in a table', smallCores()[1]!, { ...plain, dequantizer: dequantizerOf(4, { kind: 'table' }) }],
  ['systolic, all vector units', systolicCore(2, 2), withUnits()],
  // Of a core that looks at all bits of its beats.
  ['dsp-chain, a reader, deep buffers', smallCores()[1]!, { ...plain, activationDepth: 3000, weightDepth: 600, resultDepth: 500, reader: { dataBits: 128, burst: 16, depth: 512 } }],
];

describe('the blocks of an engine after synthesis', function () {
  this.timeout(600_000);
  for (const [what, core, options] of engines) {
    it(`are as modelled: ${what}`, async () => {
      const engine = smallEngine(core, options);
      const { dsp, bram36, bram18, uram, lut, ff } = await synthesise(await fastestYosys(), { sources: engine.sources, top: engine.name }, 'xcup');
      const modelled = engineResources(engine);
      console.log(`      ${lut} LUT, ${ff} FF`);
      assert.deepEqual({ dsp, bram36: bram36 + bram18 / 2, uram }, { dsp: modelled.dsp.value, bram36: modelled.bram36.value, uram: modelled.uram.value });
    });
  }
});
