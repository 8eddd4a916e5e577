// For simulation only: a processor on AXI4-Lite that does what a file says, one line after the other.
//
//   A line has an operation, the address of a register, and a number, 2, 2 and 8 digits:
//   01 write, which must succeed   02 write, which must fail   03 read, which must give the number   04 read until the number's bits are set, and fail when
//   bit 2 is   05 read, which must give the number where nothing stalls, and at least it elsewhere   06 a read that must fail
module archsim_axi_lite_host #(
    parameter LINES        = 1,
    parameter FILE         = "program.hex",
    parameter ADDRESS_BITS = 8,
    parameter SEED         = 1,          // of the random stalls
    parameter PATIENCE     = 100000      // cycles without a change
) (
    input  wire                    aclk,
    input  wire                    aresetn,
    input  wire                    rewind,
    input  wire                    stalls,      // wait at random before each signal
    output reg  [ADDRESS_BITS-1:0] awaddr,
    output reg                     awvalid,
    input  wire                    awready,
    output reg  [31:0]             wdata,
    output reg  [3:0]              wstrb,
    output reg                     wvalid,
    input  wire                    wready,
    input  wire [1:0]              bresp,
    input  wire                    bvalid,
    output reg                     bready,
    output reg  [ADDRESS_BITS-1:0] araddr,
    output reg                     arvalid,
    input  wire                    arready,
    input  wire [31:0]             rdata,
    input  wire [1:0]              rresp,
    input  wire                    rvalid,
    output reg                     rready,
    output wire                    ended,
    output reg  [31:0]             line,
    output reg  [31:0]             measured,    // what the first operation 05 read
    output reg                     fault
);

    // verilator lint_off WIDTH
    localparam WRITE = 1, BAD_WRITE = 2, READ = 3, UNTIL = 4, COUNT = 5, BAD_READ = 6;

    reg  [47:0] lines [0:LINES-1];
    wire [47:0] now       = lines[line];
    wire [7:0]  operation = now[47:40];
    wire [31:0] number    = now[31:0];
    wire        is_write  = operation == WRITE || operation == BAD_WRITE;

    reg         begun;
    reg         address_left;
    reg         data_left;
    reg  [31:0] waited;
    reg  [31:0] got;
    reg  [2:0]  why;

    wire stall_a;
    wire stall_b;
    wire stall_c;
    archsim_stall #(.SEED(SEED)) first (.aclk(aclk), .stall(stall_a));
    archsim_stall #(.SEED(SEED + 1)) second (.aclk(aclk), .stall(stall_b));
    archsim_stall #(.SEED(SEED + 2)) third (.aclk(aclk), .stall(stall_c));

    assign ended = line == LINES;

    task report;
        begin
            $write("line %0d of %0s (operation %0d, register at %h): ", line + 1, FILE, operation, now[39:32]);
            case (why)
                0:       $write("nothing answers");
                1:       $write("the response is %b", is_write ? bresp : rresp);
                2:       $write("%h was read, and %h expected", got, number);
                3:       $write("the job was refused");
                4:       $write("%0d cycles, the model says %0d", got, number);
                default: $write("the file was not read");
            endcase
        end
    endtask

    initial begin
        $readmemh(FILE, lines);
        measured = 32'd0;
        fault    = 1'b0;
    end

    task fail;
        input [2:0] reason;
        begin
            why    = reason;
            fault <= 1'b1;
        end
    endtask

    task next_line;
        begin
            line  <= line + 32'd1;
            begun <= 1'b0;
        end
    endtask

    always @(posedge aclk) begin
        if (!aresetn || rewind) begin
            awvalid <= 1'b0;
            wvalid  <= 1'b0;
            bready  <= 1'b0;
            arvalid <= 1'b0;
            rready  <= 1'b0;
            line    <= 32'd0;
            begun   <= 1'b0;
            waited  <= 32'd0;
            awaddr  <= {ADDRESS_BITS{1'bx}};
            wdata   <= 32'bx;
            wstrb   <= 4'bx;
            araddr  <= {ADDRESS_BITS{1'bx}};
        end else if (!ended && !fault) begin
            waited <= waited + 32'd1;
            if (waited > PATIENCE)
                fail(0);
            if ((^now) === 1'bx)
                fail(5);
            if (!begun) begin
                begun        <= 1'b1;
                address_left <= is_write;
                data_left    <= is_write;
                if (!is_write && !(stalls && stall_c)) begin
                    araddr  <= now[39:32];
                    arvalid <= 1'b1;
                end else if (!is_write)
                    begun <= 1'b0;
            end
            // A write: address and data each when they like.
            if (awvalid && awready)
                awvalid <= 1'b0;
            else if (begun && address_left && !(stalls && stall_a)) begin
                awaddr       <= now[39:32];
                awvalid      <= 1'b1;
                address_left <= 1'b0;
            end
            if (wvalid && wready) begin
                wvalid <= 1'b0;
                wdata  <= 32'bx;
            end else if (begun && data_left && !(stalls && stall_b)) begin
                wdata     <= number;
                wstrb     <= 4'b1111;
                wvalid    <= 1'b1;
                data_left <= 1'b0;
            end
            bready <= is_write && !(stalls && stall_c) && !(bvalid && bready);
            if (bvalid && bready) begin
                waited <= 32'd0;
                if (bresp !== (operation == WRITE ? 2'b00 : 2'b10))
                    fail(1);
                else
                    next_line;
            end
            // A read
            if (arvalid && arready)
                arvalid <= 1'b0;
            rready <= !is_write && !(stalls && stall_a) && !(rvalid && rready);
            if (rvalid && rready) begin
                got    = rdata;
                begun <= 1'b0;
                if (rresp !== (operation == BAD_READ ? 2'b10 : 2'b00))
                    fail(1);
                else if (operation == READ && rdata !== number)
                    fail(2);
                else if (operation == UNTIL && rdata[2])
                    fail(3);
                else if (operation == COUNT && (stalls ? rdata < number : rdata !== number))
                    fail(4);
                else if (operation != UNTIL || (rdata & number) == number)
                    next_line;
                if (operation != UNTIL)
                    waited <= 32'd0;
                if (operation == COUNT && measured == 32'd0)
                    measured <= rdata;
            end
        end
    end

endmodule
