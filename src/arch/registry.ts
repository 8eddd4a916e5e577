import type { ArchitectureFamily } from '../sim/model/family.js';
import { binaryTensorCore } from './binary-tensor-core/family.js';
import { bitSerial } from './bit-serial/family.js';
import { codebook } from './codebook/family.js';
import { dspChain } from './dsp-chain/family.js';
import { gpu } from './gpu/family.js';
import { lutCpu } from './lut-cpu/family.js';
import { lutTensorCore } from './lut-tensor-core/family.js';
import { shiftAdd } from './shift-add/family.js';
import { systolic } from './systolic/family.js';
import { ternary } from './ternary/family.js';

/** Every architecture family. */
export const families: readonly ArchitectureFamily[] = [dspChain, bitSerial, lutTensorCore, shiftAdd, ternary, systolic, binaryTensorCore, codebook, lutCpu, gpu];

export function familyNamed(name: string): ArchitectureFamily | undefined {
  return families.find((f) => f.name === name);
}
