import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a file with this text in UTF-8, as hexadecimal: what `sha256sum` prints for it. */
export function fileDigest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
