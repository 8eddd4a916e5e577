import { problem, type Problem } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import { quote } from '../sim/core/quote.js';

export function damagedDocument(kind: string, pointer: string, file: string): Problem {
  return problem('report/damaged', `${pointer === '' ? 'the document' : pointer} is not what ${kind} has there`, { file, pointer, remedy: 'give the file as archsim wrote it, of this version' });
}

export function mixedKinds(kinds: readonly string[]): Problem {
  return problem('report/mixed-kinds', `a page shows documents of one kind, and these are ${kinds.join(' and ')}`, { remedy: 'make a page of each: archsim report FILE -o page.html' });
}

export function noAnswer(folder: string): Problem {
  return problem('report/no-answer', `${quote(folder)} has no answer.json, so that its search is not at its end`, { remedy: 'go on with archsim explore STUDY --out FOLDER --resume, and report then' });
}

export function otherTrajectory(file: string, what: string): Problem {
  return problem('report/other-trajectory', `the trajectory is of another search than the answer beside it: the ${what} differs`, { file, remedy: 'keep answer.json and trajectory.jsonl of one search in a folder' });
}

export function noFigure(name: string, known: readonly string[]): Problem {
  return problem('report/no-figure', `a result has no figure ${quote(name)}`, { remedy: suggestion(name, known) });
}

export function oneResult(format: string, count: number): Problem {
  return problem('report/one-result', `--format ${format} is one figure of one result, and there are ${count} results`, { remedy: 'name one file, or write a page: --format html' });
}

export function noPngWriter(): Problem {
  return problem('report/no-png', 'PNG needs the package @resvg/resvg-js, which is not installed', { remedy: 'npm install @resvg/resvg-js@2.6.2, or take --format svg' });
}

export function formatOfResults(format: string, kind: string): Problem {
  return problem('report/format-of-results', `--format ${format} is for results, and these are ${kind}`, { remedy: 'write a page of them: --format html; its figures can be saved from there' });
}

export function figureOfFormat(format: string): Problem {
  return problem('report/figure-of-format', `--figure is for --format svg and png, and the format is ${format}`, { remedy: 'add --format svg, or leave --figure out' });
}
