/** What a publication says of several designs against one another, with what its own simulator and our model make of it. */
export interface PublishedComparison {
  readonly name: string;
  /** Heads of the values; the first is what was published. */
  readonly columns: readonly string[];
  /** Null where a column has no such figure. */
  readonly rows: readonly { readonly what: string; readonly values: readonly (number | null)[] }[];
  readonly source: string;
}
