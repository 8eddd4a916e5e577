import { AddressMap } from '../../../src/sim/memory/address-mapping.js';
import type { DramConfig } from '../../../src/sim/memory/dram-system.js';
import { accessBytes } from '../../../src/sim/memory/part.js';
import { SlowBankQueues } from './slow-bank-queues.js';
import { SlowChannel, type LoggedCommand, type SlowScheduler } from './slow-channel.js';
import { SlowFirstReady } from './slow-first-ready.js';

/** A memory that steps through every cycle and checks every command against every earlier one: slow, obvious, and written without the state of the fast one. */

export interface SlowRead { readonly address: number; readonly bytes: number; readonly write: boolean; readonly from: number }
export interface SlowResult { readonly commands: readonly LoggedCommand[]; readonly completions: readonly number[] }

/** Runs transfers of one port to the end. */
export function runSlowly(config: DramConfig, transfers: readonly SlowRead[]): SlowResult {
  const commands: LoggedCommand[] = [];
  const size = accessBytes(config.part.organization);
  const map = new AddressMap(config.layout, config.part.organization, config.channels);
  const accesses = transfers.flatMap((t, id) => {
    const first = Math.floor(t.address / size);
    return Array.from({ length: Math.floor((t.address + t.bytes - 1) / size) - first + 1 }, (_, i) => ({ id, access: first + i, write: t.write, from: t.from }));
  });
  const left = transfers.map((_, id) => accesses.filter((a) => a.id === id).length);
  const completions = transfers.map(() => -1);
  const schedulers = Array.from({ length: config.channels }, (_, c): SlowScheduler => {
    const channel = new SlowChannel(c, config, commands);
    return config.controller.scheduling === 'bank-queues' ? new SlowBankQueues(channel) : new SlowFirstReady(channel);
  });
  let [sent, ended] = [0, 0];
  for (let cycle = 0; ended < accesses.length; cycle++) {
    if (cycle > 200_000) throw new Error('the slow memory does not come to an end');
    for (let k = 0; k < config.offersPerCycle && sent < accesses.length && sent - ended < config.window; k++) {
      const a = accesses[sent]!;
      map.locate(a.access);
      const scheduler = schedulers[map.channel]!;
      if (a.from > cycle || !scheduler.accepts(a.write)) break;
      scheduler.add(cycle, { id: a.id, bank: map.bank, row: map.row, column: map.column, write: a.write, arrived: cycle });
      sent++;
    }
    for (const { channel } of schedulers) {
      for (const end of channel.ends.filter((e) => e.cycle === cycle)) {
        ended++;
        if (--left[end.id]! === 0) completions[end.id] = cycle;
      }
    }
    for (const scheduler of schedulers) scheduler.step(cycle);
  }
  return { commands, completions };
}
