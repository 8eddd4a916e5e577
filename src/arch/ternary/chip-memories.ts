import { sram, type Sram } from '../../sim/physical/components/index.js';
import { weightsPerCycle } from './cycles.js';
import { shapeOf } from './lookup.js';
import { tritsPerByte } from './packed-weights.js';
import type { TernaryParameters } from './spec.js';

/** A memory of a chip: `count` of them one behind the other, one of which serves an access. */
export interface ChipMemory {
  readonly memory: Sram;
  readonly count: number;
  readonly accessBits: number;
}

/** Words of an SRAM: narrower ones are read together, wider ones lie in banks side by side. */
const narrowestBits = 32;
const widestBits = 1024;
/** Largest bank that CACTI was asked for. */
const largestBytes = 4 * 2 ** 20;

/** The memory of the weights: their buffer where they are streamed, else all of them. As wide as what is unpacked a cycle, five weights a byte. */
export function weightMemoryOf(p: TernaryParameters, nodeNm: number): ChipMemory {
  const bytes = p.weights.placement === 'streamed' ? p.buffers.weights.kib * 1024 : (p.weights.onChipMib ?? 0) * 2 ** 20;
  return banked(bytes, 8 * decoders(p), nodeNm);
}

/** The activations, as wide as the tables of all tokens take. */
export function activationMemoryOf(p: TernaryParameters, nodeNm: number): ChipMemory {
  const { tokens, tables, activationBits } = p.cores;
  return banked(p.buffers.activations.kib * 1024, tokens * tables * shapeOf(p.lookup).group * activationBits, nodeNm);
}

/** Decoders of a byte of five weights: as many as are given, or as the cores look up. */
export function decoders(p: TernaryParameters): number {
  return p.weights.decoderBytes === 0 ? Math.ceil(weightsPerCycle(p) / tritsPerByte) : p.weights.decoderBytes;
}

function banked(bytes: number, widthBits: number, nodeNm: number): ChipMemory {
  const accessBits = Math.max(narrowestBits, widthBits);
  const banks = Math.ceil(accessBits / widestBits);
  const count = Math.ceil(bytes / banks / largestBytes);
  return { memory: sram({ bytes: bytes / count, widthBits: accessBits, banks }, { nodeNm }), count, accessBits };
}
