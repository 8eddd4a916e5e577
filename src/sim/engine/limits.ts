import type { Architecture, Infeasibility } from '../model/architecture.js';
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

/** Used against available (the device minus its shell); null where either is not known. */
export function resourceResult(machine: Architecture): SimulationResult['resources'] {
  const { fabric } = machine.device;
  const resources = machine.resources();
  if (resources === null || fabric === null) return null;
  const used = resources.used;
  const entry = (kind: keyof FabricCounts): ResourceResult => {
    const total = fabric.total[kind];
    const available = total === null ? null : total - (fabric.shell?.[kind] ?? 0);
    const u = used[kind];
    return u.value === null ? { used: null, available, quality: null, source: u.reason } : { used: u.value, available, quality: u.quality, source: u.source };
  };
  return { lut: entry('lut'), ff: entry('ff'), dsp: entry('dsp'), bram36: entry('bram36'), uram: entry('uram') };
}

/** The limits of memory and fabric that the workload and the design exceed. */
export function exceededLimits(memory: MemoryResult, machine: Architecture, resources: SimulationResult['resources']): Infeasibility[] {
  const found: Infeasibility[] = [];
  if (memory.fits === false) found.push({ code: 'memory-exceeded', resource: `${machine.memoryName} capacity, bytes`, used: Math.ceil(memory.heldBytes), available: memory.capacityBytes! });
  if (resources !== null) {
    for (const kind of fabricKinds) {
      const { used, available } = resources[kind];
      if (used !== null && available !== null && used > available) found.push({ code: 'resource-exceeded', resource: kind, used, available });
    }
  }
  return found;
}

/** Resources above the share from which placement gets hard, and those that cannot be checked. */
export function planningWarnings(resources: SimulationResult['resources']): string[] {
  if (resources === null) return [];
  return fabricKinds.flatMap((kind) => {
    const { used, available } = resources[kind];
    if (used === null) return [];
    if (available === null) return [`${kind}: the device's count is not known, so ${used} used are not checked`];
    const share = used / available;
    return share > planningLimits[kind] && share <= 1 ? [`${kind}: ${(share * 100).toFixed(1)} % used is above the planning limit of ${planningLimits[kind] * 100} %`] : [];
  });
}
