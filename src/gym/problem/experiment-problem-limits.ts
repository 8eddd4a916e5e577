import { exceededLimits, fabricKinds, unsupportedOps } from '../../sim/engine/limits.js';
import { mappingLimits } from '../../sim/engine/mapping-plan.js';
import type { Infeasibility } from '../../sim/model/architecture.js';
import type { Device, FabricCounts } from '../../sim/model/device.js';
import type { Figures } from './experiment-problem-figures.js';
import type { Constraint } from './search-problem.js';

/** What a design must fit: limits of the architecture itself, the main memory, and what the device has of each kind of block. */
export interface FitLimits {
  readonly constraints: readonly Constraint[];
  /** Writes by how much each is exceeded from `at` on and returns the reasons; none where the design fits. */
  check(figures: Figures, violations: number[], at: number): string[];
}

/** Where every limit that is no block of the device is told. */
const designName = 'design';

/** The limits of designs on this device; a block whose number is not known is no limit. */
export function fitLimits(device: Device, memoryName: string): FitLimits {
  const { fabric } = device;
  const kinds = fabric === null ? [] : fabricKinds.filter((kind) => fabric.total[kind] !== null);
  const constraints: Constraint[] = [
    { name: designName, limit: 'buffers, channels, formats and parameters must agree' },
    { name: `${memoryName} capacity`, limit: 'at most what the device has' },
    ...kinds.map((kind): Constraint => ({ name: kind, limit: `at most ${available(fabric!.total, fabric!.shell, kind)}` })),
  ];
  return {
    constraints,
    check: (figures, violations, at) => {
      const { machine, mapping, bench: { tasks, input: { graph, scheme, scenario } } } = figures;
      const reasons: string[] = [];
      const tell = (limit: Infeasibility, place: number): void => {
        violations[at + place] = violations[at + place]! + excessOf(limit);
        reasons.push(`${limit.resource}: ${limit.used} needed, ${limit.available} available`);
      };
      for (const limit of machine.infeasibilities()) tell(limit, 0);
      for (const limit of unsupportedOps(machine, graph, scheme)) tell(limit, 0);
      if (mapping !== 'rule') for (const limit of mappingLimits(machine, tasks, scheme, scenario, mapping)) tell(limit, 0);
      for (const limit of exceededLimits(figures.memory(), machine, figures.resources())) {
        const kind = limit.code === 'memory-exceeded' ? -1 : kinds.findIndex((one) => one === limit.resource);
        tell(limit, limit.code === 'memory-exceeded' ? 1 : kind < 0 ? 0 : 2 + kind);
      }
      return reasons;
    },
  };
}

/** (used - available) / available, and what is used where there is none. Finite and more than 0. */
function excessOf({ used, available: most }: Infeasibility): number {
  const excess = most > 0 ? used / most - 1 : used;
  return Number.isFinite(excess) ? Math.max(Number.MIN_VALUE, excess) : Number.MAX_VALUE;
}

function available(total: FabricCounts, shell: FabricCounts | null, kind: keyof FabricCounts): number {
  return total[kind]! - (shell?.[kind] ?? 0);
}
