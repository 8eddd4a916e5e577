import { printed, unknown, type Answer } from './claim.js';

/** Early exits: n layers over those that are left. */
export function skippedLayers(metric: string): Answer {
  const found = /([\d.]+) of (\d+) layers/.exec(metric);
  const [skipped, layers] = [Number(found?.[1]), Number(found?.[2])];
  if (!(skipped >= 0 && skipped < layers)) return unknown('no layers skipped of how many');
  return { value: layers / (layers - skipped), note: 'layers over layers that are left: embeddings, output layer and the decision when to stop cost nothing' };
}

/** Growth of a model: the tokens that training from scratch takes over those with growth. */
export function tokenSaving(metric: string): Answer {
  const found = /([\d.]+)B\s*\/\s*([\d.]+)B/.exec(metric);
  const [scratch, grown] = [Number(found?.[1]), Number(found?.[2])];
  if (!(scratch > 0 && grown > 0)) return unknown('no two numbers of tokens');
  return { value: printed(scratch / grown, 3), note: 'a ratio of two published numbers of tokens, three decimals as printed' };
}

/** Tokens of a question: instructions and examples, then what each step adds. */
interface Dialogue { readonly instructions: number; readonly thought: number; readonly observation: number; readonly steps: number }

/** One call for each step, each with all that came before: s (C) + (t + o) s (s - 1) / 2 in, s t out, and the answer. */
function interleaved({ instructions, thought, observation, steps }: Dialogue): number {
  const calls = steps + 1;
  return calls * instructions + ((thought + observation) * calls * steps) / 2 + calls * thought;
}

/** A plan and then an answer from all observations: two calls. */
function planned({ instructions, thought, observation, steps }: Dialogue): number {
  return instructions + steps * thought + (steps * (thought + observation) + 2 * thought);
}

/** ReWOO: tokens of a question that thinks after each observation over those of one plan. */
export function rewoo(metric: string): Answer {
  if (!/token/.test(metric)) return unknown(`no figure for ${metric}`);
  const usual: Dialogue = { instructions: 1200, thought: 40, observation: 120, steps: 4 };
  return { value: interleaved(usual) / planned(usual), note: `a dialogue with ${usual.instructions} tokens of instructions and examples, ${usual.steps} tools, ${usual.thought} tokens a thought and ${usual.observation} an observation (assumed): ${interleaved(usual)} over ${planned(usual)} tokens` };
}
