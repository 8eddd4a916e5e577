// Reads words from memory over AXI4 (channels AR and R) and gives them on in order.
//
//   `start` begins `words` words at `address`, a multiple of the bytes of a word. Bursts have up to BURST words and begin and end at multiples of BURST words
//   but at the ends, so that none crosses a boundary of 4 KB. A burst is asked for when the queue has place for all of it: data are always taken at once,
//   and as many bursts are under way as the queue holds. `failed` says that a response was an error; the words are given on all the same.
module archsim_engine_reader #(
    parameter ADDRESS_BITS = 64,
    parameter DATA_BITS    = 256,       // of a word: 8 to 1024, a power of two
    parameter BURST        = 16,        // words of a burst: a power of two, 2 to 256, of up to 4096 bytes
    parameter DEPTH        = 64,        // words of the queue, BURST or more
    parameter STYLE        = 1          // of the queue: 0 look-up tables, 1 block RAM, 2 UltraRAM
) (
    input  wire                    aclk,
    input  wire                    aresetn,             // synchronous, active low
    input  wire                    start,               // while nothing is left of the words before
    input  wire [ADDRESS_BITS-1:0] address,
    input  wire [31:0]             words,               // from 1 on
    output reg                     failed,              // since the start

    output reg  [ADDRESS_BITS-1:0] m_axi_araddr,
    output reg  [7:0]              m_axi_arlen,
    output wire [2:0]              m_axi_arsize,
    output wire [1:0]              m_axi_arburst,
    output reg                     m_axi_arvalid,
    input  wire                    m_axi_arready,
    input  wire [DATA_BITS-1:0]    m_axi_rdata,
    input  wire [1:0]              m_axi_rresp,
    input  wire                    m_axi_rvalid,
    output wire                    m_axi_rready,

    output wire [DATA_BITS-1:0]    m_data,
    output wire                    m_valid,
    input  wire                    m_ready
);

    // Least b with 2^b >= n.
    function integer log2_up;
        input integer n;
        begin
            log2_up = 0;
            while ((1 << log2_up) < n)
                log2_up = log2_up + 1;
        end
    endfunction

    localparam SIZE       = log2_up(DATA_BITS / 8);
    localparam BURST_BITS = log2_up(BURST);
    localparam COUNT_BITS = log2_up(DEPTH + 1);
    localparam [31:0] SIZE_WORD  = SIZE;
    localparam [31:0] BURST_WORD = BURST;
    localparam [31:0] DEPTH_WORD = DEPTH;

    generate
        if (DATA_BITS < 8 || DATA_BITS > 1024 || (DATA_BITS & (DATA_BITS - 1)) != 0) begin : illegal_data
            ARCHSIM_ILLEGAL_PARAMETER_DATA_BITS illegal ();
        end
        if (BURST < 2 || BURST > 256 || (BURST & (BURST - 1)) != 0 || BURST * DATA_BITS > 8 * 4096) begin : illegal_burst
            ARCHSIM_ILLEGAL_PARAMETER_BURST illegal ();
        end
        if (DEPTH < BURST) begin : illegal_depth
            ARCHSIM_ILLEGAL_PARAMETER_DEPTH illegal ();
        end
    endgenerate

    // Addresses: `left` words from `next` on were not asked for, and `room` places of the queue are not spoken for.

    reg  [ADDRESS_BITS-1:0] next;
    reg  [31:0]             left;
    reg  [COUNT_BITS-1:0]   room;

    wire [BURST_BITS-1:0]   place   = next[SIZE +: BURST_BITS];
    wire [31:0]             aligned = BURST_WORD - {{(32-BURST_BITS){1'b0}}, place};
    wire [31:0]             length  = left < aligned ? left : aligned;
    wire                    ask     = left != 32'd0 && {{(32-COUNT_BITS){1'b0}}, room} >= length && (!m_axi_arvalid || m_axi_arready);
    wire                    give    = m_valid && m_ready;
    wire [31:0]             last    = length - 32'd1;
    wire [ADDRESS_BITS+31:0] bytes  = {{ADDRESS_BITS{1'b0}}, length} << SIZE;

    assign m_axi_arsize  = SIZE_WORD[2:0];
    assign m_axi_arburst = 2'b01;

    always @(posedge aclk)
        if (!aresetn) begin
            m_axi_arvalid <= 1'b0;
            left          <= 32'd0;
            room          <= DEPTH_WORD[COUNT_BITS-1:0];
            failed        <= 1'b0;
        end else begin
            if (ask)
                m_axi_arvalid <= 1'b1;
            else if (m_axi_arready)
                m_axi_arvalid <= 1'b0;
            if (start)
                left <= words;
            else if (ask)
                left <= left - length;
            room <= room - (ask ? length[COUNT_BITS-1:0] : {COUNT_BITS{1'b0}}) + {{(COUNT_BITS-1){1'b0}}, give};
            if (start)
                failed <= 1'b0;
            else if (m_axi_rvalid && m_axi_rready && m_axi_rresp[1])
                failed <= 1'b1;
        end

    always @(posedge aclk) begin
        if (start)
            next <= address;
        else if (ask)
            next <= next + bytes[ADDRESS_BITS-1:0];
        if (ask) begin
            m_axi_araddr <= next;
            m_axi_arlen  <= last[7:0];
        end
    end

    archsim_engine_fifo #(.WIDTH(DATA_BITS), .DEPTH(DEPTH), .STYLE(STYLE)) queue (
        .aclk(aclk), .aresetn(aresetn),
        .s_data(m_axi_rdata), .s_valid(m_axi_rvalid), .s_ready(m_axi_rready),
        .m_data(m_data), .m_valid(m_valid), .m_ready(m_ready)
    );

    wire unused_bits = &{1'b0, m_axi_rresp[0], last[31:8], bytes[ADDRESS_BITS+31:ADDRESS_BITS]};

endmodule
