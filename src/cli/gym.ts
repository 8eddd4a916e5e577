import { InputError } from '../sim/core/diagnostics.js';
import type { EnvironmentFiles } from '../gym/env/registry.js';
import type { Session } from '../gym/server/session.js';
import { text, texts, type Command } from './command.js';
import { notAChoice } from './diagnostics.js';
import { exitCodes, type ExitCode } from './exit.js';
import { reasonOf } from './reason.js';
import type { Terminal } from './terminal.js';

/** `archsim gym serve` */
export const gymCommand: Command = {
  positionals: {
    action: { describe: 'serve: answer requests for environments', type: 'string' },
    files: { describe: 'problem and study files that clients may name', type: 'string' },
  },
  options: {
    port: { describe: 'answer HTTP and WebSocket on this port of the loopback interface (0: any free one) in place of standard input and output', type: 'string', group: 'Connection:' },
  },
  examples: [
    ['gym serve < requests.jsonl', 'JSON-RPC 2.0, a message a line: what the Python client speaks'],
    ['gym serve --port 0 > server.json', 'the same by HTTP and WebSocket: where it is, and the token of clients'],
  ],
  nextArgument: (before) => Promise.resolve(before.length === 0 ? ['serve'] : []),
  run: async (args, terminal) => {
    const action = text(args['action'])!;
    if (action !== 'serve') throw new InputError([notAChoice('the action of archsim gym', action, ['serve'])]);
    const { registry } = await import('../gym/env/environments.js');
    const { Session } = await import('../gym/server/session.js');
    const port = text(args['port']);
    const files = await filesOf(texts(args['files']), port === undefined);
    const newSession = (): Session => new Session(registry, files);
    if (port !== undefined) return serveOnPort(port, newSession, terminal);
    const { fstatSync } = await import('node:fs');
    const { serveBlocking } = await import('../gym/server/blocking.js');
    if (fstatSync(0).isFIFO() && await serveBlocking(newSession(), 0, 1)) return exitCodes.done;
    const { serveLines } = await import('../gym/server/stdio.js');
    await serveLines(newSession(), process.stdin, process.stdout);
    return exitCodes.done;
  },
};

/** The files that clients may name: those of the command line, and any that can be read where the client started the process itself. */
async function filesOf(given: readonly string[], mayNameOthers: boolean): Promise<EnvironmentFiles> {
  const { documentOf, documentsOf } = await import('./documents.js');
  const { openFile } = await import('./open-file.js');
  const { examplePath } = await import('./package-files.js');
  const { readDocument } = await import('../experiment/read-document.js');
  const { fileNotServed } = await import('../gym/server/diagnostics.js');
  const documents = new Map((await documentsOf(given)).map((document, i) => [given[i] ?? document.file, document]));
  const refuse = (name: string): never => { throw new InputError([fileNotServed(name, [...documents.keys()])]); };
  return {
    document: async (name) => documents.get(name) ?? (mayNameOthers ? documentOf(name) : refuse(name)),
    bundled: (name) => Promise.resolve(readDocument(openFile(examplePath(name)))),
    // What a served file names in turn was trusted with it.
    open: openFile,
    mayOpen: mayNameOthers,
  };
}

async function serveOnPort(given: string, newSession: () => Session, terminal: Terminal): Promise<ExitCode> {
  const { badPort, portRefused } = await import('../gym/server/diagnostics.js');
  const { serveHttp } = await import('../gym/server/http.js');
  const port = /^\d+$/.test(given) ? Number(given) : NaN;
  if (!(port <= 65_535)) throw new InputError([badPort(given)]);
  const listening = await serveHttp(newSession, port).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) throw new InputError([portRefused(port, error.code === 'EADDRINUSE' ? 'another program listens there' : reasonOf(error))]);
    throw error;
  });
  terminal.print(JSON.stringify({ url: listening.url, webSocket: listening.url.replace('http', 'ws'), token: listening.token }));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await listening.close();
  return exitCodes.done;
}
