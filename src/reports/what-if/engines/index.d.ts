/** For each family a simulator of its machines, as the text of a program for a worker; the build makes them (`scripts/bundle-pages.mjs`). */
export declare const engines: Readonly<Record<string, () => Promise<string>>>;
