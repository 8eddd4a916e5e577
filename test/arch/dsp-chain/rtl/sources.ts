import { verilog } from '../../../../src/arch/dsp-chain/rtl/verilog.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';

/** The Verilog of the family and of what it shares with others, by path. */
export function sourceFiles(design?: RtlDesign): readonly (readonly [path: string, text: string])[] {
  return Object.entries(withSharedSources(design?.sources ?? verilog));
}
