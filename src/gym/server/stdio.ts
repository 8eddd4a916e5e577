import type { Readable, Writable } from 'node:stream';
import { LineCutter } from './lines.js';
import { errorCodes, limits } from './protocol.js';
import { answer, failure } from './rpc.js';
import type { Session } from './session.js';

/** Answers a message a line until the input ends; answers come in the order of the messages. */
export async function serveLines(session: Session, input: Readable, output: Writable): Promise<void> {
  const cutter = new LineCutter(limits.messageBytes);
  const tell = async (line: string | null): Promise<void> => {
    const found = answerLine(session, line);
    const text = found instanceof Promise ? await found : found;
    if (text !== null && !output.write(`${text}\n`)) await new Promise((resolve) => output.once('drain', resolve));
  };
  try {
    for await (const chunk of input as AsyncIterable<Buffer | string>) {
      for (const line of cutter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)) await tell(line);
    }
    const last = cutter.rest();
    if (last !== undefined) await tell(last);
  } finally {
    session.end();
  }
}

/** The answer to a line, null standing for one that was too long. None to an empty line. */
export function answerLine(session: Session, line: string | null): string | null | Promise<string | null> {
  if (line === null) return failure(null, { code: errorCodes.tooLarge, message: `a message has at most ${limits.messageBytes} bytes` });
  return line.trim() === '' ? null : answer(session, line);
}
