import { bankedSram, type BankedSram } from '../../sim/physical/components/index.js';
import { weightsPerCycle } from './cycles.js';
import { shapeOf } from './lookup.js';
import { tritsPerByte } from './packed-weights.js';
import type { TernaryParameters } from './spec.js';

/** The memory of the weights: their buffer where they are streamed, else all of them. As wide as what is unpacked a cycle, five weights a byte. */
export function weightMemoryOf(p: TernaryParameters, nodeNm: number): BankedSram {
  const bytes = p.weights.placement === 'streamed' ? p.buffers.weights.kib * 1024 : (p.weights.onChipMib ?? 0) * 2 ** 20;
  return bankedSram(bytes, 8 * decoders(p), nodeNm);
}

/** The activations, as wide as the tables of all tokens take. */
export function activationMemoryOf(p: TernaryParameters, nodeNm: number): BankedSram {
  const { tokens, tables, activationBits } = p.cores;
  return bankedSram(p.buffers.activations.kib * 1024, tokens * tables * shapeOf(p.lookup).group * activationBits, nodeNm);
}

/** Decoders of a byte of five weights: as many as are given, or as the cores look up. */
export function decoders(p: TernaryParameters): number {
  return p.weights.decoderBytes === 0 ? Math.ceil(weightsPerCycle(p) / tritsPerByte) : p.weights.decoderBytes;
}
