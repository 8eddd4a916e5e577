import type { Column } from '../reports/sweep-columns.js';

/** Columns as CSV with a head; what is not known is an empty cell. */
export async function csvOf(columns: readonly Column[]): Promise<string> {
  const { csvFormatRows } = await import('d3');
  const rows = (columns[0]?.values ?? []).map((_, i) => columns.map(({ values }) => (values[i] === null ? '' : String(values[i]))));
  return `${csvFormatRows([columns.map(({ name }) => name), ...rows])}\n`;
}

/** Columns as Parquet: numbers as doubles, truth values as booleans, the rest, and what is mixed, as texts. */
export async function parquetOf(columns: readonly Column[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  return new Uint8Array(parquetWriteBuffer({
    columnData: columns.map(({ name, values }) => {
      const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value));
      const type = kinds.size === 1 && kinds.has('number') ? 'DOUBLE' : kinds.size === 1 && kinds.has('boolean') ? 'BOOLEAN' : 'STRING';
      return { name, type, nullable: true, data: values.map((value) => (value === null ? undefined : type === 'STRING' ? String(value) : value)) };
    }),
  }));
}
