import { commandGroups } from './commands.js';

/** What `archsim --help` prints. It needs no parser, so that it is there at once. */
export function overview(): string {
  const groups = Object.entries(commandGroups).map(([heading, entries]) => {
    const rows = entries.map((entry) => `  ${entry.usage.padEnd(25)} ${entry.summary}`);
    return `${heading}:\n${rows.join('\n')}`;
  });
  return `archsim: from a real quantised LLM to a trusted performance number

Usage: archsim COMMAND [OPTIONS]        archsim COMMAND --help        archsim --version

${groups.join('\n\n')}

Examples:
  archsim run flightllm.json                            Llama-2-7B on the Alveo U280
  archsim explain flightllm.json throughput             where its decode speed comes from
  archsim init my-design.json                           an experiment of your own

Results go to standard output, notes and problems to the error stream.
Exit codes: 0 done; 1 done, but a design does not fit, a requirement is not met or a validation row
got worse; 2 the input is wrong; 3 a bug of archsim; 130 interrupted.`;
}
