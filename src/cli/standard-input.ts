import { InputError } from '../sim/core/diagnostics.js';
import { unreadable } from './diagnostics.js';
import { exitCodes } from './exit.js';
import { reasonOf } from './reason.js';
import type { ByteSource } from '../experiment/byte-source.js';

/** How problems name standard input. */
export const standardInputName = '<stdin>';

/** All of standard input. Ctrl-C while waiting for it ends the process with its exit code. */
export async function readStandardInput(limit: number): Promise<ByteSource> {
  const interrupt = (): void => { process.exit(exitCodes.interrupted); };
  process.once('SIGINT', interrupt);
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) break;
    }
    const bytes = Buffer.concat(chunks);
    return { name: standardInputName, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
  } catch (error) {
    throw new InputError([unreadable(standardInputName, reasonOf(error))]);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}
