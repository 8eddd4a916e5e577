import type { Architecture, Infeasibility } from '../model/architecture.js';
import type { DataType } from '../model/datatype.js';
import type { FabricCounts } from '../model/device.js';
import type { OpGraph } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import type { MemoryResult, ResourceResult, SimulationResult } from '../model/result.js';
import { planningLimits } from '../physical/devices/fpga-planning.js';

/** The limits that ops exceed with their formats, each once. */
export function unsupportedOps(machine: Architecture, graph: OpGraph, scheme: QuantizationScheme): Infeasibility[] {
  const found = new Map<string, Infeasibility>();
  for (const group of graph.groups) {
    for (const op of group.ops) {
      const limit = machine.unsupported(op, scheme);
      if (limit !== null) found.set(limit.resource, limit);
    }
  }
  return [...found.values()];
}

/** The counted resources of an FPGA. */
export const fabricKinds = ['lut', 'ff', 'dsp', 'bram36', 'uram'] as const;

/** Used against available (the device minus its shell), of a design for weights of this format; null where either is not known. */
export function resourceResult(machine: Architecture, weights?: DataType): SimulationResult['resources'] {
  const { fabric } = machine.device;
  const resources = machine.resources(weights);
  if (resources === null || fabric === null) return null;
  const { used, least } = resources;
  const entry = (kind: keyof FabricCounts): ResourceResult => {
    const total = fabric.total[kind];
    const available = total === null ? null : total - (fabric.shell?.[kind] ?? 0);
    const u = used[kind];
    return u.value === null ? { used: null, available, quality: null, source: u.reason } : { used: u.value, ...leastOf(least?.[kind]), available, quality: u.quality, source: u.source };
  };
  return { lut: entry('lut'), ff: entry('ff'), dsp: entry('dsp'), bram36: entry('bram36'), uram: entry('uram') };
}

function leastOf(least: number | undefined): { readonly least?: number } {
  return least === undefined ? {} : { least };
}

/** The limits of memory and fabric that the workload and the design exceed, whatever the errors of uncertain figures. */
export function exceededLimits(memory: MemoryResult, machine: Architecture, resources: SimulationResult['resources']): Infeasibility[] {
  const found: Infeasibility[] = [];
  if (memory.fits === false) found.push({ code: 'memory-exceeded', resource: `${machine.memoryName} capacity, bytes`, used: Math.ceil(memory.heldBytes), available: memory.capacityBytes! });
  if (resources !== null) {
    for (const kind of fabricKinds) {
      const { used, least, available } = resources[kind];
      if (used !== null && available !== null && (least ?? used) > available) found.push({ code: 'resource-exceeded', resource: kind, used, available });
    }
  }
  return found;
}

/** Resources above the share from which placement gets hard, and those that cannot be checked. */
export function planningWarnings(resources: SimulationResult['resources']): string[] {
  if (resources === null) return [];
  return fabricKinds.flatMap((kind) => {
    const { used, least, available } = resources[kind];
    if (used === null) return [];
    if (available === null) return [`${kind}: the device's count is not known, so ${used} used are not checked`];
    const share = used / available;
    if (share > 1 && least !== undefined && least <= available) return [`${kind}: ${(share * 100).toFixed(1)} % used is more than there is, and it may be as little as ${((least / available) * 100).toFixed(1)} %: whether the design fits is not known`];
    return share > planningLimits[kind] && share <= 1 ? [`${kind}: ${(share * 100).toFixed(1)} % used is above the planning limit of ${planningLimits[kind] * 100} %`] : [];
  });
}
