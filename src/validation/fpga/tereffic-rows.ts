import type { Outcome } from '../system.js';
import { terefficResult } from '../other-low-bit/tereffic.js';
import { none, simulated } from './answer.js';
import { requestOf, type FpgaRow } from './row.js';

/** TerEffic by the machine that its rows in the table of low-bit systems have too: ternary cores, weights on the chip or in the HBM of a U280. */
export function terefficRow(row: FpgaRow): Outcome {
  const { system, model, metric, config } = row;
  if (/power|energy|token\/s\/W|token\/J/i.test(`${metric} ${row.unit}`)) return none(`${metric} of ${model}, ${/on-chip/i.test(system) ? 'on the chip' : 'in HBM'}: switching of FPGAs is not modelled, and neither resources nor activity are published`);
  const size = /([\d.]+[MB])\b/.exec(model)?.[1];
  const { batch } = requestOf(config);
  const placement = /on-chip/i.test(`${system} ${config}`) ? 'on-chip' : 'streamed';
  if (size === undefined || batch !== 1) return none(`${model}, batch ${batch}: the machine is known for one sequence of a released MatMul-free model`);
  const rate = terefficResult(size, placement)?.phases.decode?.tokensPerSecond;
  if (rate === undefined || metric !== 'decode_throughput') return none(`${metric} of ${model}: no such figure of the ${placement} design`);
  return simulated(rate, placement === 'streamed' ? 'bound by HBM at the best bandwidth measured on the card (425 of 460 GB/s)' : 'additions as many as UltraRAM ports feed, at an assumed 200 MHz; the vector lanes are assumed too');
}
