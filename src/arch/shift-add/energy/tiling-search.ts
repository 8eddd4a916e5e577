import { factorizations, leakyFilter } from './factorizations.js';
import type { Pass } from './pass.js';
import { fits, tilingEnergy, tilingSeconds, type PassTiling } from './tiling.js';

/** The tiling that a search chose. */
export interface ChosenTiling {
  readonly tiling: PassTiling;
  readonly energyMillijoules: number;
  readonly seconds: number;
}

/**
 * The best tiling of a pass: among all that fit the least of (E - Emin) / Emax + (L - Lmin) / Lmax, energies E and latencies L; of equals the first.
 * Null where none fits. Factors that a limit excludes by themselves are left out before they are combined: a layer of 9216 x 36864 takes a fraction of
 * a second.
 */
export function bestTiling(pass: Pass): ChosenTiling | null {
  const fitting: ChosenTiling[] = [];
  const least = { energy: Infinity, seconds: Infinity };
  const most = { energy: 0, seconds: 0 };
  for (const tiling of fittingTilings(pass)) {
    const energyMillijoules = tilingEnergy(pass, tiling);
    const seconds = tilingSeconds(pass, tiling);
    fitting.push({ tiling, energyMillijoules, seconds });
    least.energy = Math.min(least.energy, energyMillijoules);
    least.seconds = Math.min(least.seconds, seconds);
    most.energy = Math.max(most.energy, energyMillijoules);
    most.seconds = Math.max(most.seconds, seconds);
  }
  let best: ChosenTiling | null = null;
  let bestScore = Infinity;
  for (const candidate of fitting) {
    const score = (candidate.energyMillijoules - least.energy) / most.energy + (candidate.seconds - least.seconds) / most.seconds;
    if (score >= bestScore) continue;
    bestScore = score;
    best = candidate;
  }
  return best;
}

interface Candidates {
  readonly batch: readonly PassTiling['batch'][];
  readonly outputs: readonly PassTiling['outputs'][];
  readonly inputs: readonly PassTiling['inputs'][];
}

function candidates({ shape, limits, storage, leakyFilterAbove }: Pass): Candidates {
  const outputs = factorizations(shape.outputs, 4) as readonly PassTiling['outputs'][];
  const inputs = factorizations(shape.inputs, 3) as readonly PassTiling['inputs'][];
  const kept = leakyFilterAbove === null ? outputs : leakyFilter(outputs, ([register]) => register > leakyFilterAbove);
  return {
    batch: factorizations(shape.batch, 2) as readonly PassTiling['batch'][],
    outputs: kept.filter(([register, array]) => register * storage.output <= limits.outputRegister && array <= limits.pes),
    inputs: inputs.filter(([register, array]) => register * storage.input <= limits.inputRegister && array <= limits.pes),
  };
}

/** Every tiling that fits, in the order in which equals are decided. */
function fittingTilings(pass: Pass): readonly PassTiling[] {
  const { batch, outputs, inputs } = candidates(pass);
  const { pes } = pass.limits;
  const found: PassTiling[] = [];
  for (const b of batch) {
    for (const o of outputs) {
      for (const i of inputs) {
        // Most pairs have too many PEs: they never become a tiling.
        if (o[1] * i[1] > pes) continue;
        const tiling = { batch: b, outputs: o, inputs: i };
        if (fits(pass, tiling)) found.push(tiling);
      }
    }
  }
  return found;
}
