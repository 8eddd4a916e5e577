/** The script of a page as text; the build makes it of `src/reports/client/`. */
export declare const clientCode: string;
