/** Cuts a stream of bytes into lines. One that is longer than `most` bytes is dropped, and told as null. Chunks may be used again once they were pushed. */
export class LineCutter {
  private readonly most: number;
  private parts: Buffer[] = [];
  private size = 0;
  private isDropping = false;

  constructor(most: number) {
    this.most = most;
  }

  /** The lines that a chunk completes, without their ends. */
  push(chunk: Buffer): (string | null)[] {
    const lines: (string | null)[] = [];
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      this.add(chunk.subarray(from, end));
      lines.push(this.take());
      from = end + 1;
    }
    if (from < chunk.length) this.add(Buffer.from(chunk.subarray(from)));
    return lines;
  }

  /** What stands behind the last end of a line, if anything does. */
  rest(): string | null | undefined {
    return this.size === 0 && !this.isDropping ? undefined : this.take();
  }

  private add(part: Buffer): void {
    if (part.length === 0 || this.isDropping) return;
    if (this.size + part.length > this.most) {
      this.isDropping = true;
      this.parts = [];
      return;
    }
    this.parts.push(part);
    this.size += part.length;
  }

  private take(): string | null {
    const line = this.isDropping ? null : this.parts.length === 1 ? this.parts[0]!.toString('utf8') : Buffer.concat(this.parts).toString('utf8');
    this.parts = [];
    this.size = 0;
    this.isDropping = false;
    return line;
  }
}
