import { Worker } from 'node:worker_threads';
import type { Id } from '../gym/server/rpc.js';
import { InputError } from '../sim/core/diagnostics.js';
import { tooManyWaiting, tooMuchMemory, tooSlow } from './diagnostics.js';
import { checkArguments, type ToolArguments } from './fields.js';
import { limits } from './protocol.js';
import type { ToolRunner } from './session.js';
import { failed, type ToolHead, type ToolOutcome } from './tool.js';

export interface ThreadOptions {
  readonly tools: readonly ToolHead[];
  /** The module that the thread runs: it answers each `ToolMessage` with a `ToolOutcome`. */
  readonly module: URL;
  /** What the thread is told when it begins. */
  readonly data: unknown;
  readonly timeoutMs: number;
  readonly memoryMib: number;
}

/** A call as the thread gets it. */
export interface ToolMessage {
  readonly tool: string;
  readonly args: ToolArguments;
}

interface Call extends ToolMessage {
  readonly id: Id;
  readonly resolve: (outcome: ToolOutcome | undefined) => void;
}

/**
 * Calls tools in a thread of their own, one after the other: a simulation does not wait for anybody, and so can only be ended from outside. What takes too long or too much
 * memory, or was cancelled, ends with its thread; the next call gets a new one.
 */
export function toolThread({ tools, module, data, timeoutMs, memoryMib }: ThreadOptions): ToolRunner {
  let worker: Worker | null = null;
  let current: Call | null = null;
  let timer: NodeJS.Timeout | undefined;
  const waiting: Call[] = [];

  const ready = (): Worker => {
    if (worker !== null) return worker;
    const own = new Worker(module, { workerData: data, stdout: true, resourceLimits: { maxOldGenerationSizeMb: memoryMib } });
    // Nothing but answers is written to standard output.
    own.stdout.resume();
    own.on('message', (outcome: ToolOutcome) => { finish(outcome); });
    const lose = (error: Error): void => {
      if (worker !== own) return;
      worker = null;
      finish(failed('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new InputError([tooMuchMemory(memoryMib)]) : error));
    };
    own.on('error', lose);
    own.on('exit', () => { lose(new Error('the thread of the tools has ended')); });
    worker = own;
    return own;
  };
  const drop = (): void => {
    void worker?.terminate();
    worker = null;
  };
  const finish = (outcome: ToolOutcome | undefined): void => {
    clearTimeout(timer);
    const done = current;
    current = null;
    done?.resolve(outcome);
    next();
  };
  const next = (): void => {
    if (current !== null) return;
    current = waiting.shift() ?? null;
    if (current === null) return;
    const { tool, args } = current;
    timer = setTimeout(() => {
      drop();
      finish(failed(new InputError([tooSlow(timeoutMs / 1000)])));
    }, timeoutMs);
    ready().postMessage({ tool, args } satisfies ToolMessage);
  };
  return {
    call: (tool, args, id) => {
      try {
        checkArguments(tool, tools.find(({ name }) => name === tool)!.fields, args);
        if (waiting.length >= limits.waiting) throw new InputError([tooManyWaiting(limits.waiting)]);
      } catch (error) {
        return Promise.resolve(failed(error));
      }
      return new Promise((resolve) => {
        waiting.push({ tool, args, id, resolve });
        next();
      });
    },
    cancel: (id) => {
      if (id === null) return;
      const place = waiting.findIndex((call) => call.id === id);
      if (place >= 0) waiting.splice(place, 1)[0]!.resolve(undefined);
      else if (current?.id === id) {
        drop();
        finish(undefined);
      }
    },
    warm: () => { ready(); },
    end: drop,
  };
}
