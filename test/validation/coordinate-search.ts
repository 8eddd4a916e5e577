/** Numbers to fit, by name. */
export type Parameters = Readonly<Record<string, number>>;

/**
 * Minimises a loss over named positive parameters by coordinate search: each in turn is scaled up and down by a step, and the step is halved where
 * nothing helps, from 16 % to 0.01 %. Deterministic; for the few parameters and smooth losses of a calibration.
 */
export function fitParameters<P extends Parameters>(start: P, loss: (parameters: P) => number): P {
  let best = start;
  let least = loss(start);
  for (let step = 0.16; step > 1e-4;) {
    let improved = false;
    for (const name of Object.keys(start)) {
      for (const factor of [1 + step, 1 / (1 + step)]) {
        const tried: P = { ...best, [name]: best[name]! * factor };
        const value = loss(tried);
        if (value >= least) continue;
        [best, least, improved] = [tried, value, true];
      }
    }
    if (!improved) step /= 2;
  }
  return best;
}
