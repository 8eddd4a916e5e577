import type { Settings } from '../../what-if/knob.js';
import type { WhatIfData } from '../../what-if/page-data.js';
import type { Answer, QuickAnswer } from '../../what-if/what-if.js';
import type { Question, Reply } from '../../what-if/worker.js';

/** A simulator in a worker, started when it is first asked. Who asks again before the answer is there gets the later one only. */
export interface Simulator {
  /** Asks for a variant. */
  readonly run: (settings: Settings, then: (answer: Answer) => void) => void;
  /** Asks for the totals of variants; none where they could not be simulated. */
  readonly sweep: (settings: Settings, path: string, values: readonly Settings[string][], then: (answers: readonly QuickAnswer[]) => void) => void;
  /** Nobody waits for a variant any longer. */
  readonly forget: () => void;
}

type Asked = Exclude<Question, { readonly kind: 'start' }>;

/** A question, and what becomes of its answer. */
interface Wanted {
  readonly question: Asked;
  readonly answer: (reply: Reply) => void;
}

/** A variant that takes longer is given up: a page is no place to wait. */
const longestMilliseconds = 20_000;

export function simulatorOf(program: string, { base, knobs }: WhatIfData): Simulator {
  let worker: Worker | undefined;
  let asked: Wanted | undefined;
  const waiting: { run?: Wanted | undefined; sweep?: Wanted | undefined } = {};
  let timer = 0;
  let sequence = 0;

  const settle = (reply: Reply): void => {
    clearTimeout(timer);
    const done = asked;
    asked = undefined;
    if (done !== undefined && waiting[done.question.kind] === undefined) done.answer(reply);
    const next = waiting.run ?? waiting.sweep;
    if (next === undefined || asked !== undefined) return;
    waiting[next.question.kind] = undefined;
    ask(next);
  };
  const fail = (message: string): void => {
    worker?.terminate();
    worker = undefined;
    settle({ kind: 'failed', sequence: 0, message });
  };
  const start = (): Worker => {
    const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
    const made = new Worker(address);
    URL.revokeObjectURL(address);
    made.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.sequence !== asked?.question.sequence) return;
      if (data.kind === 'failed') fail(`The simulation failed: ${data.message}.`);
      else settle(data);
    };
    made.onerror = (event) => { fail(`The simulation failed: ${event.message}.`); };
    send(made, { kind: 'start', base, knobs });
    return made;
  };
  const ask = (wanted: Wanted): void => {
    asked = wanted;
    timer = setTimeout(() => { fail(`This takes longer than ${longestMilliseconds / 1000} seconds: save the experiment, and run it with archsim.`); }, longestMilliseconds);
    worker ??= start();
    send(worker, wanted.question);
  };
  const want = (wanted: Wanted): void => {
    if (asked === undefined) ask(wanted);
    else waiting[wanted.question.kind] = wanted;
  };
  return {
    run: (settings, then) => {
      want({
        question: { kind: 'run', sequence: ++sequence, settings },
        answer: (reply) => { then(reply.kind === 'run' ? reply.answer : { kind: 'problems', problems: reply.kind === 'failed' ? [reply.message] : [] }); },
      });
    },
    sweep: (settings, path, values, then) => {
      want({ question: { kind: 'sweep', sequence: ++sequence, settings, path, values }, answer: (reply) => { then(reply.kind === 'sweep' ? reply.answers : []); } });
    },
    forget: () => {
      waiting.run = undefined;
      if (asked?.question.kind === 'run') asked = { ...asked, answer: () => undefined };
    },
  };
}

function send(worker: Worker, question: Question): void {
  worker.postMessage(question);
}
