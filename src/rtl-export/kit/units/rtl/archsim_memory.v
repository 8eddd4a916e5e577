// A memory with a port to write and a port to read: read_data is the word of read_address, one edge later, and stays while read_enable is low.
// A word that is written at the edge at which it is read is the old one or the new one: nobody may depend on which.
module archsim_memory #(
    parameter WIDTH = 8,
    parameter DEPTH = 64,           // words
    parameter STYLE = 0             // 0: look-up tables, 1: block RAM, 2: UltraRAM
) (
    aclk, write_enable, write_address, write_data, read_enable, read_address, read_data
);

    // Bits of an address of so many words, at least one.
    function integer address_bits;
        input integer words;
        begin
            address_bits = 1;
            while ((1 << address_bits) < words)
                address_bits = address_bits + 1;
        end
    endfunction

    localparam ADDRESS_BITS = address_bits(DEPTH);

    input  wire                    aclk;
    input  wire                    write_enable;
    input  wire [ADDRESS_BITS-1:0] write_address;
    input  wire [WIDTH-1:0]        write_data;
    input  wire                    read_enable;
    input  wire [ADDRESS_BITS-1:0] read_address;
    output reg  [WIDTH-1:0]        read_data;

    generate
        if (WIDTH < 1 || DEPTH < 1) begin : illegal_size
            ARCHSIM_ILLEGAL_PARAMETER_WIDTH_OR_DEPTH illegal();
        end
        if (STYLE < 0 || STYLE > 2) begin : illegal_style
            ARCHSIM_ILLEGAL_PARAMETER_STYLE illegal();
        end

        if (STYLE == 2) begin : ultra
            (* ram_style = "ultra", no_rw_check *) reg [WIDTH-1:0] words [0:DEPTH-1];

            always @(posedge aclk) begin
                if (write_enable)
                    words[write_address] <= write_data;
                if (read_enable)
                    read_data <= words[read_address];
            end
        end else if (STYLE == 1) begin : block
            (* ram_style = "block", no_rw_check *) reg [WIDTH-1:0] words [0:DEPTH-1];

            always @(posedge aclk) begin
                if (write_enable)
                    words[write_address] <= write_data;
                if (read_enable)
                    read_data <= words[read_address];
            end
        end else begin : distributed
            (* ram_style = "distributed", no_rw_check *) reg [WIDTH-1:0] words [0:DEPTH-1];

            always @(posedge aclk) begin
                if (write_enable)
                    words[write_address] <= write_data;
                if (read_enable)
                    read_data <= words[read_address];
            end
        end
    endgenerate

endmodule
