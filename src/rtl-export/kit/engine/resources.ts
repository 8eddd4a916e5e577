import { estimate, notModelled } from '../../../sim/core/estimate.js';
import type { RtlResources } from '../design.js';
import { bufferResources } from '../units/index.js';
import { dequantizerResources } from './dequantizer-fabric.js';
import type { Engine } from './engine.js';
import { fieldBits } from './field-bits.js';

/**
 * Blocks of an engine: those of its core, its buffers and its vector units, and the multipliers of its own. Synthesis may take fewer where a core does not look at
 * all bits of its beats. LUTs and registers of the control are not modelled; those of a dequantiser are (`dequantizer-fabric.ts`).
 */
export function engineResources(engine: Engine): RtlResources {
  const { core: { design, layout }, streams, style, sumBits } = engine;
  const buffers = [
    bufferResources({ kind: 'ping-pong', width: fieldBits(streams.act), depth: engine.activationDepth, style }),
    bufferResources({ kind: 'memory', width: fieldBits(streams.wgt), depth: engine.weightDepth, style }),
    bufferResources({ kind: 'ping-pong', width: sumBits * layout.featureLanes * layout.tokenLanes, depth: engine.resultDepth, style }),
    ...(engine.reader === undefined ? [] : [bufferResources({ kind: 'memory', width: engine.reader.dataBits, depth: engine.reader.depth, style })]),
  ];
  const ofCodes = dequantizerResources(engine);
  const parts = [design.resources, ...buffers, ...(ofCodes === null ? [] : [ofCodes]), ...engine.units.map(({ resources }) => resources)];
  const sum = (kind: 'dsp' | 'bram36' | 'uram', unit: string, own: number, source: string): RtlResources['dsp'] => {
    let total = own;
    for (const part of parts) {
      const { value } = part[kind];
      if (value === null) return notModelled(`what ${design.core} takes is not known`);
      total += value;
    }
    return estimate(total, unit, 'derived', source);
  };
  const control = notModelled('the control of the engine is not modelled');
  return {
    dsp: sum('dsp', 'DSP', scaleBlocks(sumBits) + 2, ownBlocks),
    bram36: sum('bram36', 'RAMB36', 0, 'those of the core, the vector units, and the buffers of activations, weights and results'),
    uram: sum('uram', 'URAM288', 0, 'those of the core, the vector units, and the buffers of activations, weights and results'),
    lut: control, ff: control,
  };
}

const ownBlocks = 'those of the core and the vector units; the multiplier of sums, that of elements, and one that checks whether results fit their buffer';

/** DSP blocks for sums of so many bits times 17: 27 x 18 each, signed, of which a part of a longer factor uses 26. */
function scaleBlocks(sumBits: number): number {
  return sumBits <= 27 ? 1 : Math.ceil((sumBits - 1) / 26);
}
