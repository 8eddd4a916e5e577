import type { WhatIfBase } from '../../experiment/what-if.js';
import type { ArchitectureFamily } from '../../sim/model/family.js';
import type { Knob, Settings } from './knob.js';
import { whatIf, type Answer, type QuickAnswer, type WhatIf } from './what-if.js';

/** What a page sends to the simulator in its worker. Answers come in order, one for each question. */
export type Question =
  | { readonly kind: 'start'; readonly base: WhatIfBase; readonly knobs: readonly Knob[] }
  | { readonly kind: 'run'; readonly sequence: number; readonly settings: Settings }
  /** Totals over the values of one setting. */
  | { readonly kind: 'sweep'; readonly sequence: number; readonly settings: Settings; readonly path: string; readonly values: readonly Settings[string][] };

/** What the simulator sends back, with the number of the question: a page throws away what it no longer waits for. */
export type Reply =
  | { readonly kind: 'run'; readonly sequence: number; readonly answer: Answer }
  | { readonly kind: 'sweep'; readonly sequence: number; readonly answers: readonly QuickAnswer[] }
  /** A fault of the program. */
  | { readonly kind: 'failed'; readonly sequence: number; readonly message: string };

/** What of a worker's global scope is used. */
export interface WorkerScope {
  onmessage: ((event: { readonly data: Question }) => void) | null;
  postMessage(reply: Reply): void;
}

/** Answers questions about variants of an experiment of that family. */
export function serve(family: ArchitectureFamily, scope: WorkerScope): void {
  let simulator: WhatIf | undefined;
  scope.onmessage = ({ data }) => {
    if (data.kind === 'start') {
      simulator = whatIf(data.base, data.knobs, family);
      return;
    }
    try {
      if (simulator === undefined) throw new Error('nothing was started');
      scope.postMessage(replyTo(simulator, data));
    } catch (error) {
      scope.postMessage({ kind: 'failed', sequence: data.sequence, message: error instanceof Error ? error.message : String(error) });
    }
  };
}

function replyTo(simulator: WhatIf, question: Exclude<Question, { readonly kind: 'start' }>): Reply {
  const { sequence, settings } = question;
  if (question.kind === 'run') return { kind: 'run', sequence, answer: simulator.run(settings) };
  return { kind: 'sweep', sequence, answers: question.values.map((value) => simulator.totals({ ...settings, [question.path]: value })) };
}
