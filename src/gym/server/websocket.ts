import { createHash } from 'node:crypto';

/** Kinds of frames (RFC 6455, section 5.2). */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Why a connection ends (RFC 6455, section 7.4.1). */
export const closeCodes = { normal: 1000, protocol: 1002, unsupported: 1003, notText: 1007, tooLarge: 1009 } as const;

/** What a server answers to the key of a handshake (RFC 6455, section 4.2.2). */
export function acceptKey(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** A frame of a server, which is never masked. */
export function frameOf(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  if (length < 126) header[1] = length;
  else if (length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}

export function closeFrame(code: number): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frameOf(opcodes.close, payload);
}

/** What frames of a client add up to. */
export type ClientEvent =
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'ping'; readonly payload: Buffer }
  | { readonly kind: 'close'; readonly code: number };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Puts messages of a client together. Anything that RFC 6455 forbids, and messages of more than `most` bytes, end in a `close` with the reason, after which nothing is read. */
export class FrameReader {
  private readonly most: number;
  private pending: Buffer = Buffer.alloc(0);
  private fragments: Buffer[] = [];
  private size = 0;
  private isOver = false;

  constructor(most: number) {
    this.most = most;
  }

  push(chunk: Buffer): ClientEvent[] {
    if (this.isOver) return [];
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const events: ClientEvent[] = [];
    while (!this.isOver) {
      const event = this.next();
      if (event === 'more') break;
      if (event === 'part') continue;
      if (event.kind === 'close') this.isOver = true;
      events.push(event);
    }
    return events;
  }

  /** The next event; `part` where a frame was none by itself, `more` where bytes are missing. */
  private next(): ClientEvent | 'part' | 'more' {
    const { pending } = this;
    if (pending.length < 2) return 'more';
    const [first, second] = [pending[0]!, pending[1]!];
    const [isLast, opcode, short] = [(first & 0x80) !== 0, first & 0x0f, second & 0x7f];
    const isControl = opcode >= opcodes.close;
    // Extensions are not agreed on, frames of clients are masked, control frames are short and whole.
    if ((first & 0x70) !== 0 || (second & 0x80) === 0 || (isControl && (!isLast || short > 125))) return refused(closeCodes.protocol);
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (pending.length < header + 4) return 'more';
    const length = short < 126 ? short : short === 126 ? pending.readUInt16BE(2) : Number(pending.readBigUInt64BE(2));
    if (length + this.size > this.most) return refused(closeCodes.tooLarge);
    if (pending.length < header + 4 + length) return 'more';
    const mask = pending.subarray(header, header + 4);
    const payload = Buffer.from(pending.subarray(header + 4, header + 4 + length));
    for (let i = 0; i < length; i++) payload[i]! ^= mask[i & 3]!;
    this.pending = pending.subarray(header + 4 + length);
    return this.eventOf(opcode, isLast, payload);
  }

  private eventOf(opcode: number, isLast: boolean, payload: Buffer): ClientEvent | 'part' {
    switch (opcode) {
      case opcodes.close: return refused(closeCodes.normal);
      case opcodes.ping: return { kind: 'ping', payload };
      case opcodes.pong: return 'part';
      case opcodes.binary: return refused(closeCodes.unsupported);
      case opcodes.text: case opcodes.continuation: {
        // A message begins with its kind and goes on without.
        if ((opcode === opcodes.text) !== (this.fragments.length === 0)) return refused(closeCodes.protocol);
        this.fragments.push(payload);
        this.size += payload.length;
        if (!isLast) return 'part';
        const whole = Buffer.concat(this.fragments);
        this.fragments = [];
        this.size = 0;
        try {
          return { kind: 'message', text: decoder.decode(whole) };
        } catch {
          return refused(closeCodes.notText);
        }
      }
      default: return refused(closeCodes.protocol);
    }
  }
}

function refused(code: number): ClientEvent {
  return { kind: 'close', code };
}
