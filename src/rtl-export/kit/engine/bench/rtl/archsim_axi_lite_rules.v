// For simulation only: judges a slave of AXI4-Lite at every edge. `fault` is high at an edge where a rule is broken, and `report` writes which.
//
//   Nothing is valid in reset. Valid and ready are known. What is valid stays, unchanged and without unknown bits, until it is taken. There is one response
//   for each write whose address and data were taken, one for each read, and none before them.
module archsim_axi_lite_rules (
    input  wire        aclk,
    input  wire        aresetn,
    input  wire        awvalid,
    input  wire        awready,
    input  wire        wvalid,
    input  wire        wready,
    input  wire [1:0]  bresp,
    input  wire        bvalid,
    input  wire        bready,
    input  wire        arvalid,
    input  wire        arready,
    input  wire [31:0] rdata,
    input  wire [1:0]  rresp,
    input  wire        rvalid,
    input  wire        rready,
    output wire        fault
);

    localparam NOT_QUIET = 1, UNKNOWN = 2, WITHDRAWN_B = 3, WITHDRAWN_R = 4, MOVED_B = 5, MOVED_R = 6, UNKNOWN_B = 7, UNKNOWN_R = 8, EXTRA_B = 9, EXTRA_R = 10;

    reg         in_reset;
    reg         waiting_b;
    reg         waiting_r;
    reg  [1:0]  held_bresp;
    reg  [33:0] held_r;
    integer     addresses;          // taken, without a response
    integer     words;
    integer     reads;

    wire [3:0] reason =
          !aresetn                                                ? (in_reset && (bvalid !== 1'b0 || rvalid !== 1'b0) ? NOT_QUIET : 0)
        : (^{awready, wready, arready, bvalid, rvalid}) === 1'bx  ? UNKNOWN
        : waiting_b && !bvalid                                    ? WITHDRAWN_B
        : waiting_r && !rvalid                                    ? WITHDRAWN_R
        : bvalid && (^bresp) === 1'bx                             ? UNKNOWN_B
        : rvalid && (^{rdata, rresp}) === 1'bx                    ? UNKNOWN_R
        : waiting_b && bresp !== held_bresp                       ? MOVED_B
        : waiting_r && {rdata, rresp} !== held_r                  ? MOVED_R
        : bvalid && (addresses < 1 || words < 1)                  ? EXTRA_B
        : rvalid && reads < 1                                     ? EXTRA_R
        :                                                           0;

    assign fault = reason != 0;

    task report;
        case (reason)
            NOT_QUIET:   $write("a response is valid in reset");
            UNKNOWN:     $write("a ready or a valid is unknown");
            WITHDRAWN_B: $write("the response of a write was withdrawn");
            WITHDRAWN_R: $write("the data of a read were withdrawn");
            UNKNOWN_B:   $write("the response of a write is unknown");
            UNKNOWN_R:   $write("the data of a read are unknown: %h", rdata);
            MOVED_B:     $write("the response of a write moved before it was taken");
            MOVED_R:     $write("the data of a read moved before they were taken");
            EXTRA_B:     $write("a response without a write");
            default:     $write("data without a read");
        endcase
    endtask

    initial begin
        in_reset  = 1'b0;
        waiting_b = 1'b0;
        waiting_r = 1'b0;
        addresses = 0;
        words     = 0;
        reads     = 0;
    end

    always @(posedge aclk) begin
        in_reset   <= !aresetn;
        waiting_b  <= aresetn && bvalid && !bready;
        waiting_r  <= aresetn && rvalid && !rready;
        held_bresp <= bresp;
        held_r     <= {rdata, rresp};
        if (!aresetn) begin
            addresses <= 0;
            words     <= 0;
            reads     <= 0;
        end else begin
            addresses <= addresses + (awvalid && awready ? 1 : 0) - (bvalid && bready ? 1 : 0);
            words     <= words + (wvalid && wready ? 1 : 0) - (bvalid && bready ? 1 : 0);
            reads     <= reads + (arvalid && arready ? 1 : 0) - (rvalid && rready ? 1 : 0);
        end
    end

endmodule
