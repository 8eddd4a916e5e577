import { fileKinds, type FileKind } from '../../experiment/file-kind.js';
import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { excerpt } from '../../sim/core/quote.js';

export function notAStudy(pointer: string, kind: FileKind): Problem {
  return problem('study/wrong-kind', `this is ${fileKinds[kind].is}, not a study or a search problem`, { pointer, remedy: 'give a file with "kind": "study" or "kind": "problem"' });
}

export function badBudget(budget: number): Problem {
  return problem('study/bad-budget', `a budget is a number of evaluations from 1 on, got ${budget}`, { remedy: 'give for example --budget 500' });
}

export function notATrajectory(file: string): Problem {
  return problem('study/not-a-trajectory', `${file} does not begin as a trajectory does`, { remedy: 'give another folder, or remove the file' });
}

export function damagedTrajectory(file: string, line: number): Problem {
  return problem('study/damaged-trajectory', `line ${line} of ${file} is damaged, and it is not the last one`, { remedy: 'restore the file from a copy, or begin anew in another folder' });
}

export function otherStudy(file: string, what: string, recorded: string, asked: string): Problem {
  return problem('study/other-trajectory', `${file} is the trajectory of another search: its ${what} is ${excerpt(recorded)}, and ${excerpt(asked)} is asked for`, { remedy: 'ask for the same, or give another folder' });
}

export function otherWay(file: string, index: number): Problem {
  return problem('study/other-way', `evaluation ${index} in ${file} is not the one that the agent asks for`, { remedy: 'begin anew in another folder: the agent, or the study, has changed' });
}

export function trajectoryThere(file: string): Problem {
  return problem('study/trajectory-there', `${file} is there already`, { remedy: 'go on with it: --resume; or give another folder' });
}

export function nothingToResume(file: string): Problem {
  return problem('study/nothing-to-resume', `${file} is not there`, { remedy: 'leave out --resume to begin' });
}

export function workersFail(message: string): Problem {
  return problem('study/workers-fail', `no worker can evaluate the study: ${excerpt(message, 300)}`, { remedy: 'try --workers 0, which evaluates without workers' });
}

