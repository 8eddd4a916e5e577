import { problem, type Problem } from '../sim/core/diagnostics.js';

export function scenariosApart(file: string): Problem {
  return problem('scenario/apart', `${file} is a scenario, and other files are experiments`, { remedy: 'run scenarios apart: what they say has another shape' });
}

export function scenarioHasNoPage(option: string): Problem {
  return problem('scenario/no-page', `--${option} is of experiments, and a scenario has neither page nor timeline`, { remedy: 'leave it out; --json and --out have all that is known' });
}
