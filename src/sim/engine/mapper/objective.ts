/** What a search makes least. */
export type Objective = 'energy' | 'latency' | 'energy-delay';

/** A cost that adds up over operators that run one after the other. */
export interface EnergyTime {
  readonly energy: number;
  readonly seconds: number;
}

/** The value of an objective. It never falls when energy or time grow, which is all that bounds rely on. */
export function valueOf(objective: Objective, energy: number, seconds: number): number {
  switch (objective) {
    case 'energy': return energy;
    case 'latency': return seconds;
    case 'energy-delay': return energy * seconds;
  }
}

/** Numbers closer than this (relative) are rounding: no candidate is worth more than that. */
export const hair = 1e-12;

/** Whether a is as good as b: of a single objective that alone counts, of a product both factors. */
export function covers(objective: Objective, a: EnergyTime, energy: number, seconds: number): boolean {
  return (objective === 'latency' || a.energy <= energy + energy * hair) && (objective === 'energy' || a.seconds <= seconds + seconds * hair);
}

/** Whether a point of a list covers another one. */
export function coveredBy(objective: Objective, points: readonly EnergyTime[], { energy, seconds }: EnergyTime): boolean {
  for (const point of points) if (covers(objective, point, energy, seconds)) return true;
  return false;
}

/** Adds a point to a frontier unless one there covers it; points that it covers leave. True where it went in. */
export function addToFrontier<T extends EnergyTime>(objective: Objective, frontier: T[], point: T): boolean {
  if (coveredBy(objective, frontier, point)) return false;
  for (let i = frontier.length - 1; i >= 0; i--) if (covers(objective, point, frontier[i]!.energy, frontier[i]!.seconds)) frontier.splice(i, 1);
  frontier.push(point);
  return true;
}
