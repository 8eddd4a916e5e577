import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { InputError } from '../../sim/core/diagnostics.js';
import { queueRefuses } from './diagnostics.js';
import { keepResultSeconds, mostResults, nameOfJob, queuePrefix, type QueueAnswer, type QueueJob } from './queue-job.js';

/** How a job ended. */
export type QueueOutcome = { readonly answer: QueueAnswer } | { readonly failed: string } | 'stopped';

/** Jobs that were asked for and have not ended. Whatever a queue forgets or says twice, each of them ends once. */
export interface QueueInbox {
  /** Equal jobs that are asked for at the same time are one. */
  ask(job: QueueJob): Promise<QueueOutcome>;
  /** What the queue says of a job. Nobody may be waiting for it. */
  settle(name: string, outcome: QueueOutcome): void;
  /** Looks after the jobs that were asked for first: takes what ended unheard, and asks again for what is not there. */
  review(): Promise<void>;
  /** Ends all that is open as stopped, and takes it out of the queue. */
  stop(): void;
  readonly open: number;
}

interface OpenJob {
  readonly job: QueueJob;
  readonly outcome: Promise<QueueOutcome>;
  readonly end: (outcome: QueueOutcome) => void;
  readonly refuse: (error: unknown) => void;
  isSent: boolean;
}

/** Jobs that are sent, and looked after, at a time. */
const mostSent = 256;

const jobOptions = {
  // For what a worker cannot do just now. Designs that fail are results, and jobs whose worker died come back without it.
  attempts: 10, backoff: { type: 'fixed', delay: 1000 },
  removeOnComplete: { age: keepResultSeconds, count: mostResults }, removeOnFail: true, stackTraceLimit: 1,
};

export function queueInbox(queue: Queue<QueueJob, QueueAnswer>, client: Redis): QueueInbox {
  const open = new Map<string, OpenJob>();
  let unsent: [name: string, job: QueueJob][] = [];

  const send = async (): Promise<void> => {
    while (unsent.length > 0) {
      const group = unsent.slice(0, mostSent);
      unsent = unsent.slice(mostSent);
      try {
        await queue.addBulk(group.map(([name, job]) => ({ name: 'evaluate', data: job, opts: { ...jobOptions, jobId: name } })));
        for (const [name] of group) {
          const own = open.get(name);
          if (own !== undefined) own.isSent = true;
        }
      } catch (error) {
        for (const [name] of group) open.get(name)?.refuse(new InputError([queueRefuses(error instanceof Error ? error.message : String(error))]));
      }
    }
  };

  const settle: QueueInbox['settle'] = (name, outcome) => {
    const own = open.get(name);
    if (own === undefined) return;
    open.delete(name);
    own.end(outcome);
    // Failures may come of where it was evaluated: whoever asks again shall not get them from the store.
    if (outcome !== 'stopped' && 'answer' in outcome && outcome.answer.evaluations.some(({ failure }) => failure !== undefined)) queue.remove(name).catch(() => undefined);
  };
  return {
    settle,
    get open() { return open.size; },
    ask: (job) => {
      const name = nameOfJob(job);
      const known = open.get(name);
      if (known !== undefined) return known.outcome;
      let [end, refuse]: [OpenJob['end'], OpenJob['refuse']] = [() => undefined, () => undefined];
      const outcome = new Promise<QueueOutcome>((resolve, reject) => { [end, refuse] = [resolve, reject]; });
      open.set(name, { job, outcome, end, refuse, isSent: false });
      unsent.push([name, job]);
      // What is asked for in one turn is sent together.
      if (unsent.length === 1) setImmediate(() => { void send(); });
      return outcome;
    },
    review: async () => {
      const names = [...open].filter(([, { isSent }]) => isSent).slice(0, mostSent).map(([name]) => name);
      if (names.length === 0) return;
      const pipeline = client.pipeline();
      for (const name of names) pipeline.hmget(`${queuePrefix}:${queue.name}:${name}`, 'name', 'finishedOn', 'returnvalue', 'failedReason');
      const found = await pipeline.exec() ?? [];
      found.forEach(([error, fields], i) => {
        if (error !== null) return;
        const [there, finished, value, reason] = fields as readonly (string | null)[];
        const name = names[i]!;
        const own = open.get(name);
        if (own === undefined) return;
        if (there === null) {
          own.isSent = false;
          unsent.push([name, own.job]);
        } else if (finished != null) {
          settle(name, value == null ? { failed: reason ?? 'unknown reason' } : { answer: JSON.parse(value) as QueueAnswer });
        }
      });
      await send();
    },
    stop: () => {
      unsent = [];
      for (const name of [...open.keys()]) {
        settle(name, 'stopped');
        queue.remove(name).catch(() => undefined);
      }
    },
  };
}
