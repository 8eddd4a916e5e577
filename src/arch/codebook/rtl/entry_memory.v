// The entries of a codebook: a port to write them, and one to read an entry a cycle, one edge after its index, which stays while nothing is read.
module entry_memory #(
    parameter ENTRIES  = 256,        // a power of two, at least 2
    parameter WIDTH    = 32,         // bits of an entry
    parameter ADDRESS  = 8,          // bits of an index: log2 ENTRIES
    parameter BLOCK    = 1           // 0: LUTs, 1: block RAM
) (
    input  wire               aclk,
    input  wire               write,
    input  wire [ADDRESS-1:0] write_index,
    input  wire [WIDTH-1:0]   write_entry,
    input  wire               read,
    input  wire [ADDRESS-1:0] index,
    output reg  [WIDTH-1:0]   entry
);

    // Entries are read only when all are written: no read meets a write.
    generate
        if (BLOCK == 1) begin : in_block_ram
            (* ram_style = "block", no_rw_check *) reg [WIDTH-1:0] entries [0:ENTRIES-1];

            always @(posedge aclk) begin
                if (write)
                    entries[write_index] <= write_entry;
                if (read)
                    entry <= entries[index];
            end
        end else begin : in_luts
            (* ram_style = "distributed", no_rw_check *) reg [WIDTH-1:0] entries [0:ENTRIES-1];

            always @(posedge aclk) begin
                if (write)
                    entries[write_index] <= write_entry;
                if (read)
                    entry <= entries[index];
            end
        end
    endgenerate

endmodule
