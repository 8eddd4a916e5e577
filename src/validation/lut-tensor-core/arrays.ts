import { m2n64k4 } from '../../arch/lut-tensor-core/cycles.js';
import { gates28nm } from '../../arch/lut-tensor-core/gates.js';
import { partsAreaUm2, partsEnergyPj } from '../../sim/physical/components/index.js';
import { addArrayParts, lutArrayParts, lutDotParts, macArrayParts, type LutDesign } from '../../arch/lut-tensor-core/units.js';
import type { Part } from '../../sim/model/component.js';
import type { Outcome } from '../system.js';
import { fitted, gap, simulated, type Config } from './config.js';
import { lutArray, numberKind, topsPerWatt } from './hardware.js';

/** The step of Table 2 that a text names. */
function designOf(step: string): LutDesign | null {
  if (/^UNPU/.test(step)) return 'conventional';
  if (/reinterpretation/.test(step)) return 'reinterpreted';
  if (/negation/.test(step)) return 'remapped';
  return /fusion|LUT Tensor Core/.test(step) ? 'fused' : null;
}

const gigahertz = (config: Config): number => Number(/([\d.]+) ?GHz/.exec(config.text('process'))?.[1] ?? 1);

/** A row of Table 2: area in um2, power in mW. */
export function arrayOutcome(config: Config, metric: string): Outcome {
  const design = designOf(config.text('step'));
  const weights = numberKind(config.text('w'));
  const activations = numberKind(config.text('a'));
  if (design === null || weights === null || activations === null) return gap(`no array is known for the step ${JSON.stringify(config.text('step'))}`);
  const parts = lutArrayParts({ ...m2n64k4, planes: weights.bits, activations }, design, gates28nm);
  if (/power/.test(metric)) return simulated((partsEnergyPj(parts) ?? NaN) * gigahertz(config));
  const area = partsAreaUm2(parts) ?? NaN;
  const calibrates = design === 'conventional' && weights.bits === 2 && activations.kind === 'integer' && activations.bits === 8;
  return calibrates ? fitted(area, 'the area of a gate equivalent was fitted on this row') : simulated(area);
}

/** Units of Fig. 12 that share a table: the width of the array they are for. */
const sharers = m2n64k4.n;

/** A dot product of four as a unit of its own (Fig. 12): operations a second for each mm2. */
export function dotProductDensity(config: Config): Outcome {
  const weights = numberKind(config.text('w'));
  const activations = numberKind(config.text('a'));
  const k = Number(/^DP(\d+)$/.exec(config.text('unit'))?.[1] ?? NaN);
  if (weights === null || activations === null || Number.isNaN(k)) return gap('the row names no dot-product unit of known formats');
  const impl = config.text('impl');
  const one = { m: 1, n: 1, k, activations };
  const serial = weights.kind === 'integer' ? weights.bits : 1;
  const parts: readonly Part[] | null = impl === 'LUT' ? lutDotParts(activations, k, sharers, gates28nm)
    : impl === 'ADD' ? addArrayParts({ ...one, planes: serial }, gates28nm)
      : impl === 'MAC' ? macArrayParts(one, gates28nm) : null;
  if (parts === null) return gap(`no dot-product unit of the kind ${JSON.stringify(impl)}`);
  const cycles = impl === 'MAC' ? 1 : serial;
  return simulated((2 * k) / cycles / ((partsAreaUm2(parts) ?? NaN) / 1e6) / 1e3, impl === 'LUT' ? 'with its share of a table and of the adders that make it, among 64 units' : undefined);
}

/** TOPS/W of Table 3. */
export function elementEfficiency(config: Config): Outcome {
  if (config.text('system') === 'UNPU') return gap('a chip of 65 nm, measured at its best supply voltage with its buffers and controller: the components here are those of arrays in 28 nm');
  const weights = numberKind(config.text('w'));
  const activations = numberKind(config.text('a'));
  if (weights?.kind !== 'integer' || activations === null) return gap('the row names no array of known formats');
  return simulated(topsPerWatt(lutArray(m2n64k4, weights.bits, activations)));
}
