/** Drafted tokens by depth: `nodes[d]` tokens that are d + 1 behind the last one that is taken. */
export interface DraftTree {
  readonly widths: readonly number[];
  readonly nodes: readonly number[];
  readonly size: number;
}

/** A tree in which each token of depth d has `widths[d]` children, those of depth 0 being the first drafted ones. A chain has one everywhere. */
export function draftTree(widths: readonly number[]): DraftTree {
  const nodes: number[] = [];
  let last = 1;
  for (const width of widths) {
    last *= width;
    nodes.push(last);
  }
  return { widths, nodes, size: nodes.reduce((sum, count) => sum + count, 0) };
}

/** The passes of the draft for the first `depth` depths: pass d reads the tokens of the depth before, the first one the token that was taken last. */
export function draftPasses({ nodes }: DraftTree, depth: number): readonly { readonly tokens: number; readonly before: number }[] {
  const passes: { tokens: number; before: number }[] = [];
  let before = 0;
  for (let d = 0; d < depth; d++) {
    const tokens = d === 0 ? 1 : nodes[d - 1]!;
    before += tokens;
    passes.push({ tokens, before });
  }
  return passes;
}
