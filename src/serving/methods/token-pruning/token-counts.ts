/** How many tokens of the prompt each layer sees. */
export type Schedule =
  | { readonly kind: 'list'; readonly tokens: readonly number[] }
  | { readonly kind: 'stages'; readonly stages: readonly { readonly layer: number; readonly keep: number }[] }
  | { readonly kind: 'merged'; readonly tokens: number; readonly least?: number };

/**
 * Tokens T_l that layer l sees of a prompt of P:
 *
 *   list     as given; the last number for all layers behind it
 *   stages   from layer s on the share k of those before, at least one: T = max(1, round(k T)) at each stage (Agile-Quant, Shen et al., AAAI 2024; PYRA, Xiong et al., ECCV 2024)
 *   merged   r fewer in each layer, but `least`: T_l = max(least, P - r l) (ToMe, Bolya et al., ICLR 2023, section 3)
 */
export function tokenCounts(schedule: Schedule, promptTokens: number, layers: number): readonly number[] {
  switch (schedule.kind) {
    case 'list': return Array.from({ length: layers }, (_, l) => Math.min(promptTokens, schedule.tokens[Math.min(l, schedule.tokens.length - 1)]!));
    case 'stages': {
      let tokens = promptTokens;
      return Array.from({ length: layers }, (_, l) => {
        for (const { layer, keep } of schedule.stages) if (layer === l) tokens = Math.max(1, Math.round(keep * tokens));
        return tokens;
      });
    }
    case 'merged': {
      const least = Math.min(promptTokens, schedule.least ?? 1);
      return Array.from({ length: layers }, (_, l) => Math.max(least, promptTokens - schedule.tokens * l));
    }
  }
}
