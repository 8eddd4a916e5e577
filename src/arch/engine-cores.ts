import type { RtlDesign } from '../rtl-export/kit/design.js';
import { coreOf, noEngine, type CoreMaker } from '../rtl-export/kit/engine/core-maker.js';
import type { ProductCore } from '../rtl-export/kit/engine/product.js';
import { bitPlaneCore } from './binary-tensor-core/engine-core.js';
import { bitSerialCore } from './bit-serial/engine-core.js';
import { codebookCore } from './codebook/engine-core.js';
import { dspChainCore } from './dsp-chain/engine-core.js';
import { lutArrayCore } from './lut-tensor-core/engine-core.js';
import { shiftAddCore } from './shift-add/engine-core.js';
import { systolicCore } from './systolic/engine-core.js';
import { ternaryCore } from './ternary/engine-core.js';

/** Families' cores as an engine takes them, by the name of their top module. */
const cores: Readonly<Record<string, CoreMaker>> = {
  systolic_tile: systolicCore,
  dsp_chain_tile: dspChainCore,
  lut_array_tile: lutArrayCore,
  ternary_tile: ternaryCore,
  shift_add_tile: shiftAddCore,
  bit_plane_tile: bitPlaneCore,
  codebook_tile: codebookCore,
  bit_serial_tile: bitSerialCore,
};

/** Why others are not there. */
const refused: Readonly<Record<string, string>> = {
  shift_add_table: 'it goes through all of its features for each set of activations, and the engine through all activations for each tile of features',
};

/** The core of a design for an engine. Throws `export/no-engine` where the engine does not serve it. */
export function engineCoreOf(design: RtlDesign): ProductCore {
  const make = cores[design.core];
  return make === undefined ? noEngine(design.core, refused[design.core] ?? `the engine does not serve it; it serves ${Object.keys(cores).join(', ')}`) : coreOf(design, make);
}
