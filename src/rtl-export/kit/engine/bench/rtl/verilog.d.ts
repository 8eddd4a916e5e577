/** The Verilog sources of this folder by file name; the build makes the module from the `.v` files. */
export declare const verilog: Readonly<Record<string, string>>;
