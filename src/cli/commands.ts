import type { CommandEntry } from './command.js';

/** Every command under the heading of the help that it stands under. */
export const commandGroups: Readonly<Record<string, readonly CommandEntry[]>> = {
  'Simulate': [
    { name: 'run', usage: 'run <files..>', summary: 'Simulate experiments: latency, throughput, memory, resources', load: async () => (await import('./run.js')).runCommand },
    { name: 'explain', usage: 'explain <file> [metric]', summary: 'Show the formula, inputs and sources behind one number, as a tree', load: async () => (await import('./explain.js')).explainCommand },
    { name: 'sweep', usage: 'sweep <file>', summary: 'Simulate a grid of values: table, CSV, Parquet, figure', load: async () => (await import('./sweep.js')).sweepCommand },
    { name: 'compare', usage: 'compare <files..>', summary: 'Put experiments side by side: ratios, what binds, and why one wins', load: async () => (await import('./compare.js')).compareCommand },
    { name: 'size', usage: 'size <scenario>', summary: 'Find the least platform that meets the targets of a scenario', load: async () => (await import('./size.js')).sizeCommand },
    { name: 'calibrate', usage: 'calibrate <file>', summary: 'Fit named constants to measurements of your own board, and test the fit', load: async () => (await import('./calibrate.js')).calibrateCommand },
    { name: 'report', usage: 'report <files..>', summary: 'Write one self-contained HTML page from experiments or results', load: async () => (await import('./report.js')).reportCommand },
  ],
  'Search': [
    { name: 'explore', usage: 'explore [study]', summary: 'Search the designs of a study: best, front, why, and how sure that is', load: async () => (await import('./explore.js')).exploreCommand },
    { name: 'lottery', usage: 'lottery <study>', summary: 'Compare agents over hyperparameters and seeds with exact random search', load: async () => (await import('./lottery.js')).lotteryCommand },
    { name: 'surrogate', usage: 'surrogate <source>', summary: 'Train a random forest on a study or trajectory, and say how wrong it is', load: async () => (await import('./surrogate.js')).surrogateCommand },
    { name: 'worker', usage: 'worker', summary: 'Evaluate designs for explore --queue on other machines', load: async () => (await import('./worker.js')).workerCommand },
    { name: 'gym', usage: 'gym <action> [files..]', summary: 'Serve environments with the semantics of Gymnasium', load: async () => (await import('./gym.js')).gymCommand },
    { name: 'mcp', usage: 'mcp', summary: 'Serve run, explain, propose ... to language models (MCP over stdio)', load: async () => (await import('./mcp.js')).mcpCommand },
  ],
  'Numbers': [
    { name: 'quantize', usage: 'quantize [file]', summary: 'Write weights in a number format: codes, scales, error', load: async () => (await import('./quantize.js')).quantizeCommand },
    { name: 'accuracy', usage: 'accuracy <model>', summary: 'Show what formats cost a model: bits, weight error, perplexity', load: async () => (await import('./accuracy.js')).accuracyCommand },
  ],
  'Hardware': [
    { name: 'export-rtl', usage: 'export-rtl <file>', summary: 'Write Verilog of a tile with testbench, vectors and scripts for Vivado', load: async () => (await import('./export-rtl.js')).exportRtlCommand },
    { name: 'check-rtl', usage: 'check-rtl <folder>', summary: 'Elaborate, simulate and lint an exported folder, or Verilog of your own', load: async () => (await import('./check-rtl.js')).checkRtlCommand },
  ],
  'Trust': [
    { name: 'validate', usage: 'validate [systems..]', summary: 'Rerun published systems and peer tables: reference, ours, error, verdict', load: async () => (await import('./validate.js')).validateCommand },
  ],
  'Look up': [
    { name: 'inspect', usage: 'inspect <file>', summary: 'Show what a model file holds: tensors, formats, bits a weight, roles', load: async () => (await import('./inspect.js')).inspectCommand },
    { name: 'list', usage: 'list [kind]', summary: 'List models, devices, architectures, schemes, examples, ...', load: async () => (await import('./list.js')).listCommand },
    { name: 'show', usage: 'show <kind> <name>', summary: 'Show everything known of one of them', load: async () => (await import('./list.js')).showCommand },
    { name: 'schema', usage: 'schema [name]', summary: 'Print the JSON Schema of a kind of file, or the names of all', load: async () => (await import('./schema.js')).schemaCommand },
  ],
  'Start': [
    { name: 'init', usage: 'init [file]', summary: 'Write a commented experiment to start from; never overwrites', load: async () => (await import('./init.js')).initCommand },
    { name: 'completion', usage: 'completion', summary: 'Print a completion script for bash or zsh', load: async () => (await import('./completion.js')).completionCommand },
  ],
};

export const commandEntries: readonly CommandEntry[] = Object.values(commandGroups).flat();

export function commandNamed(name: string): CommandEntry | undefined {
  return commandEntries.find((entry) => entry.name === name);
}
