import { displayWidth, shortened } from './plain-text.js';

/** A titled group of lines: what a terminal report is made of. */
export interface Block {
  readonly title: string;
  readonly lines: readonly string[];
  /** What the title's colour says; plain where absent. */
  readonly tone?: 'bad' | 'warning';
}

const gap = 4;

/** The blocks in rows: as many next to each other as `width` columns take, in their order. */
export function flow(blocks: readonly Block[], width: number): Block[] {
  const rows: Block[] = [];
  for (const block of blocks) {
    const last = rows.at(-1);
    if (last !== undefined && blockWidth(last) + gap + blockWidth(block) <= width) rows[rows.length - 1] = beside(last, block);
    else rows.push(block);
  }
  return rows;
}

/** The block with no line longer than `width`: the last resort on very narrow terminals. */
export function clipped(block: Block, width: number): Block {
  return { ...block, title: shortened(block.title, width), lines: block.lines.map((line) => shortened(line, width)) };
}

function beside(left: Block, right: Block): Block {
  const start = blockWidth(left) + gap;
  const join = (a: string, b: string): string => (b === '' ? a : a + ' '.repeat(start - displayWidth(a)) + b);
  const count = Math.max(left.lines.length, right.lines.length);
  return {
    title: join(left.title, right.title),
    lines: Array.from({ length: count }, (_, index) => join(left.lines[index] ?? '', right.lines[index] ?? '')),
  };
}

function blockWidth(block: Block): number {
  return Math.max(displayWidth(block.title), ...block.lines.map(displayWidth));
}
