import type { Readable, Writable } from 'node:stream';
import { LineCutter } from './lines.js';
import { errorCodes, limits } from './protocol.js';
import { answer, failure, type Methods } from './rpc.js';

export interface LineOptions {
  /** Bytes of a line, at most. */
  readonly messageBytes?: number;
  /** Whether an answer waits for those to the messages before (default), or is told as soon as it is known. */
  readonly isInOrder?: boolean;
}

/** Answers a message a line until the input ends and all answers are told. */
export async function serveLines(methods: Methods, input: Readable, output: Writable, { messageBytes = limits.messageBytes, isInOrder = true }: LineOptions = {}): Promise<void> {
  const cutter = new LineCutter(messageBytes);
  const due = new Set<Promise<void>>();
  const tell = async (found: string | null | Promise<string | null>): Promise<void> => {
    const text = found instanceof Promise ? await found : found;
    if (text !== null && !output.write(`${text}\n`)) await new Promise((resolve) => output.once('drain', resolve));
  };
  const take = async (line: string | null): Promise<void> => {
    const found = answerLine(methods, line, messageBytes);
    const told = tell(found);
    if (isInOrder || !(found instanceof Promise)) return told;
    due.add(told);
    const done = (): void => { due.delete(told); };
    told.then(done, done);
  };
  try {
    for await (const chunk of input as AsyncIterable<Buffer | string>) {
      for (const line of cutter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)) await take(line);
    }
    const last = cutter.rest();
    if (last !== undefined) await take(last);
    await Promise.all(due);
  } finally {
    methods.end();
  }
}

/** The answer to a line, null standing for one that was too long. None to an empty line. */
export function answerLine(methods: Methods, line: string | null, messageBytes: number = limits.messageBytes): string | null | Promise<string | null> {
  if (line === null) return failure(null, { code: errorCodes.tooLarge, message: `a message has at most ${messageBytes} bytes` });
  return line.trim() === '' ? null : answer(methods, line);
}
