/** The vector instructions that a kernel is written in. */
export type VectorName = 'neon' | 'avx2';

export interface VectorUnit {
  readonly name: VectorName;
  /** One-byte lanes: look-ups of one table instruction. TBL reads a register of 16 entries, PSHUFB two copies of one. */
  readonly lanes: number;
  /** FP32 lanes. */
  readonly floatLanes: number;
}

export const vectorUnits: Readonly<Record<VectorName, VectorUnit>> = {
  neon: { name: 'neon', lanes: 16, floatLanes: 4 },
  avx2: { name: 'avx2', lanes: 32, floatLanes: 8 },
};
