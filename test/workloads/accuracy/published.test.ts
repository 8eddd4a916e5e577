import assert from 'node:assert/strict';
import { codecNamed } from '../../../src/sim/numerics/catalogue.js';
import { publishedBaseline, publishedFor, publishedPerplexities } from '../../../src/workloads/accuracy/published.js';
import { referenceTable } from '../../kit/fixtures.js';

type Cells = Record<string, number | undefined>;
type Rows = Record<string, Record<string, Cells>>;
interface Table<R = Rows> { readonly source: string; readonly rows: R }

interface Reference {
  readonly table_I: Table;
  readonly table_II: Table;
  readonly table_V: Table;
  readonly table_VI: Table<Record<string, { readonly bits: number; readonly ppl: Record<string, Cells> }>>;
  readonly table_VIII: Table;
  readonly table_IX: Table;
  readonly table_XI: Table<{ readonly fp16: Record<string, Cells>; readonly w4: Rows; readonly w3: Rows }>;
  readonly table_XII: Table;
  readonly readme: Table<readonly (readonly [string, string, string, number, number])[]>;
  readonly pareto: Table<Record<string, { readonly fp16: readonly number[] } & Record<string, Record<string, readonly number[]>>>>;
  readonly olive_repo: Table;
}

const reference = referenceTable('perplexity.json') as Reference;

/** One printed value: table, row, model, column, value. */
type Printed = readonly [table: string, label: string, model: string, column: string, value: number];

/** Tables whose cells are rows -> models -> columns. */
function printed(table: string, rows: Rows): Printed[] {
  return Object.entries(rows).flatMap(([label, models]) => Object.entries(models).flatMap(([model, cells]) => Object.entries(cells).map(([column, value]) => [table, label, model, column, value!] as const)));
}

const prefixed = (prefix: string, rows: Rows): Rows => Object.fromEntries(Object.entries(rows).map(([label, models]) => [`${prefix} ${label}`, models]));

function everythingPrinted(): Printed[] {
  const r = reference;
  // The unquantised row of Table I is printed in both columns.
  const tableOne = printed('I', r.table_I.rows).filter(([, label, , column]) => label !== 'fp16' || column === 'pg');
  const tableSix = Object.fromEntries(Object.entries(r.table_VI.rows).map(([label, row]) => [label, row.ppl]));
  const figure = Object.entries(r.pareto.rows).flatMap(([model, { fp16, ...families }]): Printed[] => [
    ['Fig. 9', 'fp16', model, 'wikitext2', fp16[0]!],
    ...Object.entries(families).flatMap(([family, points]) => Object.entries(points).map(([bits, point]) => ['Fig. 9', `${family} ${bits}`, model, 'wikitext2', point[0]!] as const)),
  ]);
  const readme = r.readme.rows.flatMap(([model, precision, method, wikitext2, c4]): Printed[] => {
    const label = `${precision} ${method}`.trim();
    return [['README', label, model, 'wikitext2', wikitext2], ['README', label, model, 'c4', c4]];
  });
  const olive = printed('OliVe README', { w4a4: r.olive_repo.rows as unknown as Record<string, Cells> }).map(([t, l, m, column, v]) => [t, l, m, column === 'wiki' ? 'wikitext103' : column, v] as const);
  return [
    ...tableOne, ...printed('II', r.table_II.rows), ...printed('V', r.table_V.rows), ...printed('VI', tableSix), ...printed('VIII', r.table_VIII.rows),
    ...printed('IX', r.table_IX.rows), ...printed('XI', { fp16: r.table_XI.rows.fp16, ...prefixed('w4', r.table_XI.rows.w4), ...prefixed('w3', r.table_XI.rows.w3) }),
    ...printed('XII', r.table_XII.rows), ...figure, ...readme, ...olive,
  ];
}

const lines = (values: readonly Printed[]): string[] => values.map((v) => v.join(' | ')).sort();

describe('published perplexities', () => {
  const ours = publishedPerplexities;

  it('are those of reference/perplexity.json, no more and no fewer', () => {
    const column = (p: (typeof ours)[number]): string => {
      if (p.table === 'I') return p.group === 'channel' ? 'pc' : 'pg';
      if (p.table === 'XII') return p.activations === 'int8' ? 'int8_act' : 'fp16_act';
      return p.dataset;
    };
    assert.deepEqual(lines(ours.map((p) => [p.table, p.label, p.model, column(p), p.perplexity])), lines(everythingPrinted()));
    assert.ok(ours.length > 300);
  });

  it('print the unquantised row of Table I twice with the same values', () => {
    for (const cells of Object.values(reference.table_I.rows['fp16']!)) assert.equal(cells['pc'], cells['pg']);
  });

  it('name the table that the reference names', () => {
    for (const [id, table] of [['VI', reference.table_VI], ['I', reference.table_I], ['XI', reference.table_XI], ['XII', reference.table_XII], ['IX', reference.table_IX], ['V', reference.table_V]] as const) {
      const source = ours.find((p) => p.table === id)!.source;
      assert.ok(table.source.startsWith(source), source);
    }
    for (const p of ours) assert.ok(p.source.length > 10 && p.quality === 'published');
  });

  it('are in formats that the catalogue has, under its own names, or that no source defines', () => {
    const withoutCodec = ['ant3', 'ant5', 'ant8', 'olive3', 'olive5', 'olive8', 'bitmod5', 'bitmod6', 'bitmod8', 'int3', 'int4', 'int8', 'fp4-er', 'fp4-ea', 'fp3-er', 'fp3-ea', 'fp3-special-3-5', 'fp3-special-5-6'];
    for (const format of new Set(ours.map((p) => p.format))) {
      assert.equal(codecNamed(format)?.name === format, !withoutCodec.includes(format), format);
    }
  });

  it('put the main table before all others', () => {
    const values = publishedFor({ model: 'llama-3-8b', dataset: 'wikitext2', format: 'bitmod3', group: 128, activations: 'fp16', method: 'rtn', scales: null });
    assert.deepEqual(values.map((p) => [p.table, p.perplexity]), [['VI', 8.96], ['VIII', 8.96], ['IX', 8.96], ['XII', 9.09]]);
    assert.equal(publishedBaseline('llama-3-8b', 'wikitext2')?.perplexity, 6.13);
    assert.equal(publishedBaseline('llama-3-70b', 'wikitext2')?.perplexity, 2.85);
    assert.equal(publishedBaseline('gpt2-xl', 'c4'), undefined);
  });

  it('keep a scale for each channel and a scale for each group apart', () => {
    const of = (group: number | 'channel'): readonly number[] => publishedFor({ model: 'llama-2-7b', dataset: 'wikitext2', format: 'int4-sym', group, activations: 'fp16', method: 'rtn', scales: null }).map((p) => p.perplexity);
    assert.deepEqual([of('channel'), of(128), of(64)], [[12.92], [5.84], []]);
  });
});
