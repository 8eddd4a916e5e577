import type { Redis } from 'ioredis';
import { InputError } from '../../sim/core/diagnostics.js';
import { badQueueUrl, queueNotInstalled, queueUnreachable } from './diagnostics.js';

export interface QueueModules {
  readonly bullmq: typeof import('bullmq');
  readonly Redis: typeof Redis;
}

/** The packages that a queue needs. Throws `queue/not-installed`. */
export async function queueModules(): Promise<QueueModules> {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis: ioredis.Redis };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') throw new InputError([queueNotInstalled()]);
    throw error;
  }
}

/** The address as others may read it: without user and password. Throws `queue/bad-url`. */
export function publicUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  // What is wrong may still hold a password.
  if (parsed === null || !['redis:', 'rediss:'].includes(parsed.protocol) || parsed.hostname === '') throw new InputError([badQueueUrl(url.replace(/\/\/.*@/, '//…@'))]);
  return `${parsed.protocol}//${parsed.host}${parsed.pathname === '/' ? '' : parsed.pathname}`;
}

const connectMs = 5000;
const mostPauseMs = 1000;

/** A connection that answered once, and from then on comes back whenever it is lost, until `end`; copies of it do too. Throws `queue/...` where nobody answers. */
export async function connectRedis({ Redis: Connection }: QueueModules, url: string, end: AbortSignal): Promise<Redis> {
  const shown = publicUrl(url);
  let reason = 'no answer';
  const client = new Connection(url, {
    lazyConnect: true, connectTimeout: connectMs, maxRetriesPerRequest: null, retryStrategy: (times) => (end.aborted ? null : Math.min(mostPauseMs, 50 * times)),
  });
  // Without a listener an error ends the process.
  client.on('error', (error: Error) => { reason = error.message === '' && 'code' in error ? String(error.code) : error.message; });
  try {
    await client.connect();
    await client.ping();
    return client;
  } catch (error) {
    client.disconnect();
    throw new InputError([queueUnreachable(shown, reason === 'no answer' && error instanceof Error ? error.message : reason)]);
  }
}

/** Waits for what should end soon, but not for ever: a lost connection must not keep a process. */
export async function withinMs(milliseconds: number, ...work: readonly Promise<unknown>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds); });
  await Promise.race([Promise.allSettled(work), patience]);
  clearTimeout(timer);
}
