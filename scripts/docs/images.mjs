import { lutSweep } from './runs.mjs';

/** The pictures of the documents, by their paths. */
export function images(product) {
  return new Map([
    ['docs/images/when-does-lut-win.svg', `${product.sweepFigure(lutSweep(product), { width: 960 })}\n`],
    ['docs/images/roofline-flightllm.svg', `${product.rooflineFigure(product.run('flightllm.json'), { width: 760 })}\n`],
  ]);
}
