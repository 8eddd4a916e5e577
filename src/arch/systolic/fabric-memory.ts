import { onChipMemory, type FabricGeneration, type OnChipBuffer, type OnChipMemory } from '../../sim/physical/on-chip/index.js';
import { edgeBits } from './edge.js';
import type { SystolicParameters } from './spec.js';

/** Buffers of the array. */
export type BufferName = 'weights' | 'activations' | 'outputs';

/**
 * A buffer as memory of an FPGA, as wide as its edge of the array. Weights are read from one half while the other is filled. Activations are read and
 * written in the same cycle. Of the outputs one half is emptied while the other takes sums, to which a folded reduction adds: a read and a write a cycle.
 */
export function fabricMemory(p: SystolicParameters, name: BufferName, generation: FabricGeneration): OnChipMemory {
  const { kib, primitive = 'bram' } = p.buffers[name];
  const buffer = { wordBits: edgeBits(p)[name], primitive, generation };
  return onChipMemory({ ...buffer, ...portsOf(p, name), bits: name === 'activations' ? kib * 8192 : kib * 4096 });
}

function portsOf({ dataflow }: SystolicParameters, name: BufferName): Pick<OnChipBuffer, 'halves' | 'ports' | 'otherPorts'> {
  switch (name) {
    case 'weights': return { halves: 2 };
    case 'activations': return {};
    case 'outputs': return { halves: 2, ports: { reads: dataflow === 'output-stationary' ? 0 : 1, writes: 1 }, otherPorts: { reads: 1, writes: 0 } };
  }
}
