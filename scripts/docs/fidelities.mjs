import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { block, milliseconds, table } from './markdown.mjs';
import { root } from './root.mjs';

export const path = 'docs/fidelities.md';

/** What stands between the markers of the document. */
export function parts({ product }) {
  return { fidelities: fidelityTable(product) };
}

/** Lower bound and the fidelities of the bundled examples. */
function fidelityTable({ run, parse }) {
  const files = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.json') && parse(file).kind === 'experiment').sort();
  const rows = files.flatMap((file) => {
    const [own, roofline] = [run(file), run(file, { fidelity: 'roofline' })];
    const event = own.fidelity === 'analytic' ? run(file, { fidelity: 'event' }) : undefined;
    return ['prefill', 'decode'].map((phase) => [`\`${file}\``, phase, milliseconds(own.phases[phase].lowerBoundSeconds), milliseconds(roofline.phases[phase].latencySeconds),
      ...event === undefined ? ['not modelled', 'not modelled'] : [milliseconds(own.phases[phase].latencySeconds), milliseconds(event.phases[phase].latencySeconds)]]);
  });
  return block(table(['Experiment', 'Phase', 'Lower bound', '`roofline`', '`analytic`', '`event`'], rows));
}
