import { join, resolve } from 'node:path';
import { looksLikePath, pathFrom } from '../experiment/byte-source.js';
import type { StudyAnswer } from '../gym/study/answer.js';
import type { Study } from '../gym/study/study.js';
import { setPath } from '../experiment/set-path.js';
import { pointerOfPath } from '../experiment/constant-bench.js';
import { valueAt } from '../sim/core/pointer.js';
import { designFrom } from '../sim/model/design-space.js';
import type { Terminal } from './terminal.js';

/** Parts of an experiment that may be paths. */
const pathParts = ['workload.model', 'workload.quantization', 'architecture.device'] as const;

/** Writes each design of the front as an experiment, and the best as `best.json`, and says what to do with them. Nothing for problems in formulas. */
export async function writeFront(out: string, { experiments, name }: Study, { front, best }: StudyAnswer, terminal: Terminal): Promise<void> {
  if (experiments === null || best === null) return;
  const { writeWhole } = await import('./write-file.js');
  const { rtlFaceOf } = await import('../arch/rtl-registry.js');
  const digits = Math.max(2, String(front.length).length);
  const write = (path: string, title: string, parameters: Readonly<Record<string, unknown>>): void => {
    const experiment = experiments.experimentOf(designFrom(experiments.space, parameters));
    const placed = pathParts.reduce((value, part) => absolute(value, part, experiments.file), experiment);
    const rest = Object.entries(placed as Readonly<Record<string, unknown>>).filter(([key]) => key !== '$schema');
    writeWhole(join(out, path), `${JSON.stringify({ ...Object.fromEntries(rest), name: title }, null, 2)}\n`);
  };
  front.forEach(({ parameters }, i) => {
    const number = String(i + 1).padStart(digits, '0');
    write(join('front', `${number}.json`), `${name}-${number}`, parameters);
  });
  write('best.json', `${name}-best`, best.parameters);
  const path = join(out, 'best.json');
  const { family } = experiments.resultOf(designFrom(experiments.space, best.parameters)).architecture;
  terminal.note(`wrote ${front.length === 1 ? 'the best design' : `${front.length} designs of the front`} into ${join(out, 'front')}, the best as ${path}`);
  terminal.note(`  archsim run ${path}`);
  if (rtlFaceOf(family) !== undefined) terminal.note(`  archsim export-rtl ${path} -o ${join(out, 'rtl')} --check`);
}

/** A path as it is from everywhere: experiments of the front lie in another folder than the one that they are variants of. */
function absolute(experiment: unknown, part: string, file: string): unknown {
  const value = valueAt(experiment, pointerOfPath(part));
  return typeof value === 'string' && looksLikePath(value) ? setPath(experiment, part, JSON.stringify(resolve(pathFrom(file, value)))) : experiment;
}
