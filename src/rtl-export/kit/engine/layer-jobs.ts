import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { Engine } from './engine.js';
import { layerResult, type LayerMachine, type LayerNumbers, type LayerScales, type LayerShape } from './engine-layer.js';
import { codesOrWide } from './packed-product.js';
import { elementsJob, productJob, type EngineJob } from './job.js';
import { engineProduct, type ProductCore } from './product.js';

/** The steps of a layer as jobs of an engine, which `run` does and gives the results of. Weights that have codes come as such where there is a dequantiser. */
export function jobMachine(engine: Engine, core: ProductCore, run: (job: EngineJob) => Float64Array, table?: readonly number[]): LayerMachine {
  return {
    product: (label, a, w, operations, elements) => {
      const { multiplier = 1, shift = 0 } = operations;
      const product = engineProduct(engine, core.runs(a, w, { multiplier, shift }), a.rows, w.rows, label);
      const fed = engine.dequantizer === undefined ? product : codesOrWide(engine, product, w, table);
      return matrix(a.rows, w.rows, run(productJob(engine, fed, core.scales ? { ...operations, multiplier: 1, shift: 0 } : operations, elements?.values)));
    },
    normalise: (label, { rows, columns, values }) => matrix(rows, columns, run(elementsJob(engine, label, values, columns, 'rms-norm'))),
  };
}

/** A layer as jobs of an engine, each with the results that the next ones take. */
export function layerJobs(engine: Engine, core: ProductCore, shape: LayerShape, numbers: LayerNumbers, scales: LayerScales, table?: readonly number[]): readonly EngineJob[] {
  const jobs: EngineJob[] = [];
  layerResult(jobMachine(engine, core, (job) => {
    jobs.push(job);
    return job.results;
  }, table), shape, numbers, scales);
  return jobs;
}
