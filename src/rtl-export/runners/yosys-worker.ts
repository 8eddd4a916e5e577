import { parentPort, workerData } from 'node:worker_threads';
import type { Tree } from '@yowasp/yosys';
import type { WorkerAnswer, WorkerTask } from './yosys.js';

/** Runs Yosys once, with the files and arguments that the thread was started with, and posts what came of it. */
const { args, files } = workerData as WorkerTask;
const { Exit, runYosys } = await import('@yowasp/yosys');

let log = '';
const decoder = new TextDecoder();
const keep = (bytes: Uint8Array | null): void => { if (bytes !== null) log += decoder.decode(bytes, { stream: true }); };

function answer(ok: boolean, tree: Tree): WorkerAnswer {
  const written: Record<string, string> = {};
  for (const [name, content] of Object.entries(tree)) {
    if (name in files) continue;
    if (typeof content === 'string') written[name] = content;
    else if (content instanceof Uint8Array) written[name] = new TextDecoder().decode(content);
  }
  return { ok, log, files: written };
}

try {
  parentPort?.postMessage(answer(true, (await runYosys([...args], { ...files }, { stdout: keep, stderr: keep })) ?? {}));
} catch (error) {
  if (!(error instanceof Exit)) throw error;
  parentPort?.postMessage(answer(false, error.files));
}
