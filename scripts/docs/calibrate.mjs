import { schemaTable } from './schema-table.mjs';

export const path = 'docs/calibrate.md';

/** What stands between the markers of the document. */
export function parts({ product }) {
  return { measurements: schemaTable(product.schemas.measurements, 'measurements') };
}
