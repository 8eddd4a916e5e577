import type { SlotList } from './request-pool.js';

/** What the arrival of a request changes: nothing yet, the whole choice of the next step, or no more than that the request is there to be chosen too. */
export type Arrival = 'waits' | 'changes-all' | 'is-one-more';

/** How a controller queues the requests of one channel and which of them it prefers: what `ChannelSchedule` asks of it. */
export interface ScheduleQueues {
  /** Requests that may be served, the oldest first. */
  readonly seen: SlotList;
  hasRoom(write: boolean): boolean;
  /** A request arrives. Sets the cycle from which it counts. */
  add(cycle: number, slot: number): Arrival;
  /** Decides about writes before the next step is chosen. */
  chooseMode(): void;
  /** Whether a request may be chosen now. `refreshing`: a refresh waits for open rows. */
  takesPart(slot: number, refreshing: boolean): boolean;
  /** Whether a row was opened for this request, so that it goes before others of its cycle. */
  isOpener(slot: number): boolean;
  /** Whether somebody waits for the open row of a bank, so that it stays open. */
  keepsRow(bank: number): boolean;
  /** Whether a request of an open row may keep the row from being closed for another one. */
  mayKeepRow(slot: number, other: number): boolean;
  /** Whether a refresh of banks `from` to before `to` has to wait for data. */
  delaysRefresh(from: number, to: number): boolean;
  /** A row was opened for a request. */
  opened(slot: number): void;
  /** The data of a request, which is not seen any more, have moved. */
  moved(cycle: number, slot: number): void;
  /** The row of a bank was closed for a refresh. */
  closed(bank: number): void;
}
