import type { Estimate, NotModelled } from '../../sim/core/estimate.js';
import { estimate } from '../../sim/core/estimate.js';
import type { Component } from '../../sim/model/component.js';
import { bankedSram, type BankedSram, type Sram } from '../../sim/physical/components/index.js';
import { bufferAccesses } from './accesses.js';
import { arrayOf, widthsOf } from './array.js';
import { edgeBits } from './edge.js';
import type { SystolicParameters } from './spec.js';
import { tileOf } from './tile.js';

/** A buffer as memories of a chip, and the accesses that a full tile makes. */
export interface BufferMemory extends BankedSram {
  readonly name: 'weights' | 'activations' | 'outputs';
  /** Accesses of them all for a multiply-accumulate. */
  readonly readsPerMac: number;
  readonly writesPerMac: number;
}

/**
 * The buffers, as wide as their edge of the array. With A words of w bits that `bufferAccesses` counts in a full tile of m x n x k, an access of W bits
 * happens A w / (W m n k) times a multiply-accumulate.
 */
export function bufferMemories(p: SystolicParameters, macCycles: number, nodeNm: number): readonly BufferMemory[] {
  const { weights, activations, accumulator } = widthsOf(p);
  const tile = tileOf(p);
  const product = { m: tile.tokens, n: tile.features, k: tile.reduction };
  const macs = product.m * product.n * product.k;
  const words = bufferAccesses(arrayOf(p, macCycles), product);
  const widths = edgeBits(p);
  const memoryOf = (name: BufferMemory['name'], bits: number, reads: number, writes: number): BufferMemory => {
    const banked = bankedSram(p.buffers[name].kib * 1024, widths[name], nodeNm);
    const perMac = bits / banked.accessBits / macs;
    return { name, ...banked, readsPerMac: reads * perMac, writesPerMac: writes * perMac };
  };
  return [
    memoryOf('weights', weights, words.weightReads, 0),
    memoryOf('activations', activations, words.inputReads, 0),
    memoryOf('outputs', accumulator, words.partialSumReads, words.outputWrites),
  ];
}

/** One of the memories of a buffer, whose action is a read or a write, in the proportion in which they happen. */
export function accessedMemory({ memory, readsPerMac, writesPerMac }: BufferMemory): Component {
  return { name: memory.name, area: memory.area, energy: meanEnergy(memory, readsPerMac / (readsPerMac + writesPerMac)) };
}

function meanEnergy({ energy: read, write }: Sram, share: number): Estimate | NotModelled {
  if (read.value === null) return read;
  if (write.value === null) return write;
  return estimate(share * read.value + (1 - share) * write.value, 'pJ', read.quality, read.source);
}
