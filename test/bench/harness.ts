import Benchmark from 'benchmark';

/** One benchmark's outcome: the median over repeats, each on inputs of its own. */
export interface Measurement {
  readonly name: string;
  /** What is counted, in the plural. */
  readonly unit: string;
  /** Of them a second, on one core unless the name says otherwise: the median over repeats. */
  readonly perSecond: number;
  readonly slowest: number;
  readonly fastest: number;
  readonly repeats: number;
}

/** A rate that must be reached. */
export interface Goal {
  readonly measurement: Measurement;
  readonly floor: number;
}

/** What one repeat runs: `body` does `count` of them and returns something that depends on all of them. */
export interface Batch {
  readonly count: number;
  readonly body: () => number;
}

/**
 * Times `repeats` batches after a warm-up with benchmark.js and takes the median of their rates. Every batch has new inputs, made outside
 * the clock. This is the only file that knows benchmark.js (given, no longer maintained): another harness would replace it here.
 */
export function measure(name: string, unit: string, repeats: number, makeBatch: () => Batch): Measurement {
  let sink = 0;
  for (let i = 0; i < 3; i++) sink += makeBatch().body();
  const rates: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const { count, body } = makeBatch();
    // One cycle of one call: each batch is timed once and never run on warm inputs.
    const bench = new Benchmark(name, () => {
      sink += body();
    }, { minSamples: 1, initCount: 1, maxTime: 0, minTime: 1e-9 });
    bench.run({ async: false });
    const seconds = Math.min(...(bench.stats.sample as readonly number[]));
    rates.push(count / seconds);
  }
  if (!Number.isFinite(sink)) throw new Error(`${name} gave a sum that is not a number`);
  rates.sort((a, b) => a - b);
  return { name, unit, perSecond: rates[Math.floor(rates.length / 2)]!, slowest: rates[0]!, fastest: rates[rates.length - 1]!, repeats };
}
