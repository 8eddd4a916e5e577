import { schemaTable } from './schema-table.mjs';

export const path = 'docs/files.md';

/** What stands between the markers of the document. */
export function parts({ product }) {
  return Object.fromEntries(['experiment', 'device', 'scheme', 'graph', 'mask'].map((name) => [name, schemaTable(product.schemas[name], name)]));
}
