import { createContext, runInContext, runInThisContext } from 'node:vm';
import type { WhatIfData } from '../../../src/reports/what-if/page-data.js';
import { engineOf, whatIfData } from '../../../src/reports/what-if/page-data.js';
import type { Question, Reply, WorkerScope } from '../../../src/reports/what-if/worker.js';
import { example } from '../../kit/fixtures.js';

/** A bundled example with its simulator, started as a worker would start it. */
export interface WorkerBench extends WhatIfData {
  readonly code: string;
  ask(question: Question): Reply;
}

/** Names that a worker has not. */
const nodeNames = ['process', 'require', 'Buffer', 'global', 'setImmediate', 'module', 'exports', '__dirname', '__filename', 'window', 'document'];

/** The program at its full speed, with the names of Node and of pages hidden from it. */
export async function workerBench(file: string): Promise<WorkerBench> {
  const data = await plainData(file);
  const code = await codeOf(data);
  const start = runInThisContext(`(function (self, ${nodeNames.join(', ')}) {${code}\n})`) as (self: WorkerScope) => void;
  return { ...data, code, ask: started(data, start) };
}

/** The program in a world that has the language and `TextEncoder`, and nothing else: slow. */
export async function bareBench(file: string): Promise<WorkerBench> {
  const data = await plainData(file);
  const code = await codeOf(data);
  return { ...data, code, ask: started(data, (self) => { runInContext(code, createContext({ self, TextEncoder })); }) };
}

/** As it arrives in a page: as JSON. */
async function plainData(file: string): Promise<WhatIfData> {
  return JSON.parse(JSON.stringify(await whatIfData(example(file)))) as WhatIfData;
}

async function codeOf({ base }: WhatIfData): Promise<string> {
  return (await engineOf(base.experiment.architecture.family))!;
}

function started({ base, knobs }: WhatIfData, start: (self: WorkerScope) => void): WorkerBench['ask'] {
  const replies: Reply[] = [];
  const self: WorkerScope = { onmessage: null, postMessage: (reply) => { replies.push(reply); } };
  start(self);
  self.onmessage!({ data: { kind: 'start', base, knobs } });
  return (question) => {
    self.onmessage!({ data: question });
    return replies.pop()!;
  };
}
