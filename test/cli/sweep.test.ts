import assert from 'node:assert/strict';
import { parquetReadObjects } from 'hyparquet';
import { csvOf, parquetOf } from '../../src/cli/table-file.js';

const columns = [
  { name: 'experiment', values: ['a, "b"', 'c'] },
  { name: 'batch', values: [1, 16] },
  { name: 'scheme', values: ['w4', 4] },
  { name: 'feasible', values: [true, false] },
  { name: 'totals.latencySeconds', values: [0.25, null] },
];

describe('a table in a file', () => {
  it('is CSV with a head, quoted where it must be, and empty where nothing is known', async () => {
    assert.equal(await csvOf(columns), 'experiment,batch,scheme,feasible,totals.latencySeconds\n"a, ""b""",1,w4,true,0.25\nc,16,4,false,\n');
  });

  it('is Parquet that another reader reads: numbers, truth values, texts, and null', async () => {
    const bytes = await parquetOf(columns);
    const rows = (await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer })) as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual(rows.map((row) => columns.map(({ name }) => row[name] ?? null)), [['a, "b"', 1, 'w4', true, 0.25], ['c', 16, '4', false, null]]);
  });
});
