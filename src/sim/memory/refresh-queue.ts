import type { ControllerRules } from './controller.js';
import type { DramPart } from './part.js';

/** Refreshes that are due: which units (ranks or pseudo-channels) wait for theirs, and when the next are asked for. */
export class RefreshQueue {
  /** The cycle in which refreshes are asked for next; Infinity where there are none. */
  next: number;
  private readonly gap: number;
  private readonly together: boolean;
  private readonly units: number;
  private readonly pending: Int32Array;
  private count = 0;
  private turn = 0;

  /** `ahead`: cycles by which the first is asked for early. `most`: refreshes that may wait, for each unit. */
  constructor({ timing }: DramPart, { refresh }: ControllerRules, units: number, { ahead, most }: { readonly ahead: number; readonly most: number }) {
    this.gap = refresh === 'staggered' ? Math.floor(timing.tREFI / units) : timing.tREFI;
    this.next = refresh === 'none' ? Infinity : this.gap - ahead;
    this.together = refresh === 'together';
    this.units = units;
    this.pending = new Int32Array(most * units);
  }

  /** True where nobody waits. */
  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** The unit that has waited longest. Only where somebody waits. */
  get first(): number {
    return this.pending[0]!;
  }

  /** Files what is due by `cycle`: all units together, or one after the other. */
  ask(cycle: number): void {
    if (cycle < this.next) return;
    if (this.together) {
      for (let unit = 0; unit < this.units; unit++) this.pend(unit);
    } else {
      this.pend(this.turn);
      this.turn = (this.turn + 1) % this.units;
    }
    this.next += this.gap;
  }

  /** The first has its refresh. */
  done(): void {
    this.pending.copyWithin(0, 1, this.count--);
  }

  private pend(unit: number): void {
    if (this.count === this.pending.length) throw new RangeError('refreshes are asked for faster than they can be done');
    this.pending[this.count++] = unit;
  }
}
