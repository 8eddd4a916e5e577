import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { registry } from '../../../src/gym/env/environments.js';
import { serveHttp, type Listening } from '../../../src/gym/server/http.js';
import { Session } from '../../../src/gym/server/session.js';
import { acceptKey, FrameReader, frameOf, opcodes } from '../../../src/gym/server/websocket.js';

/** A frame of a client. */
function masked(opcode: number, payload: Buffer, isLast = true): Buffer {
  const mask = randomBytes(4);
  const plain = frameOf(opcode, payload);
  const header = Buffer.from(plain.subarray(0, plain.length - payload.length));
  header[0] = (isLast ? 0x80 : 0) | opcode;
  header[1]! |= 0x80;
  return Buffer.concat([header, mask, payload.map((byte, i) => byte ^ mask[i & 3]!)]);
}

async function withServer(body: (server: Listening) => Promise<void>): Promise<void> {
  const server = await serveHttp(() => new Session(registry), 0);
  try {
    await body(server);
  } finally {
    await server.close();
  }
}

const hello = '{"jsonrpc":"2.0","id":1,"method":"hello"}';

describe('the server on a port', () => {
  it('answers who shows the token, and nobody else', () => withServer(async ({ url, token, port }) => {
    const post = (headers: Record<string, string>, method = 'POST'): Promise<Response> => fetch(url, { method, headers, ...(method === 'POST' ? { body: hello } : {}) });
    const good = await post({ Authorization: `Bearer ${token}` });
    assert.equal(good.status, 200);
    assert.equal((await good.json() as { result: { name: string } }).result.name, 'archsim');
    assert.equal((await post({})).status, 401);
    assert.equal((await post({ Authorization: `Bearer ${token}x` })).status, 401);
    assert.equal((await post({ Authorization: `Bearer ${token}` }, 'GET')).status, 405);
    assert.equal((await fetch(`${url}?token=${token}`, { method: 'POST', body: '{"jsonrpc":"2.0","method":"hello"}' })).status, 204);
    // A page of another site that has the server's address under a name of its own.
    const raw = await exchange(port, `POST / HTTP/1.1\r\nHost: example.org:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 0\r\n\r\n`);
    assert.match(raw, /^HTTP\/1\.1 403/);
  }));

  it('speaks with a WebSocket: messages in pieces, pings, and a session of its own', () => withServer(async ({ token, port }) => {
    const { socket, read } = await webSocket(port, token);
    const bytes = Buffer.from(hello);
    socket.write(Buffer.concat([masked(opcodes.text, bytes.subarray(0, 10), false), masked(opcodes.ping, Buffer.from('hi')), masked(opcodes.continuation, bytes.subarray(10))]));
    assert.deepEqual(await read(), { opcode: opcodes.pong, payload: 'hi' });
    assert.match((await read()).payload, /"protocol":1/);
    socket.write(masked(opcodes.text, Buffer.from('{"jsonrpc":"2.0","id":2,"method":"spaces","params":{"env":1}}')));
    assert.match((await read()).payload, /protocol\/no-environment/);
    socket.write(masked(opcodes.close, Buffer.alloc(0)));
    assert.equal((await read()).opcode, opcodes.close);
    socket.destroy();
  }));

  it('sends away a WebSocket without the token', () => withServer(async ({ port }) => {
    assert.match(await exchange(port, upgrade(port, 'wrong')), /^HTTP\/1\.1 401/);
  }));
});

describe('frames', () => {
  it('give the key of RFC 6455 for its example', () => {
    assert.equal(acceptKey('dGhlIHNhbXBsZSBub25jZQ=='), 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  it('are read wherever chunks end', () => {
    for (const length of [5, 125, 126, 70_000]) {
      const payload = Buffer.from('x'.repeat(length));
      const bytes = masked(opcodes.text, payload);
      for (const size of [1, 3, bytes.length].slice(length > 1000 ? 2 : 0)) {
        const reader = new FrameReader(1e6);
        const events = [];
        for (let at = 0; at < bytes.length; at += size) events.push(...reader.push(bytes.subarray(at, at + size)));
        assert.deepEqual(events, [{ kind: 'message', text: payload.toString() }]);
      }
    }
  });

  const wrong: readonly (readonly [string, Buffer, number])[] = [
    ['no mask', frameOf(opcodes.text, Buffer.from('x')), 1002],
    ['reserved bits', Buffer.from([0xc1, 0x80, 0, 0, 0, 0]), 1002],
    ['an unknown kind', masked(3, Buffer.alloc(0)), 1002],
    ['a piece of nothing', masked(opcodes.continuation, Buffer.alloc(0)), 1002],
    ['a long ping', masked(opcodes.ping, Buffer.alloc(126)), 1002],
    ['a ping in pieces', masked(opcodes.ping, Buffer.alloc(1), false), 1002],
    ['binary data', masked(opcodes.binary, Buffer.alloc(1)), 1003],
    ['bytes that are no text', masked(opcodes.text, Buffer.from([0xff])), 1007],
    ['too long a message', masked(opcodes.text, Buffer.alloc(200)), 1009],
    ['a length beyond all', Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]), 1009],
  ];
  for (const [what, bytes, code] of wrong) {
    it(`with ${what} end the connection with ${code}`, () => {
      const reader = new FrameReader(150);
      assert.deepEqual(reader.push(bytes), [{ kind: 'close', code }]);
      assert.deepEqual(reader.push(masked(opcodes.text, Buffer.from('x'))), []);
    });
  }
});

function upgrade(port: number, token: string): string {
  return `GET /?token=${token} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`;
}

function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

/** A WebSocket by hand; `read` gives the next frame of the server. */
async function webSocket(port: number, token: string): Promise<{ readonly socket: Socket; readonly read: () => Promise<{ opcode: number; payload: string }> }> {
  const socket = connect(port, '127.0.0.1');
  let pending = Buffer.alloc(0);
  const more = (): Promise<void> => new Promise((resolve) => { socket.once('data', (data) => { pending = Buffer.concat([pending, data]); resolve(); }); });
  socket.write(upgrade(port, token));
  while (!pending.includes('\r\n\r\n')) await more();
  assert.match(pending.toString(), /101 Switching Protocols[^]*s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
  pending = pending.subarray(pending.indexOf('\r\n\r\n') + 4);
  const read = async (): Promise<{ opcode: number; payload: string }> => {
    for (;;) {
      const short = (pending[1] ?? 0) & 0x7f;
      const header = short < 126 ? 2 : 4;
      const length = short < 126 ? short : pending.length >= 4 ? pending.readUInt16BE(2) : Infinity;
      if (pending.length >= 2 && pending.length >= header + length) {
        const [opcode, payload] = [pending[0]! & 15, pending.subarray(header, header + length).toString()];
        pending = pending.subarray(header + length);
        return { opcode, payload };
      }
      await more();
    }
  };
  return { socket, read };
}
