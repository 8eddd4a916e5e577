/** Bytes that can be read at any place: a file on the command line, a buffer in a page. */
export interface ByteSource {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** Opens what an experiment names by path. Throws `InputError` when there is none. */
export type Open = (path: string) => ByteSource;

/** The path as seen from the file that names it; absolute paths stay as they are. */
export function pathFrom(file: string, path: string): string {
  if (/^([/\\]|[A-Za-z]:[/\\])/.test(path)) return path;
  const cut = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
  return cut < 0 ? path : file.slice(0, cut + 1) + path;
}

/** True for what is meant as a path and not as a catalogue name. */
export function looksLikePath(name: string): boolean {
  return /[/\\]/.test(name) || /\.(json|jsonc|gguf|safetensors|onnx)$/i.test(name);
}
