import { reject } from './diagnostics.js';
import { quote } from './quote.js';

/** What a quantity measures. Inside, each has one unit: Hz, bytes/s, bytes, seconds, watts, joules, operations/s. */
export type Dimension = 'frequency' | 'bandwidth' | 'size' | 'time' | 'power' | 'rate';

const decimal = { '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 } as const;
const binary = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

function scaled(prefixes: Readonly<Record<string, number>>, units: readonly string[]): [string, number][] {
  return units.flatMap((unit) => Object.entries(prefixes).map(([prefix, factor]): [string, number] => [prefix + unit, factor]));
}

const units: Readonly<Record<Dimension, ReadonlyMap<string, number>>> = {
  frequency: new Map(scaled(decimal, ['Hz'])),
  bandwidth: new Map(scaled({ ...decimal, ...binary }, ['B/s'])),
  size: new Map(scaled({ ...decimal, ...binary }, ['B'])),
  time: new Map([['s', 1], ['ms', 1e-3], ['us', 1e-6], ['µs', 1e-6], ['ns', 1e-9]]),
  power: new Map([['W', 1], ['mW', 1e-3], ['kW', 1e3]]),
  rate: new Map(scaled(decimal, ['OP/s', 'FLOP/s'])),
};

/** The unit in which each dimension travels inside the product. */
export const siUnit: Readonly<Record<Dimension, string>> = {
  frequency: 'Hz', bandwidth: 'B/s', size: 'B', time: 's', power: 'W', rate: 'OP/s',
};

const quantityText = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([A-Za-zµ/]*)\s*$/;

/**
 * A quantity as files give it: a plain SI number, or a text with a unit such as `"460 GB/s"`, `"225 MHz"`, `"8 GiB"`.
 * GB is 10^9 bytes, GiB is 2^30. Throws `unit/...` problems that name the pointer.
 */
export function parseQuantity(input: number | string, dimension: Dimension, pointer = ''): number {
  const value = typeof input === 'number' ? input : quantityFromText(input, dimension, pointer);
  if (!Number.isFinite(value) || value <= 0) {
    reject('unit/not-positive', `${pointer} must be a positive ${dimension}, got ${quote(String(input))}`, { pointer, remedy: `write for example ${example(dimension)}` });
  }
  return value;
}

function quantityFromText(text: string, dimension: Dimension, pointer: string): number {
  const match = quantityText.exec(text);
  if (match === null) {
    return reject('unit/not-a-quantity', `${pointer} is not a number with a unit: ${quote(text)}`, { pointer, remedy: `write for example ${example(dimension)}` });
  }
  const unit = match[2]!;
  const factor = unit === '' ? 1 : units[dimension].get(unit);
  if (factor === undefined) {
    return reject('unit/wrong-unit', `${pointer} needs a unit of ${dimension}, got ${quote(unit)}`, { pointer, remedy: `write for example ${example(dimension)}` });
  }
  return Number(match[1]) * factor;
}

function example(dimension: Dimension): string {
  switch (dimension) {
    case 'frequency': return '"225 MHz"';
    case 'bandwidth': return '"460 GB/s"';
    case 'size': return '"8 GiB"';
    case 'time': return '"20 ms"';
    case 'power': return '"45 W"';
    case 'rate': return '"312 TOP/s"';
  }
}

const prefixes: readonly (readonly [number, string])[] = [[1e15, 'P'], [1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n'], [1e-12, 'p']];

/** A number with an SI prefix and four significant digits: `formatSi(0.0175, 's')` is `17.50 ms`. */
export function formatSi(value: number, unit: string): string {
  if (value === 0) return `0 ${unit}`;
  const size = Math.abs(value);
  const [factor, prefix] = prefixes.find(([f]) => size >= f * 0.99995) ?? prefixes[prefixes.length - 1]!;
  return `${(value / factor).toPrecision(4)} ${prefix}${unit}`;
}
