// Words of IN_BYTES become beats of OUT_BYTES without gaps between them, the first byte in the lowest bits. `clear` drops what is left of the last word.
// A beat or a word passes in every cycle, whichever is longer. `s_ready`, `m_valid` and `m_data` come from registers.
module archsim_engine_gearbox #(
    parameter IN_BYTES  = 32,
    parameter OUT_BYTES = 21
) (
    input  wire                   aclk,
    input  wire                   aresetn,      // synchronous, active low
    input  wire                   clear,        // while nothing comes or goes
    input  wire [8*IN_BYTES-1:0]  s_data,
    input  wire                   s_valid,
    output wire                   s_ready,
    output wire [8*OUT_BYTES-1:0] m_data,
    output wire                   m_valid,
    input  wire                   m_ready
);

    function integer bits_for;
        input integer number;
        begin
            bits_for = 1;
            while ((1 << bits_for) <= number)
                bits_for = bits_for + 1;
        end
    endfunction

    // A word and two beats: a beat can leave while the word behind it comes.
    localparam BYTES      = IN_BYTES + 2 * OUT_BYTES;
    localparam COUNT_BITS = bits_for(BYTES);
    localparam [31:0] IN    = IN_BYTES;
    localparam [31:0] OUT   = OUT_BYTES;
    localparam [31:0] ROOM  = 2 * OUT_BYTES;

    reg                   running;
    reg  [8*BYTES-1:0]    held;
    reg  [COUNT_BITS-1:0] count;

    wire                  take      = s_valid && s_ready;
    wire                  give      = m_valid && m_ready;
    wire [COUNT_BITS-1:0] remaining = give ? count - OUT[COUNT_BITS-1:0] : count;
    wire [8*BYTES-1:0]    rest      = give ? held >> (8 * OUT_BYTES) : held;
    wire [8*BYTES-1:0]    coming    = {{(16*OUT_BYTES){1'b0}}, s_data} << {remaining, 3'b000};
    wire [8*BYTES-1:0]    kept      = ~({8*BYTES{1'b1}} << {remaining, 3'b000});

    assign s_ready = running && count <= ROOM[COUNT_BITS-1:0];
    assign m_valid = count >= OUT[COUNT_BITS-1:0];
    assign m_data  = held[8*OUT_BYTES-1:0];

    // `running` is low in reset, so that nothing is taken there.
    always @(posedge aclk) begin
        running <= aresetn;
        if (!aresetn || clear)
            count <= {COUNT_BITS{1'b0}};
        else
            count <= remaining + (take ? IN[COUNT_BITS-1:0] : {COUNT_BITS{1'b0}});
    end

    always @(posedge aclk)
        held <= take ? (rest & kept) | coming : rest;

endmodule
