import { problem, type Problem } from '../sim/core/diagnostics.js';
import { quote } from '../sim/core/quote.js';

export function notCounts(option: string, given: string): Problem {
  return problem('cli/not-counts', `--${option} is whole numbers from 1 on with commas between them, got ${quote(given)}`, { remedy: `write for example --${option} 100,1000` });
}

export function notSeconds(option: string, given: string): Problem {
  return problem('cli/not-seconds', `--${option} is a number of seconds above 0, got ${quote(given)}`, { remedy: `write for example --${option} 0.5` });
}

export function noHyperparameterValues(given: string): Problem {
  return problem('cli/no-hyperparameter-values', `--over takes agent.hyperparameter=a,b,c, got ${quote(given)}`, { remedy: 'write for example --over genetic.population=4,16,64' });
}

export function agentNotPlayed(agent: string): Problem {
  return problem('cli/agent-not-played', `--over names ${quote(agent)}, which takes no part`, { remedy: `add it to --agents` });
}
