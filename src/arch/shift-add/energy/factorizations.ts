/**
 * All ordered ways to write n as a product of `parts` factors. Factors come in the order of `divisors`; where a search has equals the first one wins,
 * so that the order is part of the answer.
 */
export function factorizations(n: number, parts: number): readonly (readonly number[])[] {
  if (parts === 1) return [[n]];
  return divisors(n).flatMap((first) => factorizations(n / first, parts - 1).map((rest) => [first, ...rest]));
}

/** Divisors of n: of its prime factors in rising order the products with the first, then those without it, and so on; each once. */
export function divisors(n: number): readonly number[] {
  if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`divisors are of whole numbers from 1, not ${n}`);
  let products = [1];
  for (const prime of primeFactors(n)) products = [...new Set(products.flatMap((product) => [product * prime, product]))];
  return products;
}

function primeFactors(n: number): readonly number[] {
  const primes: number[] = [];
  let rest = n;
  for (let p = 2; p * p <= rest; p++) for (; rest % p === 0; rest /= p) primes.push(p);
  return rest > 1 ? [...primes, rest] : primes;
}

/**
 * The items that a filter keeps which takes out of a list while it walks it: the item behind one that is taken out is never looked at. Of several
 * unwanted items in a row every second one stays.
 */
export function leakyFilter<T>(items: readonly T[], isUnwanted: (item: T) => boolean): readonly T[] {
  let skipsNext = false;
  return items.filter((item) => {
    const removed = !skipsNext && isUnwanted(item);
    skipsNext = removed;
    return !removed;
  });
}
