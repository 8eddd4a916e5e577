import { InputError } from '../../sim/core/diagnostics.js';
import { designAt, spaceSize } from '../../sim/model/design-space.js';
import { needsFiniteSpace } from '../diagnostics.js';
import { defineAgent } from './define-agent.js';

interface State { next: number }

/** Every design, the last parameter running fastest. */
export const exhaustive = defineAgent({
  id: 'exhaustive', summary: 'Every design in a fixed order', source: 'certain to find the best, if the budget lasts', objectives: 'many',
  settings: { batch: { type: 'integer', low: 1, high: 65536, scale: 'log', default: 256, meaning: 'Designs of a batch' } },
  check: ({ space }) => {
    const real = space.parameters.find(({ type }) => type === 'real');
    if (real !== undefined) throw new InputError([needsFiniteSpace('exhaustive', real.name)]);
  },
  start: (): State => ({ next: 0 }),
  propose: ({ task: { space }, settings: { batch } }, state) => {
    const count = Math.min(batch, (spaceSize(space) ?? 0) - state.next);
    const designs = Array.from({ length: count }, (_, i) => ({ design: designAt(space, state.next + i) }));
    state.next += count;
    return designs;
  },
  observe: () => undefined,
});
