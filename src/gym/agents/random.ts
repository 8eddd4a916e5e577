import { designAt, sampleDesign, spaceSize, type Design } from '../../sim/model/design-space.js';
import { defineAgent } from './define-agent.js';

interface State {
  /** Designs drawn so far. */
  drawn: number;
  /** Where the shuffle of all designs differs from their order, by place; empty for spaces that are not shuffled. */
  readonly swaps: Record<string, number>;
}

/** Designs that can be shuffled: a number of the generator has 32 bits. */
const mostShuffled = 2 ** 32;

/**
 * Uniform designs. No design comes twice in a space of up to 2^32: the designs come in the order of a shuffle (Fisher, Yates) that is only worked out as far as it is
 * needed. In larger ones, and with real variables, draws are independent.
 */
export const random = defineAgent({
  id: 'random', summary: 'Designs drawn uniformly, none of them twice while there are others', source: 'the baseline that every agent must beat', objectives: 'many',
  settings: { batch: { type: 'integer', low: 1, high: 65536, scale: 'log', default: 64, meaning: 'Designs of a batch' } },
  start: (): State => ({ drawn: 0, swaps: {} }),
  propose: ({ task: { space }, settings: { batch }, rng }, state) => {
    const size = spaceSize(space);
    const isShuffled = size !== null && size <= mostShuffled;
    const next = (): Design => {
      if (!isShuffled) return sampleDesign(space, rng);
      const place = rng.integer(state.drawn, size - 1);
      const chosen = state.swaps[place] ?? place;
      if (place !== state.drawn) state.swaps[place] = state.swaps[state.drawn] ?? state.drawn;
      Reflect.deleteProperty(state.swaps, state.drawn);
      state.drawn++;
      return designAt(space, chosen);
    };
    const count = isShuffled ? Math.min(batch, size - state.drawn) : batch;
    return Array.from({ length: count }, () => ({ design: next() }));
  },
  observe: () => undefined,
});
