import type { CompleteBuffer, MemoryPrimitive, Ports } from './buffer.js';
import type { PortMode } from './shapes.js';

/** One way to serve the accesses of a cycle. */
export interface PortPlan {
  readonly mode: PortMode;
  /** Memories of the same contents: each read port beyond those of the primitive has one of its own, and every write goes to all. */
  readonly copies: number;
  /** Both halves behind one address, or each a memory of its own. */
  readonly halves: 'together' | 'apart';
}

/** The ways to serve a buffer; none where copies do not help: they add reads, not writes. */
export function portPlans({ primitive, halves, ports, otherPorts }: CompleteBuffer): readonly PortPlan[] {
  const together: Ports = { reads: ports.reads + otherPorts.reads, writes: ports.writes + otherPorts.writes };
  const plans: PortPlan[] = copiesFor(primitive, [together]).map((plan) => ({ ...plan, halves: 'together' }));
  // The halves change roles, so that each must serve both.
  if (halves === 2) plans.push(...copiesFor(primitive, [ports, otherPorts]).map((plan): PortPlan => ({ ...plan, halves: 'apart' })));
  return plans;
}

type Copies = Omit<PortPlan, 'halves'>;

/** The ways in which copies of a primitive serve each of these demands, one at a time. */
function copiesFor(primitive: MemoryPrimitive, demands: readonly Ports[]): readonly Copies[] {
  const { reads, pairs, writes, atOnce, writesAtOnce } = mostOf(demands);
  // Two ports that read or write: beside a write each copy serves one read, else two; two writes leave none.
  const either: readonly Copies[] = writes > 2 || writesAtOnce === 2 ? [] : [{ mode: 'true-dual', copies: pairs }];
  if (primitive === 'uram') return either;
  if (writes > 1) return primitive === 'bram' ? either : [];
  switch (primitive) {
    // A port for reads and one for writes allow wider shapes than two of either, which help where they save copies.
    case 'bram': return [{ mode: 'simple-dual', copies: reads }, ...(pairs < reads ? either : [])];
    case 'lutram': return [{ mode: atOnce ? 'simple-dual' : 'single', copies: reads }];
    // The macros of the table have one port.
    case 'sram': return atOnce ? [] : [{ mode: 'single', copies: reads }];
  }
}

interface Most {
  readonly reads: number;
  readonly writes: number;
  /** Copies of two ports that serve the reads, and the writes beside them. */
  readonly pairs: number;
  /** Whether a read and a write happen in one cycle, and the most writes beside a read. */
  readonly atOnce: boolean;
  readonly writesAtOnce: number;
}

function mostOf(demands: readonly Ports[]): Most {
  let most: Most = { reads: 1, writes: 0, pairs: 1, atOnce: false, writesAtOnce: 0 };
  for (const { reads, writes } of demands) {
    const both = reads > 0 && writes > 0;
    most = {
      reads: Math.max(most.reads, reads), writes: Math.max(most.writes, writes),
      pairs: Math.max(most.pairs, both ? reads : Math.ceil(reads / 2)),
      atOnce: most.atOnce || both, writesAtOnce: both ? Math.max(most.writesAtOnce, writes) : most.writesAtOnce,
    };
  }
  return most;
}
