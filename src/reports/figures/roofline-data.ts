import type { OperatorResult, SimulationResult } from '../../sim/model/result.js';
import { shareOfPhase } from '../operator-share.js';
import { numberText, percentText, siText, unknownText } from '../quantity-text.js';
import type { FigureTable } from './figure-table.js';

/** What a roofline figure draws; a whole result fits. */
export type RooflineData = Pick<SimulationResult, 'roofline' | 'operators' | 'phases'>;

/** An operator at its place: operations per byte of DRAM traffic, and the operations per second it reaches. */
export interface RooflinePoint {
  readonly operator: OperatorResult;
  readonly intensity: number;
  readonly opsPerSecond: number;
  /** Share of its phase's time; 0 where the phase takes none. */
  readonly share: number;
}

/** Every operator that has a place on logarithmic axes, the longest first. */
export function rooflinePoints(data: RooflineData): RooflinePoint[] {
  return data.operators.flatMap((operator) => {
    const intensity = operator.arithmeticIntensity;
    const opsPerSecond = operator.latencySeconds === null ? 0 : operator.flops / operator.latencySeconds;
    if (intensity === null || !isPositive(intensity) || !isPositive(opsPerSecond)) return [];
    return [{ operator, intensity, opsPerSecond, share: shareOfPhase(operator, data) ?? 0 }];
  }).sort((a, b) => b.share - a.share);
}

/** Operators without a place: no operations, or no DRAM traffic to relate them to. */
export function undrawnOperators(data: RooflineData): OperatorResult[] {
  const drawn = new Set(rooflinePoints(data).map((point) => point.operator));
  return data.operators.filter((operator) => !drawn.has(operator));
}

/** What a pointer reads over a point. */
export function pointTitle(point: RooflinePoint): string {
  const { operator } = point;
  return `${operator.name} (${operator.phase}): ${siText(point.opsPerSecond, 'OP/s')} at ${numberText(point.intensity)} OP/byte, `
    + `${siText(operator.latencySeconds, 's')}, ${percentText(point.share, unknownText)} of ${operator.phase}, bound by ${operator.bound ?? unknownText}; `
    + `${siText(operator.flops, 'OP')} / ${siText(operator.latencySeconds, 's')}, ${siText(operator.flops, 'OP')} / ${siText(operator.dramBytes, 'B')}`;
}

/** The roof in words: peaks, and the intensity where they meet. */
export function roofText({ peakOpsPerSecond, peakBytesPerSecond, memory }: RooflineData['roofline']): string {
  const ridge = isPositive(peakOpsPerSecond) && isPositive(peakBytesPerSecond) ? numberText(peakOpsPerSecond / peakBytesPerSecond) : unknownText;
  return `${siText(peakOpsPerSecond, 'OP/s')} of compute and ${siText(peakBytesPerSecond, 'B/s')} of ${memory}, which meet at ${ridge} OP/byte`;
}

/** True when some operator stands above the roof, which one that skips zeros may: operations are counted dense. */
export function passesRoof(data: RooflineData): boolean {
  const { peakOpsPerSecond, peakBytesPerSecond } = data.roofline;
  return rooflinePoints(data).some(({ intensity, opsPerSecond }) => opsPerSecond > 1.001 * Math.min(peakOpsPerSecond, intensity * peakBytesPerSecond));
}

export function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

/** The points of a roofline with their digits. */
export function rooflineTable(data: RooflineData): FigureTable {
  return {
    label: 'Points of the roofline',
    columns: [{ head: 'operator', kind: 'text' }, { head: 'phase', kind: 'text' }, ...['OP/byte', 'OP/s', 'operations (OP)', 'time (s)', 'share of its phase'].map((head) => ({ head, kind: 'number' as const })), { head: 'bound by', kind: 'text' }],
    rows: rooflinePoints(data).map(({ operator, intensity, opsPerSecond, share }) => [operator.name, operator.phase, intensity, opsPerSecond, operator.flops, operator.latencySeconds, share, operator.bound]),
  };
}
