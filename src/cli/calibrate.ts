import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import type { CalibrationResult } from '../sim/model/calibration.js';
import type { RunOptions } from '../experiment/run.js';
import { text, type Command } from './command.js';
import { calibratedFileExists, noMeasurements } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { runOptions, simulationOptions } from './simulation-options.js';
import { standardInputName } from './standard-input.js';

/** `archsim calibrate FILE --data measurements.json` */
export const calibrateCommand: Command = {
  positionals: { file: { describe: 'an experiment, the name of a bundled example, or - for standard input', type: 'string' } },
  options: {
    data: { describe: 'the measurements (needed), or the name of bundled ones: constants with their bounds, and measured figures', type: 'string', group: 'Measurements:' },
    ...simulationOptions,
    out: { alias: 'o', describe: 'also write the experiment with the fitted constants; never overwrites', type: 'string', group: 'Output:' },
    json: { describe: 'print everything as one JSON document', type: 'boolean', group: 'Output:' },
    progress: { describe: 'a bar on the terminal when it takes long (--no-progress: never)', type: 'boolean', default: true, group: 'Output:' },
  },
  examples: [
    ['calibrate flightllm.json --data measurements-flightllm-u280.json', 'fit, and show what the rows of the test part say to it'],
    ['calibrate flightllm.json --data measurements-flightllm-u280.json -o fitted.json', 'then archsim run fitted.json'],
  ],
  nextArgument: async () => (await import('./documents.js')).experimentNames(),
  run: async (args, terminal) => {
    const [data, out] = [text(args['data']), text(args['out'])];
    if (data === undefined) throw new InputError([noMeasurements()]);
    if (out !== undefined && existsSync(out)) throw new InputError([calibratedFileExists(out)]);
    const { documentOf } = await import('./documents.js');
    const { measurementsOf } = await import('../experiment/measurements-input.js');
    const { calibrate, mostSimulations } = await import('../experiment/calibrate.js');
    const options = runOptions(args);
    const experiment = await documentOf(text(args['file'])!);
    const measurements = measurementsOf(await documentOf(data));
    const progress = terminal.progress('calibrate', mostSimulations(measurements));
    const result = calibrate(experiment, measurements, options, (done) => { progress.at(done); });
    progress.hide();
    if (out !== undefined) {
      (await import('./write-file.js')).writeNew(out, await calibratedText(experiment, result, options, out));
      terminal.note(`wrote ${out}`);
    }
    if (args['json'] === true) terminal.print(JSON.stringify(result));
    else terminal.print((await import('../reports/text/calibration-table.js')).calibrationTable(result, terminal));
    return result.isTestWorse ? exitCodes.missed : exitCodes.done;
  },
};

/** The text of the calibrated experiment as it is to stand at `out`: the words of the original where there is a file of them. */
async function calibratedText(experiment: Document, result: CalibrationResult, options: RunOptions, out: string): Promise<string> {
  const { calibratedValue, editedText } = await import('../experiment/calibrated-experiment.js');
  const { looksLikePath } = await import('../experiment/byte-source.js');
  const value = moved(calibratedValue(experiment, result, options) as ExperimentValue, experiment.file, out, looksLikePath);
  if (experiment.file === standardInputName) return `${JSON.stringify(value, null, 2)}\n`;
  const { openFile } = await import('./open-file.js');
  const { readText } = await import('../experiment/read-document.js');
  return editedText(readText(openFile(experiment.file)), experiment.value, value);
}

/** The parts of an experiment that may be paths, and so depend on where its file is. */
interface ExperimentValue {
  readonly $schema?: string;
  readonly workload: { readonly model: unknown; readonly quantization: unknown };
  readonly architecture: { readonly device: unknown };
}

/** The experiment for another folder: it names the same files. The schema is for editors, and left out where it would not be found. */
function moved({ $schema, ...experiment }: ExperimentValue, from: string, to: string, isPath: (name: string) => boolean): unknown {
  const [home, away] = [from === standardInputName ? '.' : dirname(from), dirname(to)];
  const isHere = resolve(home) === resolve(away);
  const path = (value: unknown): unknown => {
    if (isHere || typeof value !== 'string' || !isPath(value)) return value;
    const seen = relative(away, resolve(home, value)).replaceAll('\\', '/');
    return seen.includes('/') ? seen : `./${seen}`;
  };
  const { workload, architecture } = experiment;
  const schema = $schema === undefined || (!isHere && !/^\w+:/.test($schema)) ? {} : { $schema };
  return {
    ...schema, ...experiment,
    workload: { ...workload, model: path(workload.model), quantization: path(workload.quantization) },
    architecture: { ...architecture, device: path(architecture.device) },
  };
}
