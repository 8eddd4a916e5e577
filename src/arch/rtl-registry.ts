import type { RtlDesign } from '../rtl-export/kit/design.js';
import type { DataType } from '../sim/model/datatype.js';
import type { Device } from '../sim/model/device.js';
import { binaryTensorCoreRtl } from './binary-tensor-core/rtl.js';
import { bitSerialRtl } from './bit-serial/rtl.js';
import { codebookRtl } from './codebook/rtl.js';
import { dspChainRtl } from './dsp-chain/rtl.js';
import { lutTensorCoreRtl } from './lut-tensor-core/rtl.js';
import { shiftAddRtl } from './shift-add/rtl.js';
import { systolicRtl } from './systolic/rtl.js';
import { ternaryRtl } from './ternary/rtl.js';

/** What a family's RTL is made for: the checked parameters of an experiment, the format of its weights, and its device. */
export interface RtlRequest {
  readonly parameters: unknown;
  readonly weights: DataType;
  readonly device: Device;
}

/** The RTL face of a family. */
export interface RtlFace {
  readonly family: string;
  /** The tile of these parameters. Throws `InputError` where the family has no RTL for them. */
  readonly design: (request: RtlRequest) => RtlDesign;
}

/** Families with RTL. Apart from the registry of families, so that no Verilog travels where only models are wanted. */
export const rtlFaces: readonly RtlFace[] = [dspChainRtl, bitSerialRtl, lutTensorCoreRtl, systolicRtl, shiftAddRtl, ternaryRtl, binaryTensorCoreRtl, codebookRtl];

export function rtlFaceOf(family: string): RtlFace | undefined {
  return rtlFaces.find((face) => face.family === family);
}
