import { retiledMode, type TileNeed } from '../../sim/engine/retiled-mode.js';
import type { ArrayMode, Infeasibility } from '../../sim/model/architecture.js';
import type { Tile } from '../../sim/model/mapping.js';
import type { FabricGeneration } from '../../sim/physical/on-chip/index.js';
import { widthsOf } from './array.js';
import { fabricMemory } from './fabric-memory.js';
import type { SystolicParameters } from './spec.js';

/**
 * Another tile on the array. Output-stationary sums lie in the PEs: a tile is at most the array. Of the other dataflows the sums of the whole tile lie in one half of the
 * output buffer, and the stationary operand is loaded fold by fold. The weight buffer has two halves, each with one piece of every column.
 */
export function retile(p: SystolicParameters, own: ArrayMode, tile: Tile, capacities: BufferCapacities): ArrayMode | Infeasibility {
  const { weights, accumulator } = widthsOf(p);
  const needs: readonly TileNeed[] = p.dataflow === 'output-stationary'
    ? [{ resource: 'rows of PEs that hold sums', used: tile.rows, available: p.rows }, { resource: 'columns of PEs that hold sums', used: tile.columns, available: p.columns }]
    : [{ resource: 'outputs buffer (two halves of the sums of a tile), bytes', used: Math.ceil(2 * tile.rows * tile.columns * (accumulator / 8)), available: capacities.outputs }];
  return retiledMode(own, tile, { name: 'weights buffer', bytes: capacities.weights, elementBytes: weights / 8, mostSlots: 2 }, needs);
}

/** Bytes of the buffers that tiles and activations lie in: those of their blocks on an FPGA, those asked for in SRAM. */
export type BufferCapacities = Readonly<Record<'weights' | 'activations' | 'outputs', number>>;

export function bufferCapacities(p: SystolicParameters, generation: FabricGeneration | null): BufferCapacities {
  const bytes = (name: 'weights' | 'activations' | 'outputs'): number => (generation === null ? p.buffers[name].kib * 1024 : fabricMemory(p, name, generation).capacityBytes);
  return { weights: bytes('weights'), activations: bytes('activations'), outputs: bytes('outputs') };
}
