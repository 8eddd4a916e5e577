// WORDS registers of 32 bits behind AXI4-Lite: those of `writable` keep what is written, byte by byte as the strobes say; `readable` is what is read.
//
//   A write waits for its address and its data, in any order, and changes the register at the edge behind the one that took the later of them. `values`
//   has the new contents then, and `written` for one cycle the bit of the register, if its lowest byte was among them. A write of any other register, and
//   a read beyond the last one, changes nothing, and its response is SLVERR. One write and one read are under way at a time. Ready, valid, responses and data come from registers.
module archsim_engine_registers #(
    parameter WORDS        = 32,        // 2^(ADDRESS_BITS - 2) at most
    parameter ADDRESS_BITS = 7          // of a byte
) (
    input  wire                    aclk,
    input  wire                    aresetn,         // synchronous, active low: registers are 0

    input  wire [ADDRESS_BITS-1:0] s_axi_awaddr,
    input  wire                    s_axi_awvalid,
    output wire                    s_axi_awready,
    input  wire [31:0]             s_axi_wdata,
    input  wire [3:0]              s_axi_wstrb,
    input  wire                    s_axi_wvalid,
    output wire                    s_axi_wready,
    output wire [1:0]              s_axi_bresp,
    output reg                     s_axi_bvalid,
    input  wire                    s_axi_bready,
    input  wire [ADDRESS_BITS-1:0] s_axi_araddr,
    input  wire                    s_axi_arvalid,
    output wire                    s_axi_arready,
    output reg  [31:0]             s_axi_rdata,
    output wire [1:0]              s_axi_rresp,
    output reg                     s_axi_rvalid,
    input  wire                    s_axi_rready,

    input  wire [WORDS-1:0]        writable,
    input  wire [32*WORDS-1:0]     readable,
    output reg  [32*WORDS-1:0]     values,
    output reg  [WORDS-1:0]        written
);

    localparam INDEX_BITS = ADDRESS_BITS - 2;
    localparam [31:0] END = WORDS;

    generate
        if (WORDS < 1 || WORDS > (1 << INDEX_BITS)) begin : illegal_words
            ARCHSIM_ILLEGAL_PARAMETER_WORDS illegal ();
        end
    endgenerate

    // Writes

    reg                  address_ready;
    reg                  data_ready;
    reg [INDEX_BITS-1:0] write_index;
    reg [31:0]           data;
    reg [3:0]            strobes;
    reg                  write_failed;
    reg                  running;

    wire                 has_address = !address_ready && running;
    wire                 has_data    = !data_ready && running;
    wire                 write       = has_address && has_data && !s_axi_bvalid;
    wire [WORDS-1:0]     is_chosen;

    assign s_axi_awready = address_ready;
    assign s_axi_wready  = data_ready;
    assign s_axi_bresp   = {write_failed, 1'b0};

    // `running` is low in reset, so that nothing is taken there.
    always @(posedge aclk) begin
        running <= aresetn;
        if (!aresetn) begin
            address_ready <= 1'b0;
            data_ready    <= 1'b0;
            s_axi_bvalid  <= 1'b0;
        end else begin
            if (!running || write)
                address_ready <= 1'b1;
            else if (s_axi_awvalid)
                address_ready <= 1'b0;
            if (!running || write)
                data_ready <= 1'b1;
            else if (s_axi_wvalid)
                data_ready <= 1'b0;
            if (write)
                s_axi_bvalid <= 1'b1;
            else if (s_axi_bready)
                s_axi_bvalid <= 1'b0;
        end
    end

    always @(posedge aclk) begin
        if (address_ready)
            write_index <= s_axi_awaddr[ADDRESS_BITS-1:2];
        if (data_ready) begin
            data    <= s_axi_wdata;
            strobes <= s_axi_wstrb;
        end
        if (write)
            write_failed <= (is_chosen & writable) == {WORDS{1'b0}};
    end

    genvar i, j;
    generate
        for (i = 0; i < WORDS; i = i + 1) begin : words
            localparam [31:0] PLACE = i;
            assign is_chosen[i] = write_index == PLACE[INDEX_BITS-1:0];

            always @(posedge aclk)
                written[i] <= aresetn && write && is_chosen[i] && writable[i] && strobes[0];

            for (j = 0; j < 4; j = j + 1) begin : bytes
                always @(posedge aclk)
                    if (!aresetn)
                        values[32*i+8*j +: 8] <= 8'd0;
                    else if (write && is_chosen[i] && writable[i] && strobes[j])
                        values[32*i+8*j +: 8] <= data[8*j +: 8];
            end
        end
    endgenerate

    // Reads

    reg                  read_ready;
    reg                  read_wanted;
    reg [INDEX_BITS-1:0] read_index;
    reg                  read_failed;

    wire [31:0]                     read_place = {{(32-INDEX_BITS){1'b0}}, read_index};
    /* verilator lint_off UNUSEDSIGNAL */               // words beyond the last one are shifted in
    wire [32*(1<<INDEX_BITS)-1:0]   all_words;
    /* verilator lint_on UNUSEDSIGNAL */

    assign all_words[32*WORDS-1:0] = readable;
    generate
        if (WORDS < (1 << INDEX_BITS)) begin : no_words
            assign all_words[32*(1<<INDEX_BITS)-1:32*WORDS] = {(32*((1<<INDEX_BITS)-WORDS)){1'b0}};
        end
    endgenerate

    assign s_axi_arready = read_ready;
    assign s_axi_rresp   = {read_failed, 1'b0};

    always @(posedge aclk) begin
        if (!aresetn) begin
            read_ready   <= 1'b0;
            read_wanted  <= 1'b0;
            s_axi_rvalid <= 1'b0;
        end else begin
            read_ready  <= (read_ready && !s_axi_arvalid) || (!read_ready && !read_wanted && (!s_axi_rvalid || s_axi_rready));
            read_wanted <= read_ready && s_axi_arvalid;
            if (read_wanted)
                s_axi_rvalid <= 1'b1;
            else if (s_axi_rready)
                s_axi_rvalid <= 1'b0;
        end
    end

    always @(posedge aclk) begin
        if (read_ready)
            read_index <= s_axi_araddr[ADDRESS_BITS-1:2];
        if (read_wanted) begin
            s_axi_rdata <= all_words[32*read_index +: 32];
            read_failed <= read_place >= END;
        end
    end

    wire unused_bits = &{1'b0, s_axi_awaddr[1:0], s_axi_araddr[1:0]};

endmodule
