import type { EngineOptions } from '../../../src/rtl-export/kit/engine/engine.js';
import { dequantizerOf } from './coded-product.js';
import { smallCores, systolicCore, type CoreUnderTest } from './cores.js';
import { plain } from './small-engine.js';

export interface DequantizedEngine {
  readonly what: string;
  readonly core: CoreUnderTest;
  readonly options: EngineOptions;
}

/** Engines whose dequantisers have each kind of code, with and without multipliers and groups, of narrow, wide and odd codes, before odd numbers of lanes. */
export function dequantizedEngines(): readonly DequantizedEngine[] {
  const [array, chain] = [systolicCore(4, 3), smallCores()[1]!];
  const engine = (core: CoreUnderTest, what: string, dequantizer: NonNullable<EngineOptions['dequantizer']>): DequantizedEngine => (
    { what: `${core.what}, ${what}`, core, options: { ...plain, dequantizer } });
  return [
    engine(array, '4 bits with signs, wide jobs', dequantizerOf(4, { wide: true })),
    engine(array, '4 bits less zero points of groups, times multipliers, wide jobs', dequantizerOf(4, { kind: 'offset', scaled: true, grouped: true, wide: true })),
    engine(array, '3 bits in a table, wide jobs', dequantizerOf(3, { kind: 'table', wide: true })),
    engine(array, '1 bit in a table times multipliers of groups', dequantizerOf(1, { kind: 'table', scaled: true, grouped: true })),
    engine(array, '8 bits less a zero point, wide jobs', dequantizerOf(8, { kind: 'offset', wide: true })),
    engine(systolicCore(2, 1), '1 bit with a sign, wide jobs', dequantizerOf(1, { wide: true })),
    engine(chain, '4 bits less zero points of groups, wide jobs', dequantizerOf(4, { kind: 'offset', grouped: true, wide: true })),
    engine(chain, '5 bits in a table', dequantizerOf(5, { kind: 'table' })),
    engine(chain, '2 bits times a multiplier', dequantizerOf(2, { scaled: true })),
  ];
}
