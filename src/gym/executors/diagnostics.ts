import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { excerpt, quote } from '../../sim/core/quote.js';

export function queueNotInstalled(): Problem {
  return problem('queue/not-installed', 'a queue on Redis needs the packages bullmq and ioredis, which are not installed', { remedy: 'npm install bullmq@6.7.0 ioredis@6.0.0' });
}

export function badQueueUrl(url: string): Problem {
  return problem('queue/bad-url', `the address of a queue begins with redis:// or rediss://, got ${quote(url, 200)}`, { remedy: 'write for example --queue redis://127.0.0.1:6379' });
}

export function queueUnreachable(url: string, reason: string): Problem {
  return problem('queue/unreachable', `no Redis answers at ${url}: ${excerpt(reason, 200)}`, { remedy: 'start it, or correct the address' });
}

export function queueRefuses(reason: string): Problem {
  return problem('queue/refuses', `Redis does not take the work: ${excerpt(reason, 200)}`, { remedy: 'see its memory limit and its log; go on with --resume' });
}
