import { problem, type Problem } from '../sim/core/diagnostics.js';
import { quote } from '../sim/core/quote.js';

export function noSearchFolder(name: string): Problem {
  return problem('report/no-search-folder', `${quote(name)} is no folder: --serve shows the folder of a search`, { remedy: 'start archsim explore STUDY --out FOLDER first, and name that FOLDER' });
}

export function oneSearchFolder(count: number): Problem {
  return problem('report/one-search-folder', `--serve shows one folder, and ${count} are named`, { remedy: 'start archsim report --serve for each folder' });
}
