import { schemaTable } from './schema-table.mjs';

export const path = 'docs/scenarios.md';

/** What stands between the markers of the document. */
export function parts({ product }) {
  return {
    platform: schemaTable(product.platformSchema, 'platform'),
    targets: schemaTable(product.targetsSchema, 'targets'),
    kinds: product.scenarioKinds.map(({ kind, summary, schema }) => `\n### \`${kind}\`\n\n${summary[0].toUpperCase()}${summary.slice(1)}.\n${schemaTable(schema, kind)}`).join('\n'),
  };
}
