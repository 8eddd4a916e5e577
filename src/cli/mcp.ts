import { InputError } from '../sim/core/diagnostics.js';
import { text, type Command } from './command.js';
import { countOf } from './count-option.js';
import { exitCodes } from './exit.js';

const usualTimeout = 60;
const usualMemory = 1024;

/** `archsim mcp` */
export const mcpCommand: Command = {
  positionals: {},
  options: {
    root: { describe: 'the folder whose files tools may read, in place of the current one', type: 'string', group: 'Limits:' },
    timeout: { describe: `seconds after which a call is ended (default ${usualTimeout})`, type: 'string', group: 'Limits:' },
    memory: { describe: `MiB that a call may use (default ${usualMemory})`, type: 'string', group: 'Limits:' },
  },
  examples: [
    ['mcp < session.jsonl', 'tools for language models by the Model Context Protocol: a message a line'],
    ['mcp --root designs < session.jsonl', 'experiments may name files of that folder, and no others'],
  ],
  run: async (args) => {
    const { statSync } = await import('node:fs');
    const { notAFolder } = await import('./mcp/diagnostics.js');
    const { servedFiles } = await import('./mcp/served-files.js');
    const { mcpTools } = await import('./mcp/tools.js');
    const { packageShelf } = await import('./mcp/package-shelf.js');
    const { McpSession } = await import('../mcp/session.js');
    const { toolThread } = await import('../mcp/tool-thread.js');
    const { limits } = await import('../mcp/protocol.js');
    const { serveLines } = await import('../gym/server/stdio.js');
    // Timers have 31 bits.
    const timeoutMs = Math.min(2 ** 31 - 1, 1000 * (countOf(args, 'timeout', 1) ?? usualTimeout));
    const memoryMib = countOf(args, 'memory', 64) ?? usualMemory;
    const root = text(args['root']);
    if (root !== undefined) {
      if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) throw new InputError([notAFolder(root)]);
      process.chdir(root);
    }
    const isRootGiven = root !== undefined;
    const tools = mcpTools(servedFiles(isRootGiven));
    const runner = toolThread({ tools, module: new URL('./mcp/tool-worker.js', import.meta.url), data: { isRootGiven }, timeoutMs, memoryMib });
    await serveLines(new McpSession(tools, runner, packageShelf()), process.stdin, process.stdout, { messageBytes: limits.messageBytes, isInOrder: false });
    return exitCodes.done;
  },
};
