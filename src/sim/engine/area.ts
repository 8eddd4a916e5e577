import type { Architecture } from '../model/architecture.js';
import type { AreaResult } from '../model/result.js';

const um2PerMm2 = 1e6;

/** The parts of a chip with their areas: count x area of one. The total is null where a part's is not known. */
export function areaResult(machine: Architecture): AreaResult | null {
  const parts = machine.area?.();
  if (parts === undefined) return null;
  const entries = parts.map(({ name, component: { area }, count }) => (area.value === null
    ? { name, count, mm2: null, quality: null, source: area.reason }
    : { name, count, mm2: (count * area.value) / um2PerMm2, quality: area.quality, source: area.source }));
  const known = entries.flatMap(({ mm2 }) => (mm2 === null ? [] : [mm2]));
  return { totalMm2: known.length < entries.length ? null : known.reduce((sum, mm2) => sum + mm2, 0), parts: entries };
}
