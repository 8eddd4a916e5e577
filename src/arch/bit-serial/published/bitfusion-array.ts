/**
 * An array of BitFusion's kind as the simulator of BitFusion, ANT, OliVe and MixPE knows it: rows x columns of units whose multipliers of `widestBits` split
 * into those of `narrowestBits`, buffers of which each half loads while the other works, and one memory interface.
 */
export interface BitFusionArray {
  readonly rows: number;
  readonly columns: number;
  readonly widestBits: number;
  readonly narrowestBits: number;
  readonly bufferBits: { readonly weights: number; readonly activations: number; readonly outputs: number };
  readonly interfaceBitsPerCycle: number;
}

/** One matrix product: `batch` rows of `inputs`, times weights of inputs x outputs. */
export interface BitFusionGemm {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly activationBits: number;
  readonly weightBits: number;
}

/** Bits of an output in the buffer and on the interface. */
export const outputBits = 16;

/** Buffers and interface of every configuration of ANT and MixPE (conf_ant.ini: 128, 256 and 128 KiB; 1024 bits a cycle). */
export const antBuffers: Pick<BitFusionArray, 'bufferBits' | 'interfaceBitsPerCycle'> = {
  bufferBits: { weights: 8 * 131_072, activations: 8 * 262_144, outputs: 8 * 131_072 }, interfaceBitsPerCycle: 1024,
};

/** Operands of that precision that a unit takes side by side: floor(widest / max(bits, narrowest)). 0 where it is wider than the multiplier. */
export function sideBySide({ widestBits, narrowestBits }: BitFusionArray, bits: number): number {
  return Math.floor(widestBits / Math.max(bits, narrowestBits));
}
