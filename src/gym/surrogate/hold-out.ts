import type { Rng } from '../../sim/core/rng.js';
import { toUnit, valueOf, type Parameter } from '../../sim/model/design-space.js';
import type { KnownDesigns } from './known-designs.js';

/** Designs to learn from and designs to be asked about, by their places. */
export interface HoldOut {
  /** What is held out, in words. */
  readonly held: string;
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Where a slab begins, as a place on [0, 1]. */
const slabFrom = 0.75;
/** Fewer designs on a side say nothing. */
const leastRows = 10;

/** Random designs are held out: `testRows`, or a fifth where there are not that many; the others, at most `trainRows`, are learnt from. */
export function unseenPoints({ designs }: KnownDesigns, trainRows: number, testRows: number, rng: Rng): HoldOut | null {
  const order = Int32Array.from(designs.keys());
  for (let i = order.length - 1; i > 0; i--) {
    const at = rng.integer(0, i);
    [order[i], order[at]] = [order[at]!, order[i]!];
  }
  const tested = Math.min(testRows, Math.max(Math.floor(order.length / 5), order.length - trainRows));
  return held('random designs', order.slice(tested, tested + trainRows), order.slice(0, tested));
}

/** At most so many of a hold-out, evenly spread over it, so that none learns from more designs than another may. */
export function limited({ held: what, train, test }: HoldOut, trainRows: number, testRows: number): HoldOut {
  return { held: what, train: spread(train, trainRows), test: spread(test, testRows) };
}

function spread(places: Int32Array, most: number): Int32Array {
  return places.length <= most ? places : Int32Array.from({ length: most }, (_, i) => places[Math.floor((i * places.length) / most)]!);
}

/** For each parameter whose values have an order: the upper quarter of its range is held out, so that a model has to go beyond what it saw. */
export function unseenRegions({ designs, space }: KnownDesigns): readonly HoldOut[] {
  return space.parameters.flatMap((parameter, i) => {
    if (parameter.type === 'categorical') return [];
    const codes = designs.map((design) => design[i]!);
    const least = codes.reduce((a, code) => (code < a && toUnit(parameter, code) >= slabFrom ? code : a), Infinity);
    const one = split(codes, (code) => toUnit(parameter, code) >= slabFrom, `${parameter.name} from ${shown(parameter, least)} on`);
    return one === null ? [] : [one];
  });
}

/** Each value of a parameter is held out in turn. */
export function unseenValues({ designs, space }: KnownDesigns, name: string): readonly HoldOut[] {
  const i = space.parameters.findIndex((one) => one.name === name);
  const parameter = space.parameters[i];
  if (parameter === undefined) throw new RangeError(`the space has no parameter ${name}`);
  const codes = designs.map((design) => design[i]!);
  return [...new Set(codes)].sort((a, b) => a - b).flatMap((own) => {
    const one = split(codes, (code) => code === own, `${name} = ${shown(parameter, own)}`);
    return one === null ? [] : [one];
  });
}

function split(codes: readonly number[], isHeld: (code: number) => boolean, what: string): HoldOut | null {
  const places = Int32Array.from(codes.keys());
  return held(what, places.filter((i) => !isHeld(codes[i]!)), places.filter((i) => isHeld(codes[i]!)));
}

function held(what: string, train: Int32Array, test: Int32Array): HoldOut | null {
  return train.length < leastRows || test.length < leastRows ? null : { held: what, train, test };
}

function shown(parameter: Parameter, code: number): string {
  return Number.isFinite(code) ? String(valueOf(parameter, code)) : 'nowhere';
}
