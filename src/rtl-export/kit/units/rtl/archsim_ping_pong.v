// A double buffer: one half is filled word after word while the other is read at any addresses.
//
// Filling: a word moves at an edge where fill_valid and fill_ready are high. fill_last, or the last word that fits, ends the half, and the other is next.
// Reading: `full` says that there is a whole half; its words lie at addresses 0 to last_address. read_data follows read_address by one edge where
// read_enable is high. `free` at an edge gives the half back; `full` and last_address are those of the next half from then on.
// fill_ready, full and last_address depend on registers alone.
module archsim_ping_pong #(
    parameter WIDTH = 8,
    parameter DEPTH = 64,           // words of a half, from 2 on
    parameter STYLE = 1             // 0: look-up tables, 1: block RAM, 2: UltraRAM
) (
    aclk, aresetn,
    fill_valid, fill_ready, fill_data, fill_last,
    full, last_address, free, read_enable, read_address, read_data
);

    function integer address_bits;
        input integer words;
        begin
            address_bits = 1;
            while ((1 << address_bits) < words)
                address_bits = address_bits + 1;
        end
    endfunction

    localparam ADDRESS_BITS = address_bits(DEPTH);
    localparam WORD_BITS    = address_bits(2 * DEPTH);
    localparam [31:0] OTHER_HALF = DEPTH;
    localparam [31:0] LAST       = DEPTH - 1;

    input  wire                    aclk;
    input  wire                    aresetn;
    input  wire                    fill_valid;
    output wire                    fill_ready;
    input  wire [WIDTH-1:0]        fill_data;
    input  wire                    fill_last;
    output wire                    full;
    output wire [ADDRESS_BITS-1:0] last_address;
    input  wire                    free;
    input  wire                    read_enable;
    input  wire [ADDRESS_BITS-1:0] read_address;
    output wire [WIDTH-1:0]        read_data;

    generate
        if (DEPTH < 2) begin : illegal_depth
            ARCHSIM_ILLEGAL_PARAMETER_DEPTH illegal();
        end
    endgenerate

    reg  [1:0]              is_full;
    reg                     fill_half;
    reg                     read_half;
    reg                     running;
    reg  [ADDRESS_BITS-1:0] fill_address;
    reg  [ADDRESS_BITS-1:0] last_0;
    reg  [ADDRESS_BITS-1:0] last_1;

    wire fill      = fill_valid && fill_ready;
    wire ends_half = fill && (fill_last || fill_address == LAST[ADDRESS_BITS-1:0]);
    wire give_back = free && full;

    assign fill_ready   = running && !(fill_half ? is_full[1] : is_full[0]);
    assign full         = read_half ? is_full[1] : is_full[0];
    assign last_address = read_half ? last_1 : last_0;

    // `running` is low in reset, so that nothing is taken there.
    always @(posedge aclk) begin
        running <= aresetn;
        if (!aresetn) begin
            is_full      <= 2'b00;
            fill_half    <= 1'b0;
            read_half    <= 1'b0;
            fill_address <= {ADDRESS_BITS{1'b0}};
        end else begin
            is_full[0] <= (is_full[0] && !(give_back && !read_half)) || (ends_half && !fill_half);
            is_full[1] <= (is_full[1] && !(give_back && read_half)) || (ends_half && fill_half);
            if (ends_half)
                fill_half <= !fill_half;
            if (give_back)
                read_half <= !read_half;
            if (ends_half)
                fill_address <= {ADDRESS_BITS{1'b0}};
            else if (fill)
                fill_address <= fill_address + 1'b1;
        end
    end

    always @(posedge aclk) begin
        if (ends_half && !fill_half)
            last_0 <= fill_address;
        if (ends_half && fill_half)
            last_1 <= fill_address;
    end

    wire [WORD_BITS-1:0] fill_place = {{(WORD_BITS-ADDRESS_BITS){1'b0}}, fill_address} + (fill_half ? OTHER_HALF[WORD_BITS-1:0] : {WORD_BITS{1'b0}});
    wire [WORD_BITS-1:0] read_place = {{(WORD_BITS-ADDRESS_BITS){1'b0}}, read_address} + (read_half ? OTHER_HALF[WORD_BITS-1:0] : {WORD_BITS{1'b0}});

    archsim_memory #(.WIDTH(WIDTH), .DEPTH(2 * DEPTH), .STYLE(STYLE)) memory (
        .aclk(aclk), .write_enable(fill), .write_address(fill_place), .write_data(fill_data),
        .read_enable(read_enable), .read_address(read_place), .read_data(read_data)
    );

endmodule
