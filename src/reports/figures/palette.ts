/** The colours of one theme; series colours reach 3:1 against the surface, text on a series 4.5:1. */
export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  /** Text on a coloured bar. */
  readonly onSeries: string;
  readonly prefill: string;
  readonly decode: string;
  readonly compute: string;
  readonly memory: string;
  readonly vector: string;
  readonly overhead: string;
}

export const lightPalette: Palette = {
  ink: '#1c2126', muted: '#57606a', line: '#d0d7de', surface: '#ffffff', onSeries: '#ffffff',
  prefill: '#0b7285', decode: '#a3216d', compute: '#2f63a8', memory: '#9c5700', vector: '#2b7548', overhead: '#666c73',
};

export const darkPalette: Palette = {
  ink: '#e6e9ec', muted: '#9aa4ae', line: '#3a4149', surface: '#16191d', onSeries: '#101316',
  prefill: '#4cc3d9', decode: '#f08cc6', compute: '#7fb0ee', memory: '#e8a84f', vector: '#74c795', overhead: '#a9b1b9',
};
