// A queue of up to DEPTH beats, and one more that is on offer: a beat can be taken two edges after the one that took it in. `s_ready`, `m_valid` and `m_data`
// come from registers.
module archsim_engine_fifo #(
    parameter WIDTH = 8,
    parameter DEPTH = 16,           // from 2 on
    parameter STYLE = 0             // of the memory: 0 look-up tables, 1 block RAM, 2 UltraRAM
) (
    input  wire             aclk,
    input  wire             aresetn,        // synchronous, active low: the queue is emptied
    input  wire [WIDTH-1:0] s_data,
    input  wire             s_valid,
    output wire             s_ready,
    output wire [WIDTH-1:0] m_data,
    output reg              m_valid,
    input  wire             m_ready
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
    localparam COUNT_BITS   = address_bits(DEPTH + 1);
    localparam [31:0] LAST  = DEPTH - 1;
    localparam [31:0] MOST  = DEPTH;

    generate
        if (DEPTH < 2) begin : illegal_depth
            ARCHSIM_ILLEGAL_PARAMETER_DEPTH illegal ();
        end
    endgenerate

    reg                     running;
    reg  [ADDRESS_BITS-1:0] write_address;
    reg  [ADDRESS_BITS-1:0] read_address;
    reg  [COUNT_BITS-1:0]   count;

    assign s_ready = running && count != MOST[COUNT_BITS-1:0];

    wire take = s_valid && s_ready;
    wire read = count != {COUNT_BITS{1'b0}} && (!m_valid || m_ready);

    // `running` is low in reset, so that nothing is taken there.
    always @(posedge aclk) begin
        running <= aresetn;
        if (!aresetn) begin
            write_address <= {ADDRESS_BITS{1'b0}};
            read_address  <= {ADDRESS_BITS{1'b0}};
            count         <= {COUNT_BITS{1'b0}};
            m_valid       <= 1'b0;
        end else begin
            if (take)
                write_address <= write_address == LAST[ADDRESS_BITS-1:0] ? {ADDRESS_BITS{1'b0}} : write_address + 1'b1;
            if (read)
                read_address <= read_address == LAST[ADDRESS_BITS-1:0] ? {ADDRESS_BITS{1'b0}} : read_address + 1'b1;
            if (take && !read)
                count <= count + 1'b1;
            else if (read && !take)
                count <= count - 1'b1;
            m_valid <= read || (m_valid && !m_ready);
        end
    end

    archsim_memory #(.WIDTH(WIDTH), .DEPTH(DEPTH), .STYLE(STYLE)) memory (
        .aclk(aclk), .write_enable(take), .write_address(write_address), .write_data(s_data),
        .read_enable(read), .read_address(read_address), .read_data(m_data)
    );

endmodule
