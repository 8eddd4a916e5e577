import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparison, taskCost } from '../../../../src/arch/bit-serial/published/comparison.js';
import { contenders } from '../../../../src/arch/bit-serial/published/contenders.js';
import { comparisonPresets, switches, type ComparisonOptions } from '../../../../src/arch/bit-serial/published/options.js';
import { arrayAreaMm2, accelerators } from '../../../../src/arch/bit-serial/published/accelerators.js';
import { choices } from '../../../../src/validation/bitmod/differences.js';
import { modelsOfPaper } from '../../../../src/validation/bitmod/models.js';
import { modelNamed } from '../../../../src/workloads/models.js';
import { referenceTable, repositoryRoot } from '../../../kit/fixtures.js';

const models = modelsOfPaper();
const published: ComparisonOptions = comparisonPresets['bitmod-2025-published'];
const two = (ratio: number): string => ratio.toFixed(2);

interface Summary { readonly series: 'published' | 'head'; readonly task: 'discriminative' | 'generative'; readonly accelerator: (typeof contenders)[number]; readonly speedup_arith_mean: number; readonly speedup_geomean: number; readonly norm_energy_arith_mean: number }

/** The rows of the README's table: what lossy BitMoD is worth under which choices. */
function tableRows(): string[] {
  const row = (name: string, options: ComparisonOptions): string => {
    const { over: { ant, olive }, standings: { discriminative, generative } } = comparison(models, options);
    const [first, second] = [discriminative['bitmod-lossy'], generative['bitmod-lossy']];
    return `| ${name} | ${two(ant.discriminative)} / ${two(ant.generative)} | ${two(ant.mean)} | ${two(olive.discriminative)} / ${two(olive.generative)} | ${two(olive.mean)} | ${two(first.speedup)} / ${two(second.speedup)} | ${first.energy!.toFixed(3)} / ${second.energy!.toFixed(3)} |`;
  };
  return [
    row('`bitmod-2025-published`', published), row('`bitmod-2025-head`', comparisonPresets['bitmod-2025-head']), row('`honest`', comparisonPresets.honest),
    row('`honest`, 256 decode steps', { decodeSteps: 256 }), row('`honest`, ANT and OliVe at 4 bits', { baselineBits: 4 }), row('`honest`, arrays reshaped for decode', { freeReshaping: true }),
    ...choices.map(({ undone }) => row(Object.entries(undone).map(([name, value]) => `\`${name}\`${value === false ? ' off' : ` = ${value}`}`).join(', '), { ...published, ...undone })),
  ];
}

describe('arch/bit-serial/published: the comparison of the paper', () => {
  it('has the speed-ups of the paper over FP16, ANT and OliVe with the choices of the paper', () => {
    const { over, standings } = comparison(models, published);
    // Section V-C: lossless 1.99x and 2.41x, lossy 2.82x and 4.18x over FP16; lossy 1.72x and 1.66x over ANT, 1.56x and 1.39x over OliVe. The abstract: 1.69x and 1.48x.
    assert.deepEqual([standings.discriminative['bitmod-lossless'], standings.generative['bitmod-lossless'], standings.discriminative['bitmod-lossy'], standings.generative['bitmod-lossy']].map((s) => two(s.speedup)), ['1.99', '2.41', '2.82', '4.18']);
    assert.deepEqual([over.ant.discriminative, over.ant.generative, over.olive.discriminative, over.olive.generative].map(two), ['1.72', '1.66', '1.56', '1.39']);
    assert.equal(two(over.ant.mean), '1.69');
    // The abstract averages the rounded figures: (1.56 + 1.39) / 2 = 1.475; unrounded it is 1.472.
    assert.equal(two(over.olive.mean), '1.47');
  });

  it('has every mean of both versions, arithmetic and geometric, to the four places that were recomputed', () => {
    const { task_summary: rows } = referenceTable('bitmod.json') as { readonly task_summary: readonly Summary[] };
    assert.equal(rows.length, 20);
    for (const series of ['published', 'head'] as const) {
      const options = comparisonPresets[`bitmod-2025-${series}`];
      const [arithmetic, geometric] = [comparison(models, options), comparison(models, { ...options, arithmeticMean: false })];
      for (const row of rows.filter((r) => r.series === series)) {
        assert.equal(arithmetic.standings[row.task][row.accelerator].speedup.toFixed(4), row.speedup_arith_mean.toFixed(4));
        assert.equal(geometric.standings[row.task][row.accelerator].speedup.toFixed(4), row.speedup_geomean.toFixed(4));
        assert.equal(arithmetic.standings[row.task][row.accelerator].energy!.toFixed(4), row.norm_energy_arith_mean.toFixed(4));
      }
    }
  });

  it('changes with every switch: none is without effect', () => {
    const picture = (options: ComparisonOptions): string => JSON.stringify([comparison(models, options), Object.values(accelerators).map((a) => arrayAreaMm2(a, options))]);
    const before = picture(published);
    for (const name of switches) assert.notEqual(picture({ ...published, [name]: false }), before, name);
    for (const change of [{ baselineBits: 'head' }, { decodeSteps: 256 }] as const) assert.notEqual(picture({ ...published, ...change }), before);
  });

  it('takes a frozen context for the sum of equal steps, and a growing one for more', () => {
    const steps = (frozenContext: boolean, decodeSteps: number): number => taskCost(models[3]!, 'bitmod-lossy', 'generative', { frozenContext, decodeSteps }).cycles - taskCost(models[3]!, 'bitmod-lossy', 'discriminative', {}).cycles;
    assert.equal(steps(true, 40), 40 * steps(true, 1));
    assert.ok(steps(false, 40) > steps(true, 40));
  });

  it('takes any decoder of the catalogue where the bits of the baselines are given, and asks for them where not', () => {
    const others = ['qwen2.5-7b', 'gemma-2b', 'opt-6.7b'].map((name) => modelNamed(name)!);
    const { over } = comparison(others, { baselineBits: 5 });
    assert.ok(over.ant.mean > 1 && over.olive.mean > 1);
    assert.throws(() => comparison(others, {}), /bit-serial\/unprofiled-model.*qwen2.5-7b/);
  });

  it('is the table of the README', () => {
    const readme = readFileSync(join(repositoryRoot(), 'src/arch/bit-serial/README.md'), 'utf8');
    const missing = tableRows().filter((row) => !readme.includes(`\n${row}\n`));
    assert.deepEqual(missing, []);
  });
});
