/** A text that clients may read. */
export interface Resource {
  readonly uri: string;
  readonly name: string;
  readonly description: string;
  readonly mimeType: string;
}

/** Texts that come with the product. */
export interface ResourceShelf {
  list(): readonly Resource[];
  /** The text of a resource; undefined where there is none of that name. */
  read(uri: string): { readonly mimeType: string; readonly text: string } | undefined;
}
