import { deviceNamed } from '../../sim/physical/devices/index.js';
import type { Outcome } from '../system.js';
import { none } from './answer.js';
import type { FpgaRow } from './row.js';

/** Bandwidths of an FPGA's memory: entries of the device catalogue, which systems bound by memory rest on. */
export function memoryFigure({ device, metric, config, unit }: FpgaRow): Outcome {
  const card = deviceNamed(/[uv]\d+c?/i.exec(device)?.[0].toLowerCase() ?? '');
  const name = /ddr/i.test(`${metric} ${config}`) ? 'ddr' : 'hbm';
  const memory = card?.memories.find((level) => level.name === name);
  const peak = memory?.bytesPerSecond ?? null;
  const measured = memory?.measuredBytesPerSecond ?? null;
  if (peak === null) return none(`${metric} of ${device}: no ${name} bandwidth in the catalogue`);
  const input = (value: number, what: string): Outcome => ({ kind: 'input', answers: { value }, note: `${what} is an entry of the device catalogue` });
  const channels = /^(1|one|single) (pseudo )?channel/i.test(config) ? memory?.channels ?? 1 : 1;
  if (/efficiency|utili[sz]ation|share/.test(metric)) return measured === null ? none(`${metric}: no measured ${name} bandwidth of ${device} in the catalogue`) : input((measured / peak) * (unit === '%' ? 100 : 1), 'measured over theoretical bandwidth');
  if (!/bandwidth/.test(metric)) return none(`${metric} of ${device}: latencies of single accesses are not modelled`);
  if (!/measured/.test(metric)) return input(peak / channels / 1e9, 'the theoretical bandwidth');
  return measured === null ? none(`${metric}: no measured ${name} bandwidth of ${device} in the catalogue`) : input(measured / channels / 1e9, 'the measured bandwidth');
}
