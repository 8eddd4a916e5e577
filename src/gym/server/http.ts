import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorCodes, limits } from './protocol.js';
import { answer, failure } from './rpc.js';
import type { Session } from './session.js';
import { acceptKey, closeCodes, closeFrame, FrameReader, frameOf, opcodes } from './websocket.js';

/** A server that listens. */
export interface Listening {
  readonly url: string;
  /** What clients must show: `Authorization: Bearer TOKEN`, or for a WebSocket `?token=TOKEN`. */
  readonly token: string;
  readonly port: number;
  /** Ends all connections. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * Answers messages on the loopback interface: POST with one message as its body, or a WebSocket with one in each text frame. A WebSocket has a session of its own, all
 * requests by POST share one. Who does not know the random token, or calls the server by another name, is sent away.
 */
export async function serveHttp(newSession: () => Session, port: number, token: string = randomBytes(24).toString('base64url')): Promise<Listening> {
  const shared = newSession();
  const sockets = new Set<Duplex>();
  let turn: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, token, portOf(server));
    if (refusal !== null) {
      reply(response, refusal, {});
      return;
    }
    if (request.method !== 'POST') {
      reply(response, 405, {});
      return;
    }
    void bodyOf(request).then((body) => {
      // One after the other: a session has one client's order of things.
      turn = turn.then(async () => {
        const text = body === null ? failure(null, { code: errorCodes.tooLarge, message: `a message has at most ${limits.messageBytes} bytes` }) : await answer(shared, body);
        if (text === null) response.writeHead(204).end();
        else reply(response, body === null ? 413 : 200, text);
      });
      return turn;
    }, () => response.destroy());
  });
  server.on('connection', (socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket) => {
    const refusal = refusalOf(request, token, portOf(server));
    const key = request.headers['sec-websocket-key'];
    if (refusal !== null || key === undefined || request.headers.upgrade?.toLowerCase() !== 'websocket' || request.headers['sec-websocket-version'] !== '13') {
      socket.end(`HTTP/1.1 ${refusal ?? 400} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptKey(key)}\r\n\r\n`);
    serveWebSocket(newSession(), socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, resolve);
  });
  return {
    url: `http://${loopback}:${portOf(server)}/`, token, port: portOf(server),
    close: () => new Promise((resolve) => {
      shared.end();
      for (const socket of sockets) socket.destroy();
      server.close(() => { resolve(); });
    }),
  };
}

function serveWebSocket(session: Session, socket: Duplex): void {
  const reader = new FrameReader(limits.messageBytes);
  let turn: Promise<void> = Promise.resolve();
  const send = (frame: Buffer): void => { if (socket.writable) socket.write(frame); };
  socket.on('data', (chunk: Buffer) => {
    for (const event of reader.push(chunk)) {
      turn = turn.then(async () => {
        if (event.kind === 'ping') send(frameOf(opcodes.pong, event.payload));
        else if (event.kind === 'close') socket.end(closeFrame(event.code));
        else {
          const text = await answer(session, event.text);
          if (text !== null) send(frameOf(opcodes.text, Buffer.from(text)));
        }
      });
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.end(closeFrame(closeCodes.normal)));
  socket.on('close', () => { session.end(); });
}

/** The status that a request is refused with; null for one that is welcome. */
function refusalOf(request: IncomingMessage, token: string, port: number): number | null {
  // A page of another site may reach this server by a name of its own.
  if (![`${loopback}:${port}`, `localhost:${port}`].includes(request.headers.host ?? '')) return 403;
  const shown = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? new URL(request.url ?? '/', 'http://localhost').searchParams.get('token') ?? '';
  const [given, expected] = [Buffer.from(shown), Buffer.from(token)];
  return given.length === expected.length && timingSafeEqual(given, expected) ? null : 401;
}

/** The body of a request; null for one that is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limits.messageBytes) chunks.push(chunk);
  }
  return size > limits.messageBytes ? null : Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, status: number, body: string | object): void {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length, 'Cache-Control': 'no-store' }).end(bytes);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
