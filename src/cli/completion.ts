import type { Command } from './command.js';
import { exitCodes } from './exit.js';

/** `archsim completion` */
export const completionCommand: Command = {
  positionals: {},
  options: {},
  examples: [['completion >> ~/.bashrc', 'for bash'], ['completion >> ~/.zshrc', 'for zsh']],
  run: async (_args, terminal) => {
    const { completionScript } = await import('./help.js');
    terminal.print(await completionScript());
    return exitCodes.done;
  },
};
