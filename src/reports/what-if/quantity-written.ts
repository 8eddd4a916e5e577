import { siUnit, type Dimension } from '../../sim/core/units.js';

type Prefix = readonly [text: string, factor: number];

const decimal: readonly Prefix[] = [['T', 1e12], ['G', 1e9], ['M', 1e6], ['k', 1e3]];
const binary: readonly Prefix[] = [['Ti', 2 ** 40], ['Gi', 2 ** 30], ['Mi', 2 ** 20], ['Ki', 2 ** 10]];
const small: readonly Prefix[] = [['m', 1e-3], ['u', 1e-6], ['n', 1e-9]];

/** A quantity with its unit, such as "225 MHz", where that is short and `parseQuantity` makes the same number of it to the last digit; else the number. */
export function quantityWritten(value: number, dimension: Dimension): string | number {
  for (const [prefix, factor] of prefixesOf(dimension)) {
    const size = Number((value / factor).toPrecision(9));
    if (size >= 1 && size < 1e5 && String(size).length <= 8 && size * factor === value) return `${size} ${prefix}${siUnit[dimension]}`;
  }
  return value;
}

function prefixesOf(dimension: Dimension): readonly Prefix[] {
  switch (dimension) {
    case 'time': return small;
    case 'power': return [['k', 1e3], ['', 1]];
    case 'size': return [...binary, ...decimal];
    case 'bandwidth': return [...decimal, ...binary];
    case 'frequency': case 'rate': return decimal;
  }
}
