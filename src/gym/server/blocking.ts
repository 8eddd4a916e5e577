import { readSync, writeSync } from 'node:fs';
import { LineCutter } from './lines.js';
import { answerLine } from './stdio.js';
import { limits } from './protocol.js';
import type { Session } from './session.js';

/** Bytes that are read at once. */
const chunkBytes = 1 << 20;

/**
 * Answers a message a line from one descriptor to another, waiting in the system and not in the event loop: for pipes between two programs that take turns, much quicker than
 * streams. True at the end of the input, or when nobody reads the answers; false, with nothing lost, where the input cannot be waited for in this way.
 */
export async function serveBlocking(session: Session, input: number, output: number): Promise<boolean> {
  const cutter = new LineCutter(limits.messageBytes);
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let isOpen = true;
  for (let isFirst = true; isOpen; isFirst = false) {
    const size = readSome(input, chunk);
    if (size === null && isFirst) return false;
    // Who shares the input has set it not to wait.
    if (size === null) await new Promise((resolve) => setTimeout(resolve, 1));
    const lines = size === null ? [] : size === 0 ? [cutter.rest()] : cutter.push(chunk.subarray(0, size));
    for (const line of lines) {
      if (line === undefined || !isOpen) continue;
      const found = answerLine(session, line);
      // Only what has to wait gives the event loop a turn.
      const text = found instanceof Promise ? await found : found;
      if (text !== null) isOpen = writeAll(output, text);
    }
    if (size === 0) isOpen = false;
  }
  session.end();
  return true;
}

/** Bytes read; 0 at the end, null where there are none now. */
function readSome(input: number, chunk: Buffer): number | null {
  for (;;) {
    try {
      return readSync(input, chunk, 0, chunk.length, null);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EAGAIN') return null;
      if (code === 'EOF') return 0;
      if (code !== 'EINTR') throw error;
    }
  }
}

/** False when nobody reads on. */
function writeAll(output: number, text: string): boolean {
  const bytes = Buffer.from(`${text}\n`);
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(output, bytes, done);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE') return false;
      // A pipe that does not wait for its reader is tried again.
      if (code !== 'EAGAIN' && code !== 'EINTR') throw error;
    }
  }
  return true;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
