import assert from 'node:assert/strict';
import { zeroShotAccuracies, zeroShotOf } from '../../../src/workloads/accuracy/zero-shot.js';
import { referenceTable } from '../../kit/fixtures.js';

interface TableSeven { readonly models: readonly string[]; readonly rows: Record<string, readonly (readonly number[])[]>; readonly mean_delta_printed: Record<string, number> }
const { table_VII: table } = referenceTable('perplexity.json') as { table_VII: TableSeven };

describe('published zero-shot accuracies', () => {
  it('are those of Table VII, no more and no fewer', () => {
    const printed = Object.entries(table.rows).flatMap(([row, models]) => models.flatMap((percents, m) => ['hellaswag', 'winogrande', 'piqa'].map((task, t) => [row.replace('_', '-'), table.models[m], task, percents[t]])));
    assert.deepEqual(zeroShotAccuracies().map((a) => [a.format, a.model, a.task, a.percent]), printed);
  });

  it('lose on average what the table prints', () => {
    const mean = (format: string): number => zeroShotAccuracies().filter((a) => a.format === format).reduce((sum, a, _, all) => sum + a.percent / all.length, 0);
    for (const [row, delta] of Object.entries(table.mean_delta_printed)) assert.ok(Math.abs(mean(row.replace('_', '-')) - mean('fp16') - delta) < 0.02, row);
  });

  it('are empty for a model or a format that is not in the table', () => {
    assert.equal(zeroShotOf('llama-2-7b', 'bitmod4').length, 3);
    assert.deepEqual(zeroShotOf('llama-2-7b', 'nf4'), []);
    assert.deepEqual(zeroShotOf('gpt2', 'fp16'), []);
  });
});
