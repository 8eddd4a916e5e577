import type { Simulator } from '../../../src/rtl-export/runners/simulator.js';
import type { Rng } from '../../../src/sim/core/rng.js';

/** A simulator that turns all inputs over and back before some edges, and throws where an output follows: there is no path from an input to an output, and no loop through ready. */
export function withoutPaths(simulator: Simulator, rng: Rng, share: number): Simulator {
  const inputs = simulator.inputs.filter(({ name }) => name !== 'aclk' && name !== 'aresetn');
  return {
    ...simulator,
    edge() {
      if (simulator.getInt('aresetn') === 1 && rng.next() < share) {
        const outputs = simulator.outputs.map(({ name }) => simulator.get(name));
        const kept = inputs.map(({ name }) => simulator.get(name));
        inputs.forEach(({ name, width }, i) => { simulator.set(name, BigInt.asUintN(width, ~kept[i]!)); });
        const moved = simulator.outputs.find(({ name }, i) => simulator.get(name) !== outputs[i]);
        if (moved !== undefined) throw new Error(`${moved.name} follows an input without an edge`);
        inputs.forEach(({ name }, i) => { simulator.set(name, kept[i]!); });
      }
      simulator.edge();
    },
  };
}
