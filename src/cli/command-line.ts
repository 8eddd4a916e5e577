/** The command as it was typed, for reports; a shell would read it as the same words. */
export function commandLine(words: readonly string[] = process.argv.slice(2)): string {
  return ['archsim', ...words].map((word) => (/^[\w./:=@,%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
