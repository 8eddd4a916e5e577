import type { Fidelity } from '../../sim/model/architecture.js';
import type { Outcome } from '../system.js';
import { none, runJob, simulated, timeMetric, timesOf } from './answer.js';
import { fp16Array, measuredShare, type Json, type MachineInput } from './machines.js';
import { modelIn } from './models.js';
import { requestOf, type FpgaRow } from './row.js';

/**
 * llama-fpga (Li et al., DATE 2025, arXiv 2502.10659, and its released Vivado projects): decode alone, weights of 4 bits from DDR4, FP16 activations,
 * an 8-bit KV cache. Its array takes what a channel brings: 512 bits a cycle, 128 weights.
 */
const weightsPerChannel = 128;

/** AWQ in groups of 128, FP16 scale and 4-bit zero point; lm_head too, since the paper's limit of 5.8 token/s is 3.3 GB a token. */
const awq: Json = { name: 'awq-w4a16-kv8', weights: { type: 'int4', groupSize: 128, scaleBits: 16, zeroPointBits: 4 }, activations: 'fp16', kvCache: 'int8', source: 'arXiv 2502.10659: W4A16 (AWQ), KV8' };

/** Lanes of norms and softmax: assumed; a tenth of a percent of the time. */
const vectorLanes = 32;

interface Board {
  readonly device: string | Json;
  readonly clock: string;
  readonly channels: number;
  readonly what: string;
}

/** The released block design has DDR4-2133 behind the logic (938 ps, 64 bits) and the processing system's DDR4 at 1050 MHz; the array runs at the controller's 266 MHz. */
const zcu104 = { logic: 64 / 8 * (2 / 938e-12), system: 64 / 8 * 2 * 1050e6 };
const zcu104Source = 'adamgallas/llama-fpga, zcu104_pl block design: MTA8ATF51264HZ-2G1 at 938 ps, 64 bits; PSU__ACT_DDR_FREQ_MHZ 1050';

function boardOf(device: string): Board | null {
  const scaled = (bytesPerSecond: number, channels: number): Json => ({
    name: 'zcu104-as-released', extends: 'zcu104', memories: { ddr: { capacity: '4 GiB', bandwidth: bytesPerSecond, channels } }, sources: [zcu104Source],
  });
  if (/kv260/i.test(device)) return { device: 'kv260', clock: '300 MHz', channels: 1, what: 'one 64-bit DDR4-2400' };
  if (/zcu104/i.test(device)) {
    return /PS ?[+&] ?PL|hybrid|PS and PL/i.test(device)
      ? { device: scaled(zcu104.logic + zcu104.system, 2), clock: '266.5 MHz', channels: 2, what: 'both memories of the board, DDR4-2133 and DDR4-2100 in its released design' }
      : { device: scaled(zcu104.logic, 1), clock: '266.5 MHz', channels: 1, what: 'one 64-bit DDR4-2133, as its released design sets it' };
  }
  if (/u250/i.test(device)) return { device: 'u250', clock: '300 MHz', channels: 4, what: 'four DDR4-2400' };
  return null;
}

export function llamaFpga(row: FpgaRow, fidelity: Fidelity): Outcome {
  const board = boardOf(row.device);
  const model = modelIn(row.model);
  if (board === null) return none(`no memory of ${row.device} as this design uses it is known`);
  if (model === null) return none(`no model of the catalogue in ${JSON.stringify(row.model)}`);
  const request = requestOf(row.config);
  const result = runJob({ model, quantization: awq, machine: machineOf(board), request, fidelity });
  const times = timesOf(result);
  if (typeof times === 'string') return none(times);
  const note = `bound by ${board.what}, at the best share of a peak that was measured on an FPGA (425 / 460, Shuhai)`;
  if (/bandwidth_utilization/.test(row.metric)) return simulated((result.phases.decode?.dramUtilization ?? NaN) * 100, note);
  if (/prefill|first_token/.test(row.metric)) return none('this design has no prefill: it takes the tokens of a prompt one by one');
  const value = timeMetric(row, request, times);
  return value === null ? none(`${row.metric} on ${row.device}: neither resources nor power of this design are modelled`) : simulated(value, note);
}

function machineOf({ device, clock, channels }: Board): MachineInput {
  return { family: 'bit-serial', device, parameters: fp16Array({ clock, units: weightsPerChannel * channels, lanes: vectorLanes, channels, efficiency: measuredShare() }) };
}
