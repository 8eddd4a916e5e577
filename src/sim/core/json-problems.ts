import { problem, type Problem } from './diagnostics.js';
import { childPointer } from './pointer.js';
import { excerpt, quote } from './quote.js';

/** A file larger than a document may be; for readers to report before they read it. */
export function documentTooLarge(file: string, limitBytes: number): Problem {
  return problem('json/too-large', `the document is larger than ${limitBytes / 2 ** 20} MiB`, { file, remedy: 'give a smaller file; weights and traces do not belong in it' });
}

export function emptyDocument(): Problem {
  return problem('json/empty', 'the document is empty', { remedy: 'write a JSON object' });
}

export function tooDeep(pointer: string, limit: number): Problem {
  return problem('json/too-deep', `objects and lists are nested deeper than ${limit}`, { pointer, remedy: 'flatten the document' });
}

export function tooManyValues(pointer: string, limit: number): Problem {
  return problem('json/too-many-values', `the document has more than ${limit} values`, { pointer, remedy: 'split it' });
}

export function blankTooLong(limit: number): Problem {
  return problem('json/blank-too-long', `more than ${limit} blanks follow each other`, { remedy: 'remove the blanks' });
}

export function forbiddenKey(parent: string, key: string): Problem {
  return problem('json/forbidden-key', `the key ${quote(key)} in ${shown(parent)} is not allowed`, { pointer: childPointer(parent, key), remedy: 'choose another name' });
}

export function duplicateKey(parent: string, key: string, firstLine: number): Problem {
  return problem('json/duplicate-key', `the key ${quote(key)} is given more than once in ${shown(parent)}, first on line ${firstLine}`, { pointer: childPointer(parent, key), remedy: 'keep one of them' });
}

export function numberOverflow(pointer: string, written: string): Problem {
  return problem('json/number-overflow', `the number ${excerpt(written)} is larger than any that can be stored`, { pointer, remedy: 'numbers end at 1.79e308' });
}

export function moreJsonProblems(shownProblems: number): Problem {
  return problem('json/more-problems', `reading stopped after ${shownProblems} problems`, { remedy: 'correct these first' });
}

/** What a rule of JSON's grammar that is broken at `written` means in plain words. `name` is the parser's name of the rule. */
export function syntaxProblem(name: string, written: string): Problem {
  const before = written === '' ? 'at the end of the document' : `before ${cited(written)}`;
  switch (name) {
    case 'InvalidSymbol': return strangeWord(written);
    case 'InvalidCharacter': return controlCharacter(written);
    case 'CommaExpected':
      if (written === '}') return syntax(`a list is not closed ${before}`, 'write ] at its end');
      if (written === ']') return syntax(`an object is not closed ${before}`, 'write } at its end');
      return syntax(`a comma is missing ${before}`, 'separate values with commas');
    case 'ColonExpected': return syntax(`a colon is missing ${before}`, 'write "name": value');
    case 'PropertyNameExpected': return syntax(`a name is missing ${before}`, 'write "name": value, the name in double quotes');
    case 'ValueExpected': return syntax(`a value is missing ${before}`, 'write a text in double quotes, a number, true, false, null, an object or a list');
    case 'CloseBraceExpected': return syntax(`an object is not closed ${before}`, 'write } at its end');
    case 'CloseBracketExpected': return syntax(`a list is not closed ${before}`, 'write ] at its end');
    case 'EndOfFileExpected': return syntax(`the document goes on with ${cited(written)} after its value has ended`, 'a document is one value; check the braces and brackets before');
    case 'UnexpectedEndOfComment': return syntax('a comment is not closed', 'write */ at its end');
    case 'UnexpectedEndOfString': return syntax(`the text ${excerpt(written, 40)} is not closed on its line`, 'write " at its end, and \\n for a new line');
    case 'UnexpectedEndOfNumber': case 'InvalidNumberFormat': return syntax(`the number ${excerpt(written, 40)} is not complete`, 'write for example 1.5 or 2e3');
    case 'InvalidUnicode': return syntax(`the text ${excerpt(written, 40)} has a \\u without four hexadecimal digits`, 'write for example \\u00b5');
    case 'InvalidEscapeCharacter': return syntax(`the text ${excerpt(written, 40)} has a backslash before a character that needs none`, 'write \\\\ for a backslash, or / in paths');
    default: return syntax(`the document is not JSON ${before}`, 'compare it with the file that archsim init writes');
  }
}

function syntax(message: string, remedy: string): Problem {
  return problem('json/syntax', message, { remedy });
}

function strangeWord(written: string): Problem {
  const code = written.charCodeAt(0);
  if (code < 0x20 || code === 0x7f) return controlCharacter(written);
  if (written.startsWith("'")) return syntax(`${cited(written)} stands in single quotes`, 'write texts and names in double quotes');
  if (/^[-+]?(?:NaN|Infinity|inf)$/i.test(written)) return syntax(`${cited(written)} is not a number`, 'leave the field out when its value is not known');
  if (/^(?:\+|-|\+?\.?\d)/.test(written)) return syntax(`${cited(written)} is not a number as JSON writes it`, 'write for example 0.5 or 2e3');
  if (/^(?:true|false|null|none|undefined)$/i.test(written)) return syntax(`${cited(written)} is not a JSON value`, 'write true, false or null');
  if (/^[A-Za-z_$]/.test(written)) return syntax(`${cited(written)} stands without quotes`, 'write texts and names in double quotes');
  return syntax(`${cited(written)} is not JSON`, 'remove it');
}

/** What stands in the document, in double quotes unless it has its own. */
function cited(written: string): string {
  const shownText = excerpt(written, 40);
  return /^["']/.test(shownText) ? shownText : `"${shownText}"`;
}

function controlCharacter(written: string): Problem {
  const code = written.charCodeAt(firstControl(written)).toString(16).toUpperCase().padStart(4, '0');
  return problem('json/control-character', `the document has the control character U+${code}`, { remedy: `remove it, or write \\u${code} in a text` });
}

/** Where the first control character of a text stands; 0 when it has none. */
export function firstControl(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return i;
  }
  return 0;
}

function shown(pointer: string): string {
  return pointer === '' ? 'the document' : excerpt(pointer);
}
