import { InputError, problem } from '../../../sim/core/diagnostics.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { highestOf, lowestOf } from '../../../sim/numerics/arithmetic/width.js';
import type { RtlDesign } from '../design.js';
import type { ProductCore } from './product.js';

/** A core of a design, or why there is no engine around it. `value` is that of a parameter of the design. */
export type CoreMaker = (design: RtlDesign, value: (parameter: string) => number) => Omit<ProductCore, 'latency'> | string;

/** The numbers of two's complement of so many bits. */
export function signedRange(bits: number): { readonly least: number; readonly most: number } {
  return { least: lowestOf(bits), most: highestOf(bits) };
}

/** The core that a family makes of its design. Throws `export/no-engine` where there is none. */
export function coreOf(design: RtlDesign, make: CoreMaker): ProductCore {
  const value = (name: string): number => design.parameters.find((parameter) => parameter.name === name)!.value;
  const hasWidth = design.parameters.some(({ name }) => name === 'ACT_BITS');
  if (hasWidth && value('ACT_BITS') !== 8) return noEngine(design.core, `activations of an engine have 8 bits, not ${value('ACT_BITS')}`);
  const core = make(design, value);
  return typeof core === 'string' ? noEngine(design.core, core) : { ...core, latency: latencyOf(core) };
}

export function noEngine(core: string, why: string): never {
  throw new InputError([problem('export/no-engine', `there is no engine around ${core}: ${why}`, { remedy: 'leave --top out' })]);
}

/** Two tiles of features take twice the cycles of one, but for the latency. */
function latencyOf({ layout, runs, further }: Omit<ProductCore, 'latency'>): number {
  const cyclesOf = (tiles: number): number => {
    const features = tiles * layout.featureLanes * layout.featureBeats;
    const { cycles, beats } = runs(matrix(1, 1, Float64Array.of(0)), matrix(features, 1, new Float64Array(features)))[0]!;
    return further?.per === 'job' ? cycles - beats[further.name]!.length : cycles;
  };
  return 2 * cyclesOf(1) - cyclesOf(2);
}
