import { resolve } from 'node:path';
import type { RtlDesign } from '../rtl-export/kit/design.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { SimulationInput } from '../sim/engine/simulate.js';
import { text, type Command } from './command.js';
import { designDoesNotFit, noOutputFolder } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { runOptions, setOption } from './simulation-options.js';

/** `archsim export-rtl FILE -o DIR` */
export const exportRtlCommand: Command = {
  positionals: { file: { describe: 'an experiment, or the name of a bundled example', type: 'string' } },
  options: {
    ...setOption,
    out: { alias: 'o', describe: 'the folder to write (needed); it must not be there yet, or be empty', type: 'string', group: 'Output:' },
    name: { describe: 'what the top module and its files are called (default: as the experiment)', type: 'string', group: 'Output:' },
    top: {
      describe: 'engine: an engine around the tile too, in engine/: registers, buffers, vector units, C driver; engine-reader: it reads weights from memory as well',
      choices: ['tile', 'engine', 'engine-reader'], group: 'Output:',
    },
    json: { describe: 'print the manifest and what the checks found as one JSON document', type: 'boolean', group: 'Output:' },
    check: { describe: 'check the folder, as archsim check-rtl does', type: 'boolean', group: 'Checks:' },
    synth: { describe: 'synthesise it with Yosys and compare with the resources of the model', type: 'boolean', group: 'Checks:' },
  },
  examples: [
    ['export-rtl flightllm.json -o flightllm-tile', 'Verilog, testbench, vectors, constraints and scripts of one tile'],
    ['export-rtl bit-serial.json --set architecture.parameters.pes.rows=2 -o small-tile --check', 'a small tile of bit-serial PEs, simulated at once'],
  ],
  nextArgument: async () => (await import('./documents.js')).experimentNames(),
  run: async (args, terminal) => {
    const out = text(args['out']);
    if (out === undefined) throw new InputError([noOutputFolder()]);
    const { rtlExperiment } = await import('./rtl-design.js');
    const { simulate } = await import('../sim/engine/simulate.js');
    const { exportProject } = await import('../rtl-export/kit/project.js');
    const { writeFolder } = await import('./write-folder.js');
    const { version } = await import('../experiment/version.js');
    const { input, design } = await rtlExperiment(text(args['file'])!, runOptions(args));
    const { feasible, reasons } = simulate(input);
    if (!feasible) {
      terminal.note(designDoesNotFit(input.name, reasons).message);
      return exitCodes.missed;
    }
    const { device, clockHz } = input.machine;
    const name = text(args['name']) ?? input.name;
    const tile = design();
    const exported = exportProject(tile, { name, part: device.fabric?.part ?? null, deviceName: device.title, clockHz: clockHz ?? usualClockHz, version });
    const top = text(args['top']) ?? 'tile';
    const files = top === 'tile' ? exported : await withEngineAround(exported, tile, name, input, top === 'engine-reader');
    writeFolder(out, files);
    terminal.note(`wrote ${files.size} files into ${out}`);
    const options = { check: args['check'] === true, synth: args['synth'] === true, json: args['json'] === true };
    if (!Object.values(options).includes(true)) return exitCodes.done;
    const { checkExport } = await import('./check-rtl.js');
    return checkExport(resolve(out), options, terminal);
  },
};

/** For a machine without a clock of its own. */
const usualClockHz = 100e6;

async function withEngineAround(files: ReadonlyMap<string, string>, tile: RtlDesign, name: string, input: SimulationInput, hasReader: boolean): Promise<ReadonlyMap<string, string>> {
  const { engineCoreOf } = await import('../arch/engine-cores.js');
  const { exportEngine } = await import('../rtl-export/kit/engine/exported-engine.js');
  return exportEngine(files, { core: engineCoreOf(tile), whole: engineCoreOf({ ...tile, ...tile.whole }) }, name, input, hasReader);
}
