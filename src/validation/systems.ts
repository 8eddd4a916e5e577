import { accelforge } from './accelforge/accelforge.js';
import { a100Operators } from './a100/a100.js';
import { binaryTensorCoreRatios } from './binary-tensor-core.js';
import { bitnetCpp } from './bitnet-cpp.js';
import { bitfusion } from './bitfusion.js';
import { bitmod } from './bitmod/bitmod.js';
import { claims } from './claims/claims.js';
import { codebookSystems } from './codebook.js';
import { datatypes } from './datatypes.js';
import { flightllmBoard } from './flightllm/board.js';
import { flightllmSimulator } from './flightllm/simulator.js';
import { fpga } from './fpga/fpga.js';
import type { Examples } from './flightllm/experiments.js';
import { dram } from './dram.js';
import { fidelities } from './fidelities.js';
import { figlut } from './figlut/figlut.js';
import { flashDecoding } from './flashdecoding.js';
import { genz } from './genz/genz.js';
import { llmViewer } from './llm-viewer/llm-viewer.js';
import { lutVectors } from './lut-vectors.js';
import { lutTensorCoreSystem } from './lut-tensor-core/lut-tensor-core.js';
import { otherLowBit } from './other-low-bit.js';
import { scalesim } from './scalesim.js';
import { ternaryLutDse } from './ternary-lut-dse.js';
import { shiftaddllm } from './shiftaddllm.js';
import { tmac } from './t-mac.js';
import type { ValidationSystem } from './system.js';

/** Every system that rows judge. `examples` gives the texts of the bundled experiments. */
export function validationSystems(examples: Examples): readonly ValidationSystem[] {
  return [llmViewer, genz, flightllmSimulator(examples), flightllmBoard(examples), fpga, datatypes, lutVectors, dram, fidelities(examples), accelforge, bitmod, bitfusion, scalesim, lutTensorCoreSystem, figlut, tmac, bitnetCpp, shiftaddllm, codebookSystems, ternaryLutDse, otherLowBit, a100Operators, flashDecoding, binaryTensorCoreRatios, claims(examples)];
}
