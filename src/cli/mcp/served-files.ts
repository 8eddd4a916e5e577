import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, parse, relative, resolve, sep } from 'node:path';
import type { ByteSource } from '../../experiment/byte-source.js';
import { InputError } from '../../sim/core/diagnostics.js';
import type { Document } from '../../sim/core/document.js';
import { openFile } from '../open-file.js';
import { exampleFiles, examplePath } from '../package-files.js';
import { noRoot, notAFile, outsideRoot } from './diagnostics.js';

/** What tools may read: files under the current folder of the process, and what is bundled. */
export interface ServedFiles {
  /** An experiment by name. */
  readonly document: (name: string) => Promise<Document>;
  /** A study or search problem by name. */
  readonly study: (name: string) => Promise<Document>;
  /** What a document names: a file, or a bundled example where there is no such file. */
  readonly open: (path: string) => ByteSource;
}

/** `isRootGiven`: somebody has said that this is the folder; the root of the file system is served to no one who was not told so. Links are followed before they are judged. */
export function servedFiles(isRootGiven: boolean): ServedFiles {
  const root = realpathSync('.');
  const examples = realpathSync(dirname(examplePath('x')));
  const isServed = isRootGiven || parse(root).root !== root;
  const demand = (path: string): void => {
    const full = resolve(path);
    if (isIn(examples, full)) return;
    // Who asks for what is outside does not learn whether it is there.
    if (!isIn(root, full)) throw new InputError([outsideRoot(path)]);
    const { real, isThere } = realOf(full);
    if (!isServed && (isThere || path !== basename(path))) throw new InputError([noRoot(path)]);
    if (!isIn(root, real)) throw new InputError([outsideRoot(path)]);
    if (!isThere) return;
    const status = statSync(real);
    if (!status.isFile() && !status.isDirectory()) throw new InputError([notAFile(path)]);
  };
  // Names that the command line has another meaning for: standard input is the protocol here.
  const demandName = (name: string): void => {
    if (name === '-') throw new InputError([notAFile(name)]);
    demand(name);
  };
  return {
    document: async (name) => {
      demandName(name);
      return (await import('../documents.js')).documentOf(name);
    },
    study: async (name) => {
      demandName(name);
      return (await import('../study-document.js')).studyDocument(name);
    },
    open: (path) => {
      demand(path);
      const isBundled = path === basename(path) && exampleFiles().includes(path) && !existsSync(path);
      return openFile(isBundled ? examplePath(path) : path);
    },
  };
}

function isIn(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Where a path leads through all links, or where the nearest folder above it does that can be looked at. */
function realOf(path: string): { readonly real: string; readonly isThere: boolean } {
  try {
    return { real: realpathSync(path), isThere: true };
  } catch {
    return { real: realOf(dirname(path)).real, isThere: false };
  }
}
