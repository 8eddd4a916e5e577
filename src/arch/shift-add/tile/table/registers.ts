import { tableBuildCycles } from '../../cycles.js';
import { tableGroup } from '../../energy/operation.js';
import { levelsOf } from '../parameters.js';
import { nodeBits, waitingBits } from '../tree.js';
import { batchesOf, tableWidths, type TableParameters } from './parameters.js';
import { activationTree, bufferBits, entryTree, stagesOf } from './structure.js';

/** Flip-flops: all registers that the Verilog declares, less those of which Yosys makes shift registers of LUTs. */
export function tableRegisters(p: TableParameters): number {
  const { tables, reads, shifters, scaleTerms, buildAdders, activationBits, shiftBits } = p;
  const w = tableWidths(p);
  const batches = batchesOf(p);
  const buffers = bufferBits(p).reduce((all, bits) => all + 2 * bits + 3, 0);
  const building = levelsOf(tableBuildCycles(buildAdders)) + 4;
  // Where one batch is held, nobody asks where it ends.
  const reading = levelsOf(Math.ceil(scaleTerms / shifters)) + 3 + (batches > 1 ? 8 : 6) * stagesOf(p) + 2;
  const ofTable = tableGroup * activationBits + Math.min(buildAdders, 4) * (activationBits + 3) + Math.max(0, buildAdders / 2 - 1) * w.entry
    + shifters * (shiftBits + 1) + reads * (w.entry + w.product);
  // The number of a batch is there twice: as itself, and as the address of the memory.
  const sums = reads * (nodeBits(entryTree(p)) + w.sum) + (batches > 1 ? 2 * levelsOf(batches) : 0);
  const total = nodeBits(activationTree(p)) + (2 + stagesOf(p)) * w.set + w.sum;
  return buffers + building + reading + tables * ofTable + sums + total - shiftedBits(p).registers;
}

/** LUTs of those shift registers: up to 16 registers of a bit in each. */
export function tableShiftLuts(p: TableParameters): number {
  return shiftedBits(p).lines;
}

/** Numbers without a partner in the trees; sums of activations on their way beside the look-ups, the first stage of which can be emptied. */
function shiftedBits(p: TableParameters): { readonly registers: number; readonly lines: number } {
  const [entries, activations] = [waitingBits(entryTree(p)), waitingBits(activationTree(p))];
  const { set } = tableWidths(p);
  const stages = stagesOf(p) - 1;
  const delayed = stages >= 3 ? set : 0;
  return {
    registers: p.reads * entries.registers + activations.registers + stages * delayed,
    lines: p.reads * entries.lines + activations.lines + delayed,
  };
}
