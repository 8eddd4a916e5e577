/** What `archsim report` writes: a page, one figure of one result, or Markdown. */
export const reportFormats = ['html', 'svg', 'png', 'md'] as const;

export type ReportFormat = (typeof reportFormats)[number];
