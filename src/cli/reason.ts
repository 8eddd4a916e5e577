/** Why the system refused to open, read or write a file, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT': return 'there is no such file';
    case 'EACCES': case 'EPERM': return 'permission denied';
    case 'EISDIR': return 'it is a folder';
    case 'ENOTDIR': case 'EEXIST': return 'a part of its path is a file, not a folder';
    case 'ENAMETOOLONG': return 'its name is too long';
    case 'ENOSPC': return 'the disk is full';
    case 'EROFS': return 'the file system is read-only';
    case 'EMFILE': case 'ENFILE': return 'too many files are open';
    case 'ERR_INVALID_ARG_VALUE': return 'its name has a character that no file name has';
    default: return typeof code === 'string' ? `the system says ${code}` : 'unknown reason';
  }
}
