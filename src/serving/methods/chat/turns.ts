/** What one turn gives the model and gets from it. */
export interface Turn {
  readonly userTokens: number;
  readonly answerTokens: number;
}

/** The passes of one turn: `newTokens` read behind `cachedTokens`, then `steps` decode steps, the first over `firstContext` tokens. */
export interface TurnPasses {
  readonly newTokens: number;
  readonly cachedTokens: number;
  readonly firstContext: number;
  readonly steps: number;
}

/**
 * The passes of all turns. The last token of an answer was never read by the model, so it is read with the next question:
 *
 *   kept        q = user + 1 (of the first turn system + user) behind the c tokens of the cache
 *   recomputed  q = all tokens so far + user, behind nothing
 *
 * after which the cache holds c + q + answer - 1 tokens, or `limit` where it keeps no more.
 */
export function turnPasses(turns: readonly Turn[], systemTokens: number, keepCache: boolean, limit: number): readonly TurnPasses[] {
  const passes: TurnPasses[] = [];
  let said = systemTokens;
  let cached = 0;
  for (const { userTokens, answerTokens } of turns) {
    const newTokens = keepCache && passes.length > 0 ? userTokens + 1 : said + userTokens;
    const cachedTokens = keepCache ? cached : 0;
    const context = cachedTokens + newTokens;
    passes.push({ newTokens, cachedTokens, firstContext: context + 1, steps: answerTokens - 1 });
    said += userTokens + answerTokens;
    cached = Math.min(limit, context + answerTokens - 1);
  }
  return passes;
}
