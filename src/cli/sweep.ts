import { InputError } from '../sim/core/diagnostics.js';
import type { Sweep } from '../experiment/sweep.js';
import type { SweepResult, SweepRow } from '../sim/model/sweep.js';
import { text, texts, type Arguments, type Command } from './command.js';
import { noAxis, noGrid } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { runOptions, simulationOptions } from './simulation-options.js';
import type { Terminal } from './terminal.js';
import { turn } from './turn.js';

/** `archsim sweep FILE --over path=a,b,c` */
export const sweepCommand: Command = {
  positionals: { file: { describe: 'a sweep, an experiment with --over, or the name of a bundled example', type: 'string' } },
  options: {
    over: { describe: 'values of one part: path=a,b,c; may be repeated for a grid', type: 'string', array: true, nargs: 1, group: 'Grid:' },
    metric: { describe: 'path of a number that the table shows; may be repeated', type: 'string', array: true, nargs: 1, group: 'Grid:' },
    ...simulationOptions,
    csv: { describe: 'also write the rows as CSV', type: 'string', group: 'Output:' },
    parquet: { describe: 'also write the rows as Parquet', type: 'string', group: 'Output:' },
    figure: { describe: 'also draw the first metric (SVG)', type: 'string', group: 'Output:' },
    json: { describe: 'print everything as one JSON document', type: 'boolean', group: 'Output:' },
    progress: { describe: 'a bar on the terminal when it takes long (--no-progress: never)', type: 'boolean', default: true, group: 'Output:' },
  },
  examples: [
    ['sweep flightllm.json --over workload.scenario.batch=1,4,16', 'three batches'],
    ['sweep when-does-lut-win.json --figure lut.svg', 'look-up arrays against multipliers over bits, prompt and batch'],
  ],
  nextArgument: async () => (await import('./documents.js')).experimentNames(),
  run: async (args, terminal) => {
    const { runSweep, sweepSize } = await import('../experiment/sweep.js');
    const sweep = await sweepFrom(args);
    const options = runOptions(args);
    const progress = terminal.progress('sweep', sweepSize(sweep));
    const rows: SweepRow[] = [];
    for (const row of runSweep(sweep, options)) {
      rows.push(row);
      progress.at(rows.length);
      if (rows.length % 200 === 0) await turn();
    }
    progress.hide();
    const result: SweepResult = { name: sweep.name, axes: sweep.axes, metrics: sweep.metrics, rows };
    await writeFiles(result, args, terminal);
    if (args['json'] === true) terminal.print(JSON.stringify(result));
    else terminal.print((await import('../reports/text/sweep-table.js')).sweepTable(result));
    return exitCodes.done;
  },
};

async function sweepFrom(args: Arguments): Promise<Sweep> {
  const { documentOf } = await import('./documents.js');
  const { fileKind } = await import('../experiment/file-kind.js');
  const { axisOf, sweepOf } = await import('../experiment/sweep-input.js');
  const { usualSweepMetrics } = await import('../experiment/sweep.js');
  const { openFile } = await import('./open-file.js');
  const document = await documentOf(text(args['file'])!);
  const given = texts(args['over']).map((over) => axisOf(over) ?? fail(over));
  const { metricPath } = await import('../experiment/metric.js');
  // How a metric is better is told by the name that it has in a result.
  const metrics = texts(args['metric']).map(metricPath);
  if (fileKind(document.value) === 'sweep') {
    const sweep = sweepOf(document, openFile);
    // An axis of the command line takes the place of the file's axis of the same path.
    const axes = [...sweep.axes.filter(({ path }) => !given.some((axis) => axis.path === path)), ...given];
    return { ...sweep, axes, metrics: metrics.length > 0 ? metrics : sweep.metrics };
  }
  if (given.length === 0) throw new InputError([noGrid(document.file)]);
  return { name: document.file, experiments: [document], axes: given, metrics: metrics.length > 0 ? metrics : usualSweepMetrics };
}

function fail(over: string): never {
  throw new InputError([noAxis(over)]);
}

async function writeFiles(result: SweepResult, args: Arguments, terminal: Terminal): Promise<void> {
  const [csv, parquet, figure] = ['csv', 'parquet', 'figure'].map((name) => text(args[name]));
  const { sweepColumns } = await import('../reports/sweep-columns.js');
  const { writeWhole } = await import('./write-file.js');
  const write = (path: string, content: string | Uint8Array): void => {
    writeWhole(path, content);
    terminal.note(`wrote ${path}`);
  };
  if (csv !== undefined) write(csv, await (await import('./table-file.js')).csvOf(sweepColumns(result)));
  if (parquet !== undefined) write(parquet, await (await import('./table-file.js')).parquetOf(sweepColumns(result)));
  if (figure !== undefined) write(figure, (await import('../reports/figures/sweep-lines.js')).sweepFigure(result));
}
