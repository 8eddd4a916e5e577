import type { Rng } from '../../sim/core/rng.js';
import { sampleCode, valueCount, type Design, type DesignSpace, type Parameter } from '../../sim/model/design-space.js';
import { mutatedCode } from './variation.js';

/** Distribution index of short steps: they are 3 % of the range on average. */
const shortEta = 20;
const mostDraws = 8;

/** The design with one parameter changed, drawn from those that have other values: with the probability `near` a short step, else any other value. A space of one design gives that. */
export function withOneChange(space: DesignSpace, design: Design, near: number, rng: Rng): Design {
  const open = space.parameters.map((_, i) => i).filter((i) => valueCount(space.parameters[i]!) !== 1);
  if (open.length === 0) return design;
  const i = rng.pick(open);
  const parameter = space.parameters[i]!;
  return design.with(i, rng.next() < near ? mutatedCode(parameter, design[i]!, shortEta, rng) : otherCode(parameter, design[i]!, rng));
}

function otherCode(parameter: Parameter, code: number, rng: Rng): number {
  for (let draw = 0; draw < mostDraws; draw++) {
    const other = sampleCode(parameter, rng);
    if (other !== code) return other;
  }
  return mutatedCode(parameter, code, shortEta, rng);
}
