import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '../sim/core/diagnostics.js';
import { commandLine } from './command-line.js';
import { exitCodes, type ExitCode } from './exit.js';
import { reasonOf } from './reason.js';
import { searchFolder } from './report-exploration.js';
import { noSearchFolder, oneSearchFolder } from './report-serve-diagnostics.js';
import { searchPages, type SearchPage } from './report-serve-page.js';
import type { Terminal } from './terminal.js';

/** `archsim report FOLDER --serve`: shows a search while it runs, until Ctrl-C. Throws `report/...` and `protocol/port...` problems. */
export async function serveReport(names: readonly string[], givenPort: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const { badPort, portRefused } = await import('../gym/server/diagnostics.js');
  const [name] = names;
  if (name === undefined || names.length > 1) throw new InputError([oneSearchFolder(names.length)]);
  const folder = searchFolder(name) ?? (isFolder(name) ? name : undefined);
  if (folder === undefined) throw new InputError([noSearchFolder(name)]);
  const port = /^\d+$/.test(givenPort ?? '0') ? Number(givenPort ?? '0') : NaN;
  if (!(port <= 65_535)) throw new InputError([badPort(givenPort ?? '')]);
  const served = await servePages(searchPages(folder, { command: commandLine() }), port).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) throw new InputError([portRefused(port, error.code === 'EADDRINUSE' ? 'another program listens there' : reasonOf(error))]);
    throw error;
  });
  terminal.print(served.url);
  terminal.note('open the address in a browser of this machine; Ctrl-C ends it');
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await served.close();
  return exitCodes.done;
}

export interface ServedPages {
  /** With the token that a reader must know. */
  readonly url: string;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/** Answers GET of one address on the loopback interface with a page that is made anew. Who does not know the random token in it, or calls the server by another name, gets nothing. */
export async function servePages(page: SearchPage, port: number, token: string = randomBytes(24).toString('base64url')): Promise<ServedPages> {
  // One after the other: pages share what was read.
  let turn: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, token, portOf(server));
    if (refusal !== null) {
      send(response, refusal, 'text/plain; charset=utf-8', 'nothing here\n');
      return;
    }
    turn = turn.then(async () => {
      if (!response.destroyed) send(response, 200, 'text/html; charset=utf-8', await page(new URLSearchParams(queryOf(request)).has('still')));
    }).catch((error: unknown) => { send(response, 500, 'text/plain; charset=utf-8', `the page cannot be made: ${error instanceof Error ? error.message : String(error)}\n`); });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, resolve);
  });
  return {
    url: `http://${loopback}:${portOf(server)}/${token}/`,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}

/** The status that a request is refused with; null for one that is welcome. */
function refusalOf({ method, url = '', headers }: IncomingMessage, token: string, port: number): number | null {
  // A page of another site may reach this server by a name of its own.
  if (![`${loopback}:${port}`, `localhost:${port}`].includes(headers.host ?? '')) return 403;
  const [given, expected] = [Buffer.from(url.split('?', 1)[0]!), Buffer.from(`/${token}/`)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 404;
  return method === 'GET' ? null : 405;
}

function queryOf({ url = '' }: IncomingMessage): string {
  const cut = url.indexOf('?');
  return cut < 0 ? '' : url.slice(cut + 1);
}

/** An answer that nobody keeps, frames or takes for something else. */
function send(response: ServerResponse, status: number, type: string, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    'Content-Type': type, 'Content-Length': bytes.length, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Content-Security-Policy': "frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin', 'Cross-Origin-Opener-Policy': 'same-origin',
  }).end(bytes);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function isFolder(name: string): boolean {
  try {
    return existsSync(name) && statSync(name).isDirectory();
  } catch {
    return false;
  }
}
