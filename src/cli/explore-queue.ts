import type { Executor } from '../gym/executors/executor.js';
import type { Study } from '../gym/study/study.js';
import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import { text, type Arguments } from './command.js';
import { optionOfWorkers } from './parts-diagnostics.js';
import type { Terminal } from './terminal.js';

/** Evaluates by a queue on Redis; null where nobody wants one. */
export async function queueExecutor(args: Arguments, study: Study, document: Document, accept: readonly 'assumed'[], terminal: Terminal): Promise<Executor | null> {
  const url = text(args['queue']);
  if (url === undefined) return null;
  for (const option of ['workers', 'timeout', 'memory']) if (args[option] !== undefined) throw new InputError([optionOfWorkers(option)]);
  const { redisExecutor } = await import('../gym/executors/redis.js');
  const { queuedStudyOf } = await import('./queued-study.js');
  const queued = await queuedStudyOf(document, accept);
  return redisExecutor({ url, problem: study.problem, study: { ...queued }, note: (line) => { terminal.note(line); } });
}
