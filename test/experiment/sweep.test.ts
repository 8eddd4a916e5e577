import assert from 'node:assert/strict';
import { parseDocument } from '../../src/sim/core/document.js';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { axisOf, sweepOf } from '../../src/experiment/sweep-input.js';
import { runSweep, sweepSize, type Sweep } from '../../src/experiment/sweep.js';
import { contests, sweepColumns } from '../../src/reports/sweep-columns.js';
import { sweepFigure } from '../../src/reports/figures/sweep-lines.js';
import { sweepTable } from '../../src/reports/text/sweep-table.js';
import { example, exampleText, runExample } from '../kit/fixtures.js';

const batches = { path: 'workload.scenario.batch', name: 'batch', values: [1, 4, 16] };
const prompts = { path: 'workload.scenario.promptTokens', name: 'promptTokens', values: [128, 2048] };
const sweep: Sweep = { name: 'a test', experiments: [example('flightllm.json'), example('gpu.json')], axes: [prompts, batches], metrics: ['totals.latencySeconds', 'ttft'] };

describe('a sweep', () => {
  const rows = [...runSweep(sweep)];
  const result = { ...sweep, rows };

  it('has every experiment at every point, the last axis running fastest', () => {
    assert.equal(rows.length, sweepSize(sweep));
    assert.deepEqual(rows.slice(0, 3).map(({ experiment, point }) => [experiment.slice(0, 3), ...point]), [['fli', 128, 1], ['gpu', 128, 1], ['fli', 128, 4]]);
  });

  it('gives what a run with the same values gives', () => {
    const { totals } = runExample('flightllm.json', { 'workload.scenario.batch': 4, 'workload.scenario.promptTokens': 128 });
    assert.deepEqual(rows[2]!.values, [totals.latencySeconds, totals.firstTokenSeconds]);
  });

  it('has null, and not 0, for a design that does not fit', () => {
    const large = rows.find(({ point, experiment }) => point[0] === 2048 && point[1] === 16 && experiment.startsWith('fli'))!;
    assert.equal(large.feasible, false);
    assert.deepEqual(large.values, [null, null]);
  });

  it('says at every point which experiment is best, by the sense of its first metric', () => {
    const { experiments, points } = contests(result);
    assert.equal(points.length, 6);
    for (const { values, winner } of points) assert.equal(winner, values[0] == null ? null : values[0] < values[1]! ? 0 : 1);
    const rates = contests({ ...result, metrics: ['totals.tokensPerSecond'], rows: [...runSweep({ ...sweep, metrics: ['totals.tokensPerSecond'] })] });
    assert.deepEqual(rates.points.map(({ winner }) => winner), points.map(({ winner }) => winner));
    assert.equal(experiments.length, 2);
  });

  it('is a table, columns for files, and a figure with a line for each experiment', () => {
    const text = sweepTable(result);
    assert.match(text, /^totals\.latencySeconds\n/);
    assert.match(text, /2048 +16 +does not fit/);
    assert.match(text, /best at: flightllm\S* \d, gpu\S* \d of 6 points/);
    const columns = sweepColumns(result);
    assert.deepEqual(columns.map(({ name }) => name), ['experiment', prompts.path, batches.path, 'feasible', 'totals.latencySeconds', 'ttft']);
    for (const { values } of columns) assert.equal(values.length, rows.length);
    const svg = sweepFigure(result);
    assert.equal(svg.match(/class="fig-line /g)!.length, 4);
    assert.ok(!svg.includes('NaN') && !svg.includes('undefined'));
  });

  it('is refused where a metric is none, a path is none, or the grid is too large', () => {
    const code = (changed: Partial<Sweep>): string => {
      try {
        for (const row of runSweep({ ...sweep, ...changed })) assert.ok(row);
      } catch (error) {
        if (error instanceof InputError) return error.problems[0]!.code;
        throw error;
      }
      return 'none';
    };
    assert.equal(code({ metrics: ['totals.latency'] }), 'experiment/unknown-metric');
    assert.equal(code({ axes: [{ path: 'workload.scenario.bach', name: '', values: [1] }] }), 'spec/unknown-field');
    assert.equal(code({ axes: Array.from({ length: 7 }, () => ({ ...batches, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] })) }), 'sweep/too-large');
  });
});

describe('the bundled sweep when-does-lut-win.json', () => {
  const bundled = sweepOf(example('when-does-lut-win.json'), (path) => {
    const bytes = new TextEncoder().encode(exampleText(path.split('/').at(-1)!));
    return { name: path, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
  });
  const { points } = contests({ ...bundled, rows: [...runSweep(bundled)] });
  const at = (weights: string) => points.filter(({ point, values }) => point[0] === weights && values[0] !== null);

  it('finds that look-up arrays win at two bits, the more the larger the batch, and lose at eight', () => {
    assert.ok(at('int2').every(({ winner }) => winner === 0) && at('int8').every(({ winner }) => winner === 1));
    const gain = (weights: string, batch: number): number => {
      const { values } = at(weights).find(({ point }) => point[1] === 128 && point[2] === batch)!;
      return values[1]! / values[0]!;
    };
    assert.ok(gain('int2', 1) < 1.05 && gain('int2', 64) > 1.2 && gain('int8', 64) < 0.85);
  });

  it('finds them even at four bits, where both take a product in as many cycles', () => {
    for (const { values } of at('int4')) assert.ok(Math.abs(values[0]! / values[1]! - 1) < 0.05, String(values));
  });
});

describe('the axis of a command line', () => {
  it('has values as JSON if they parse, else as texts', () => {
    assert.deepEqual(axisOf('workload.scenario.batch=1,8')!.values, [1, 8]);
    assert.deepEqual(axisOf('workload.model=llama-2-7b, opt-6.7b')!.values, ['llama-2-7b', 'opt-6.7b']);
    assert.deepEqual(axisOf('a.b=[{"x":1},null]')!.values, [{ x: 1 }, null]);
    assert.deepEqual(['batch', '=1', 'batch=', 'batch=[]'].map(axisOf), [undefined, undefined, undefined, undefined]);
  });
});

describe('a sweep file', () => {
  const open = (path: string) => {
    const bytes = new TextEncoder().encode(exampleText(path.split('/').at(-1)!));
    return { name: path, size: bytes.length, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) };
  };

  it('names its experiments by path, or has them in it', () => {
    const text = JSON.stringify({ kind: 'sweep', name: 's', experiments: ['gpu.json', JSON.parse(JSON.stringify(example('flightllm.json').value)) as unknown], over: [{ path: 'workload.scenario.batch', values: [1] }] });
    const { experiments, axes, metrics } = sweepOf(parseDocument(text, 'folder/s.json'), open);
    assert.deepEqual(experiments.map(({ file }) => file), ['folder/gpu.json', 'folder/s.json']);
    assert.equal(axes[0]!.name, 'batch');
    assert.ok(metrics.length > 1);
  });

  it('knows its metrics by their path, so that it is clear whether more of them is better', () => {
    const text = JSON.stringify({ kind: 'sweep', name: 's', experiments: ['flightllm.json', 'gpu.json'], over: [{ path: 'workload.scenario.batch', values: [1] }], metrics: ['throughput'] });
    const sweep = sweepOf(parseDocument(text, 's.json'), open);
    assert.deepEqual(sweep.metrics, ['phases.decode.tokensPerSecond']);
    const [contest] = contests({ ...sweep, rows: [...runSweep(sweep)] }).points;
    assert.ok(contest!.values[1]! > contest!.values[0]!);
    assert.equal(contest!.winner, 1);
  });

  it('is told what is wrong with it', () => {
    const wrong = parseDocument('{ "kind": "sweep", "name": "s", "experiments": [], "ovr": [] }', 's.json');
    assert.throws(() => sweepOf(wrong, open), (error: unknown) => error instanceof InputError && error.problems.length >= 2);
  });
});
