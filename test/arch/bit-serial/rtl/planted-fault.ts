import { verilog } from '../../../../src/arch/bit-serial/rtl/verilog.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { faulty, type Sources } from '../../../kit/rtl-bench.js';

export { fastestYosys, type Sources } from '../../../kit/rtl-bench.js';

/** All modules of the tile as they are. */
export const tileModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. */
export function withFault(file: string, from: string, to: string): Sources {
  return faulty(tileModules, file, from, to);
}
