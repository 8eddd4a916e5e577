import type { Rng } from '../../../src/sim/core/rng.js';
import type { Knob, Settings } from '../../../src/reports/what-if/knob.js';

/** One to four settings with legal values: mostly from the slider, now and then the end of it. */
export function randomSettings(knobs: readonly Knob[], rng: Rng): Settings {
  const settings: Record<string, Settings[string]> = {};
  for (let i = rng.integer(1, 4); i > 0; i--) {
    const knob = rng.pick(knobs);
    settings[knob.path] = randomValue(knob, rng);
  }
  return settings;
}

function randomValue(knob: Knob, rng: Rng): Settings[string] {
  switch (knob.kind) {
    case 'flag': return rng.integer(0, 1) === 1;
    case 'choice': return rng.pick(knob.names);
    case 'number': {
      const { low, high, isInteger, isOpen, minimum } = knob;
      const least = Math.max(low, high * 1e-6, isInteger ? 1 : 0);
      const drawn = rng.integer(0, 7) === 0 ? high : least * (high / least) ** rng.next();
      const value = Math.min(high, Math.max(low, isInteger ? Math.round(drawn) : drawn));
      return isOpen && value <= minimum ? high : value;
    }
  }
}
