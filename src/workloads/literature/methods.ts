import { binaryPlaneMethods } from './binary-planes.js';
import { codebookMethods } from './codebooks.js';
import { lowBitFloatMethods } from './low-bit-floats.js';
import { lowRankMethods } from './low-rank.js';
import { mixedGroupMethods } from './mixed-groups.js';
import { outlierMethods } from './outliers.js';
import type { Method } from './preset.js';
import { pruningMethods } from './pruning.js';
import { rotationMethods } from './rotations.js';
import { sharingMethods } from './sharing.js';
import { ternaryMethods } from './ternary.js';
import { wholeNumberMethods } from './whole-numbers.js';

/** Every method of the literature that is a preset. */
export function literatureMethods(): readonly Method[] {
  return [
    ...wholeNumberMethods(), ...outlierMethods(), ...mixedGroupMethods(), ...binaryPlaneMethods(), ...codebookMethods(), ...lowBitFloatMethods(), ...lowRankMethods(),
    ...ternaryMethods(), ...rotationMethods(), ...pruningMethods(), ...sharingMethods(),
  ];
}
