import { block } from './markdown.mjs';
import { lutSweep } from './runs.mjs';

export const path = 'docs/when-does-lut-win.md';

/** What stands between the markers of the document. */
export function parts({ product }) {
  return { sweep: block(['```text', '$ archsim sweep when-does-lut-win.json', product.sweepTable(lutSweep(product)), '```'].join('\n')) };
}
