import type { Fidelity } from '../../sim/model/architecture.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import type { Outcome } from '../system.js';
import { none, runJob, simulated, timeMetric, timesOf } from './answer.js';
import { fp16Array, measuredShare } from './machines.js';
import { modelIn } from './models.js';
import { clockOf, requestOf, type FpgaRow } from './row.js';

/** DFX (Hong et al., MICRO 2022, arXiv 2209.10797): a core has 16 lanes of 64 FP16 products and 64 vector lanes (from memory, unverified); all HBM channels feed it. */
const core = { lanes: 16, products: 64, vectorLanes: 64, clockMhz: 200 };

/** DSP blocks of FP16 units: an 11 x 11 bit product fits one; an adder takes two (AMD PG060, full usage, from memory, unverified). */
const dsp = { multiplier: 1, adder: 2 };

export function dfx(row: FpgaRow, fidelity: Fidelity): Outcome {
  if (/^4x|4 cards|cluster/i.test(row.device)) return none(`${row.metric} of four cards ${row.config}: links between cards, and the baseline's software on four V100s, are not modelled`);
  if (/dsp/.test(row.metric)) return dspFigure(row);
  if (/energy|power|cost|token\/J/i.test(`${row.metric} ${row.unit}`)) return none(`${row.metric}: neither power on FPGAs nor prices of cards are modelled`);
  const model = modelIn(row.model);
  if (model === null) return none(`no model of the catalogue in ${JSON.stringify(row.model)}`);
  const request = requestOf(row.config);
  const clock = `${(clockOf(row.config) ?? core.clockMhz * 1e6) / 1e6} MHz`;
  const parameters = fp16Array({ clock, units: core.lanes * core.products, lanes: core.vectorLanes, channels: 32, efficiency: measuredShare() });
  const times = timesOf(runJob({ model, quantization: 'fp16', machine: { family: 'bit-serial', device: 'u280', parameters }, request, fidelity }));
  if (typeof times === 'string') return none(times);
  const value = timeMetric(row, request, times);
  return value === null ? none(`${row.metric}: no figure of DFX for it`) : simulated(value, '1024 FP16 products a cycle from 32 HBM channels; the latency of its instructions, of which each waits for the one before, is not published and not counted');
}

/** Multipliers and adder trees of the matrix unit; vector unit and accumulators' feedback are not counted. */
function dspFigure({ metric }: FpgaRow): Outcome {
  const used = core.lanes * core.products * (dsp.multiplier + dsp.adder);
  const total = deviceNamed('u280')?.fabric?.total.dsp ?? NaN;
  return simulated(/utilization/.test(metric) ? (used / total) * 100 : used, 'the matrix unit alone: one DSP block a multiplier, two an adder, assumed; the vector unit is not counted');
}
