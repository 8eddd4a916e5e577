import { rtlFaceOf, rtlFaces } from '../arch/rtl-registry.js';
import { simulationInput, type RunOptions } from '../experiment/run.js';
import type { RtlDesign } from '../rtl-export/kit/design.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { SimulationInput } from '../sim/engine/simulate.js';
import { noRtl } from './diagnostics.js';
import { documentsOf } from './documents.js';

/** An experiment whose family has Verilog: what the engine is given, and the design when it is asked for. Throws `export/no-rtl` for other families. */
export async function rtlExperiment(file: string, options: RunOptions): Promise<{ readonly input: SimulationInput; readonly design: () => RtlDesign }> {
  const [document] = await documentsOf([file]);
  const { input, parameters } = simulationInput(document!, options);
  const face = rtlFaceOf(input.machine.family);
  if (face === undefined) throw new InputError([noRtl(input.machine.family, rtlFaces.map((f) => f.family))]);
  return { input, design: () => face.design({ parameters, weights: input.scheme.weights.type, device: input.machine.device }) };
}
