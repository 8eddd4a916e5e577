import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of a test: on a free port of the loopback interface, with a folder of its own. */
export interface RedisServer {
  readonly url: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** On the same port; with what its folder holds, unless it keeps nothing. */
  start(): Promise<void>;
  end(): Promise<void>;
}

export async function redisServer({ keeps = true }: { readonly keeps?: boolean } = {}): Promise<RedisServer> {
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), 'archsim redis '))];
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', keeps ? 'yes' : 'no', '--appendfsync', 'everysec'], { cwd: folder, stdio: 'ignore' });
    while (!await answers(port)) await new Promise((resolve) => { setTimeout(resolve, 20); });
  };
  const kill = async (): Promise<void> => {
    const own = server;
    if (own === undefined || own.exitCode !== null || own.signalCode !== null) return;
    await new Promise((resolve) => {
      own.once('exit', resolve);
      own.kill('SIGKILL');
    });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`, kill, start,
    end: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => { socket.write('PING\r\n'); });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (data) => { end(data.toString().startsWith('+PONG')); });
    socket.on('error', () => { end(false); });
  });
}
