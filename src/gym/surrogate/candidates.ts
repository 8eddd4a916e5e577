import type { Rng } from '../../sim/core/rng.js';
import { designKey, fromUnit, neighbours, sampleCode, sampleDesign, toUnit, type Design, type DesignSpace } from '../../sim/model/design-space.js';
import { normal } from '../agents/normal.js';
import { mutatedCode, newDesigns } from '../agents/variation.js';
import type { Rater } from './rater.js';

export interface CandidateSearch {
  readonly space: DesignSpace;
  readonly rater: Rater;
  /** Designs beside the neighbours of the best so far: half of them drawn at random, half combined from these. */
  readonly draws: number;
  /** Climbs, each from one of the best that was found. */
  readonly climbs: number;
  /** Keys of designs that are not wanted again. */
  readonly taken: ReadonlySet<string>;
  /** Designs wanted. */
  readonly count: number;
}

interface Rated { readonly design: Design; readonly value: number }

/** Longest climb. */
const mostSteps = 8;
/** Designs that the later ones of a batch are chosen from. */
const shortlist = 64;

/**
 * The designs that should be evaluated next, none of them taken. The first is the best of random ones, children and neighbours of the best so far, and what is met on climbs from neighbour to neighbour from the best of these (as Hutter, Hoos,
 * Leyton-Brown, LION 5, 2011, section 4.3); each other one the best of those that came close to it, rated anew. Where none are found that are new, they are drawn at random; fewer where there are no more.
 */
export function bestCandidates({ space, rater, draws, climbs, taken, count }: CandidateSearch, rng: Rng): Design[] {
  const pool = searched(space, rater, draws, climbs, taken, rng);
  let close = count === 1 ? best(pool, 1) : best(pool, shortlist + count);
  const found: Design[] = [];
  while (found.length < count && close.length > 0) {
    const chosen = close.reduce((a, b) => (b.value > a.value ? b : a));
    found.push(chosen.design);
    if (found.length === count) break;
    rater.chose(chosen.design);
    close = close.filter((one) => one !== chosen);
    const values = rater.next().acquisition(close.map(({ design }) => design));
    close = close.map((one, i) => ({ ...one, value: values[i]! }));
  }
  return [...found, ...newDesigns(space, [...taken, ...found.map(designKey)], count - found.length, rng, null)];
}

function searched(space: DesignSpace, rater: Rater, draws: number, climbs: number, taken: ReadonlySet<string>, rng: Rng): Rated[] {
  const { acquisition, centres } = rater.next();
  const seen = new Set<string>();
  const rated: Rated[] = [];
  const rate = (designs: readonly Design[]): Rated[] => {
    const fresh = designs.filter((design) => {
      const key = designKey(design);
      if (seen.has(key) || taken.has(key)) return false;
      seen.add(key);
      return true;
    });
    if (fresh.length === 0) return [];
    const values = acquisition(fresh);
    const found = fresh.map((design, i): Rated => ({ design, value: values[i]! }));
    rated.push(...found);
    return found;
  };
  rate([
    ...Array.from({ length: Math.ceil(draws / 2) }, () => sampleDesign(space, rng)), ...Array.from({ length: Math.floor(draws / 2) }, () => child(space, centres, rng)),
    ...centres.flatMap((centre) => around(space, centre, rng)),
  ]);
  let climbers = best(rated, climbs);
  for (let step = 0; step < mostSteps && climbers.length > 0; step++) {
    climbers = climbers.flatMap((climber) => best(rate(around(space, climber.design, rng)), 1).filter(({ value }) => value > climber.value));
  }
  return rated;
}

function best(rated: readonly Rated[], count: number): Rated[] {
  if (count === 1) return rated.length === 0 ? [] : [rated.reduce((a, b) => (b.value > a.value ? b : a))];
  return [...rated].sort((a, b) => b.value - a.value).slice(0, count);
}

/** A child has at least so many changes: designs with one change are neighbours. */
const leastChanges = 2;
/** Distribution index of the steps of children: a tenth of the range on average. */
const stepEta = 5;

/** A child of one of `centres`: two or more parameters changed, each a little, at random, or to what another centre has. What only pays together is found so: a larger array with a slower clock. */
function child(space: DesignSpace, centres: readonly Design[], rng: Rng): Design {
  if (centres.length === 0) return sampleDesign(space, rng);
  const design = [...rng.pick(centres)];
  const other = rng.pick(centres);
  for (let change = 0; change < leastChanges || rng.next() < 0.5; change++) {
    const i = rng.integer(0, design.length - 1);
    const kind = rng.next();
    design[i] = kind < 0.4 ? mutatedCode(space.parameters[i]!, design[i]!, stepEta, rng) : kind < 0.7 ? other[i]! : sampleCode(space.parameters[i]!, rng);
  }
  return design;
}

/** Deviations of steps of a number on [0, 1]: reals have no next value, so they are tried near and far. */
const reaches = [0.1, 0.02, 0.004] as const;

/** The neighbours of a design, and for a real parameter, or an integer with many values, random steps of several lengths. */
function around(space: DesignSpace, design: Design, rng: Rng): Design[] {
  const steps = space.parameters.flatMap((parameter, i) => {
    if (parameter.type !== 'real' && !(parameter.type === 'integer' && parameter.high - parameter.low > 20)) return [];
    return reaches.map((reach) => design.with(i, fromUnit(parameter, toUnit(parameter, design[i]!) + reach * normal(rng))));
  });
  return [...neighbours(space, design), ...steps];
}
