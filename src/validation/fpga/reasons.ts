import type { FpgaRow } from './row.js';

/** What of a published system would be needed for a machine of ours, by system. */
const missing: readonly (readonly [RegExp, string])[] = [
  [/cornell|allo/i, 'multiply-accumulates of each operator of the spatial pipeline (M of its equations 7 to 9) are not published with the figure'],
  [/codo/i, 'a rate scaled from one block that was compiled; its unrolling factors are not published'],
  [/streamtensor/i, 'kernels, tile sizes and stream widths were chosen by the compiler and are not published'],
  [/tellme/i, 'the numbers of tables and of their reads are not published with the figure; the DDR of the board alone would allow about 75 token/s'],
  [/hlstransform/i, 'the unrolled loops of its high-level synthesis are not published with the figure, nor are the host times of what it is compared with'],
  [/looplynx/i, 'multiply-accumulates of its kernels and the clock are not published with the figure, and links between cards are not modelled'],
  [/gdn|deltanet/i, 'a gated delta rule over a state kept on the chip is no op of our graphs, and the widths of its five phases are not published with the figure'],
  [/secda/i, 'part of each token runs on the Arm cores; the split and their rate are not published; the DDR of the board alone would allow about 4 token/s'],
  [/f-?bfq/i, 'part of each token runs on the Arm cores, whose rate is not published'],
  [/llamaf/i, 'the rate of the processing system, which runs attention, is not published with the figure'],
  [/matmul-free/i, 'resources and activity of its FPGA core are not published'],
];

/** Why no machine of ours answers the row, with what the row asks. */
export function reasonFor({ system, device, model, metric, config }: FpgaRow): string {
  const what = `${metric} of ${model === '' || model === '-' ? system : model} on ${device}${config === '' ? '' : ` (${config})`}`;
  if (/power|energy|cost/i.test(metric)) return `${what}: ${/cost/i.test(metric) ? 'prices of cards are not in the catalogue' : 'power and energy on FPGAs are not modelled, nor are those of what it is compared with'}`;
  const known = missing.find(([pattern]) => pattern.test(system));
  return `${what}: ${known?.[1] ?? 'no machine of this system is described here'}`;
}
