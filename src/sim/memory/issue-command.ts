import type { CommandName } from './channel-state.js';
import type { RefreshQueue } from './refresh-queue.js';
import type { ChannelParts } from './scheduler.js';

/** Opens a row for a request. `row`: what stands open from then on, where that is not the row yet. */
export function issueActivate({ channel, state, pool, trace }: ChannelParts, cycle: number, slot: number, row = pool.row[slot]!): void {
  const bank = pool.bank[slot]!;
  state.activate(cycle, bank, row);
  trace?.(cycle, channel, 'activate', bank, pool.row[slot]!);
}

/** Closes the open row of a bank. */
export function issuePrecharge({ channel, state, trace }: ChannelParts, cycle: number, bank: number): void {
  trace?.(cycle, channel, 'precharge', bank, state.openRow[bank]!);
  state.precharge(cycle, bank);
}

/** Refreshes the unit that has waited longest. */
export function issueRefresh({ channel, state, trace }: ChannelParts, cycle: number, refreshes: RefreshQueue): void {
  const unit = refreshes.first;
  state.refresh(cycle, unit);
  trace?.(cycle, channel, 'refresh', unit, -1);
  refreshes.done();
}

/** Issues the read or write of a request and files its end, with its twins'. */
export function issueAccess({ channel, state, pool, ends, trace }: ChannelParts, cycle: number, slot: number, close: boolean): void {
  const [bank, write] = [pool.bank[slot]!, pool.write[slot] === 1];
  const row = state.openRow[bank]!;
  state.access(cycle, bank, write, close);
  trace?.(cycle, channel, accessName(write, close), bank, row);
  const end = cycle + (write ? state.gaps.writeLatency : state.gaps.readLatency);
  for (let s = slot; s !== -1; s = pool.twin[s]!) (write ? ends.writes : ends.reads).push(s, end);
}

function accessName(write: boolean, close: boolean): CommandName {
  if (write) return close ? 'write-close' : 'write';
  return close ? 'read-close' : 'read';
}
