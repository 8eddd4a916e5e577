import { publishedTables, type Dataset, type PublishedGroup, type PublishedTable, type PublishedTableRow } from './published-tables.js';

export type { Dataset, PublishedGroup } from './published-tables.js';

/** A perplexity as it was printed; lower is better. */
export interface PublishedPerplexity {
  readonly model: string;
  readonly dataset: Dataset;
  /** Format of the weights, under the name of our codec where there is one. */
  readonly format: string;
  readonly group: PublishedGroup;
  /** `fp16`, or the format to which activations are quantised too. */
  readonly activations: string;
  /** `rtn`: each weight to the nearest value of its format, without calibration data; else the calibrated method. */
  readonly method: string;
  /** Format of the group scales where the table varies it; null: as the format has them. */
  readonly scales: string | null;
  readonly perplexity: number;
  /** Table and row as printed. */
  readonly table: string;
  readonly label: string;
  readonly source: string;
  readonly quality: 'published';
  readonly notes: readonly string[];
}

/** Every published perplexity, the main table first: of two values for the same thing the first is the one to show. */
export const publishedPerplexities: readonly PublishedPerplexity[] = publishedTables.flatMap((table) => table.rows.flatMap((row) => cellsOf(table, row)));

/** Values of a row stand model by model, and for each model dataset by dataset. */
function cellsOf(table: PublishedTable, row: PublishedTableRow): PublishedPerplexity[] {
  return row.values.flatMap((perplexity, i) => {
    if (perplexity === null) return [];
    return [{
      model: table.models[Math.floor(i / table.datasets.length)]!, dataset: table.datasets[i % table.datasets.length]!,
      format: row.format, group: row.group, activations: row.activations ?? 'fp16', method: row.method ?? 'rtn', scales: row.scales ?? null,
      perplexity, table: table.id, label: row.label, source: table.source, quality: 'published',
      notes: [table.note, row.note].filter((note) => note !== undefined),
    }];
  });
}

/** What a published value must be about. */
export interface PublishedQuery {
  readonly model: string;
  readonly dataset: Dataset;
  readonly format: string;
  /** Left out: whatever group of consecutive weights is published. */
  readonly group?: number | 'channel';
  readonly activations: string;
  /** Left out: whatever method is published. */
  readonly method?: string;
  readonly scales: string | null;
}

/** The published values of one thing, the one to show first; more than one where sources repeat or contradict each other. */
export function publishedFor(query: PublishedQuery): readonly PublishedPerplexity[] {
  return publishedPerplexities.filter((p) => p.model === query.model && p.dataset === query.dataset && p.format === query.format
    && p.activations === query.activations && (query.method === undefined || p.method === query.method) && p.scales === query.scales && isOfGroup(p.group, query.group));
}

function isOfGroup(published: PublishedGroup, asked: number | 'channel' | undefined): boolean {
  if (published === null) return true;
  return asked === undefined ? published !== 'channel' : published === asked;
}

/** The published perplexity of the model before quantisation. */
export function publishedBaseline(model: string, dataset: Dataset): PublishedPerplexity | undefined {
  return publishedFor({ model, dataset, format: 'fp16', activations: 'fp16', method: 'rtn', scales: null })[0];
}
