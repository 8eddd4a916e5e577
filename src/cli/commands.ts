import type { Command } from './command.js';

/** A command that is loaded when it is asked for. */
export interface LazyCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of the help. */
export const lazyCommands: readonly LazyCommand[] = [
  { name: 'run', usage: 'run <files..>', summary: 'Simulate experiments', load: async () => (await import('./run.js')).runCommand },
  { name: 'explain', usage: 'explain <file> [metric]', summary: 'Show the formula, inputs and sources behind a number', load: async () => (await import('./explain.js')).explainCommand },
  { name: 'report', usage: 'report <files..>', summary: 'Write a self-contained HTML page', load: async () => (await import('./report.js')).reportCommand },
  { name: 'validate', usage: 'validate [systems..]', summary: 'Rerun published systems and peer tables', load: async () => (await import('./validate.js')).validateCommand },
  { name: 'list', usage: 'list <kind>', summary: 'List models, devices, architectures, schemes, examples, systems', load: async () => (await import('./list.js')).listCommand },
  { name: 'show', usage: 'show <kind> <name>', summary: 'Show everything known of one of them', load: async () => (await import('./list.js')).showCommand },
  { name: 'init', usage: 'init [file]', summary: 'Write a commented experiment to start from', load: async () => (await import('./init.js')).initCommand },
  { name: 'schema', usage: 'schema [name]', summary: 'Print the JSON Schema of a kind of file', load: async () => (await import('./schema.js')).schemaCommand },
];
