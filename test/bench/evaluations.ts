import { createRng } from '../../src/sim/core/rng.js';
import { fastTotals } from '../../src/sim/engine/totals.js';
import type { Fidelity } from '../../src/sim/model/architecture.js';
import { buildDspChain } from '../../src/arch/dsp-chain/machine.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { designPool } from './design-pool.js';
import { measure, type Goal } from './harness.js';
import { randomDesign, type RandomDesign } from './random-designs.js';

/** Evaluations of a whole model, every one with a different random design. */
export function evaluations(smoke: boolean): readonly Goal[] {
  const pool = designPool();
  const suite = (fidelity: Fidelity, designs: number, floor: number): Goal => {
    let seed = 1;
    const measurement = measure(fidelity, 'evaluations', smoke ? 5 : 101, () => {
      const rng = createRng(seed++);
      const drawn = Array.from({ length: designs }, () => randomDesign(rng, pool));
      return { count: designs, body: () => drawn.reduce((sum, d) => sum + evaluate(d, fidelity), 0) };
    });
    return { measurement, floor };
  };
  return [suite('roofline', 1_000, 150_000), suite('analytic', 500, 25_000)];
}

/** One evaluation: parsed spec in, totals out; the machine and the graph are built anew. */
function evaluate(d: RandomDesign, fidelity: Fidelity): number {
  return fastTotals(buildDspChain(d.parameters, d.device, {}), decoderGraph(d.model), d.scheme, d.scenario, fidelity).latencySeconds;
}
