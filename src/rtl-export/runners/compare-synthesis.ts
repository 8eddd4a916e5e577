import type { RtlResources } from '../kit/design.js';
import { anyYosys, type Finding } from './check-design.js';
import { synthesise, type SynthesisCounts } from './synthesis.js';
import type { VerilogTop } from './verilog-top.js';

/** LUT and FF agree within this; blocks must be equal. */
const tolerance = 0.25;

/** Synthesises a module for UltraScale+ and compares with what the model says; on 7 series too, where registers are packed into DSP blocks. */
export async function compareSynthesis(module: VerilogTop, resources: RtlResources): Promise<readonly Finding[]> {
  const yosys = await anyYosys();
  const start = performance.now();
  const family = 'xcup';
  const counts = await synthesise(yosys, module, family);
  const seconds = Math.round(performance.now() - start) / 1000;
  const bram36 = counts.bram36 + counts.bram18 / 2;
  const line = (what: keyof RtlResources, found: number, most: number): Finding => {
    const { value } = resources[what];
    const counted = { check: `${what.toUpperCase()} on ${family}, ${yosys.version}`, seconds, synthesised: { resource: what, count: found, family, tool: yosys.version } };
    if (value === null) return { ...counted, outcome: 'skipped', detail: `yosys ${found}; the model has no figure` };
    const error = found === value ? 0 : Math.abs(found - value) / Math.max(found, 1);
    return { ...counted, outcome: error <= most ? 'passed' : 'failed', detail: `yosys ${found}, model ${Math.round(value)}${error === 0 ? '' : ` (${(error * 100).toFixed(1)} %)`}` };
  };
  return [
    line('dsp', counts.dsp, 0), line('bram36', bram36, 0), line('uram', counts.uram, 0), line('lut', counts.lut, tolerance), line('ff', counts.ff, tolerance),
    ...(counts.dsp === 0 ? [] : [await packing(module, counts)]),
  ];
}

/** Yosys leaves the registers of a DSP48E2 outside of it; on 7 series it packs them, which shows what a vendor's tool would do. */
async function packing(module: VerilogTop, { ff }: SynthesisCounts): Promise<Finding> {
  const start = performance.now();
  const packed = await synthesise(await anyYosys(), module, 'xc7');
  return { check: 'registers inside DSP blocks', outcome: 'passed', detail: `FF: yosys ${ff} on xcup, expected packed ${packed.ff} as on xc7 (${packed.dsp} DSP48E1)`, seconds: Math.round(performance.now() - start) / 1000 };
}
