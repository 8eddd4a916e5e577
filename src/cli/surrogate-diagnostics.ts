import { problem, type Problem } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import { quote } from '../sim/core/quote.js';

export function tooFewDesigns(file: string, count: number): Problem {
  return problem('surrogate/too-few-designs', `${file} has ${count} different designs with values, and a surrogate needs 50`, { remedy: 'search with a larger --budget, or give the study, which is then sampled' });
}

export function noFamilyParameter(name: string, known: readonly string[]): Problem {
  return problem('surrogate/unknown-parameter', `there is no parameter ${quote(name)}`, { remedy: suggestion(name, known) });
}

export function studyOfTrajectory(): Problem {
  return problem('surrogate/study-of-study', '--study names the study of a trajectory, and a study is given', { remedy: 'leave it out' });
}
