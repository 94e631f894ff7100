// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {Heartbeat, Report} from "gimbal/types/Message.sol";
import {MandateFixture} from "./support/MandateFixture.sol";

/// @notice One book with fixed positions over three spokes whose heartbeats and reports arrive late, in any order or never.
contract AllocationHandler is MandateFixture {
    struct InForce {
        uint64 share;
        int128 offset;
    }

    uint64 public book;
    uint64[3] public spokes = [HOME, NORTH, SOUTH];
    mapping(uint64 spoke => mapping(uint64 epoch => InForce)) internal sent;
    mapping(uint64 spoke => mapping(uint64 epoch => bytes32)) internal digests;
    mapping(uint64 spoke => uint64) public epochInForce;

    constructor() {
        setUp();
        answerMargin(RANGE, 30e18, 1_000e18);
        book = openFor(alice, 100_000e6);
        place(book, NORTH);
        sellCalls(book);
        mandates.publish(book);
        beat(1);
        arrive(1, 1);
        report(1);
    }

    function inForce(uint64 spoke) external view returns (InForce memory) {
        return sent[spoke][epochInForce[spoke]];
    }

    function settledSums() external view returns (uint256 shares, int256 offsets, bool moving) {
        for (uint256 i; i < 3; i++) {
            IAllocationBook.Allocation memory a = allocations.allocation(book, spokes[i]);
            shares += a.share;
            offsets += a.offset;
        }
        (uint64 from, uint64 to,,,) = allocations.pendingMove(book);
        moving = from != to;
    }

    /// @notice As large a move as the gap allows, most often away from the active spoke.
    function start(uint256 from, uint256 to, uint256 share, int256 offset) external {
        uint64 a = from % 4 == 3 ? spokes[from % 3] : active();
        uint64 b = spokes[to % 3];
        if (a == b) b = spokes[(to % 3 + 1) % 3];
        uint64 most = allocations.allocation(book, a).share;
        share = share % 4 == 3 ? 0 : most < 0.1e18 ? most : 0.1e18;
        int256 room = int256(6e18 - share * RANGE / 1e18);
        offset = bound(offset, -room, room);
        vm.prank(relayer);
        try allocations.startMove(book, a, b, uint64(share), int128(offset)) {} catch {}
    }

    function active() public view returns (uint64 spoke) {
        uint64 most;
        for (uint256 i; i < 3; i++) {
            uint64 share = allocations.allocation(book, spokes[i]).share;
            if (share > most) (spoke, most) = (spokes[i], share);
        }
    }

    /// @notice A spoke hears the newest and says so, but sometimes its report is late by one epoch.
    function sync(uint256 which, bool late) external {
        if (late) report(which);
        beat(which);
        arrive(which, type(uint64).max);
        if (!late) report(which);
    }

    function complete() external {
        try allocations.completeMove(book) {} catch {}
    }

    function publish() external {
        mandates.publish(book);
    }

    function beat(uint256 which) public {
        uint64 spoke = spokes[which % 3];
        skip(10);
        try mandates.heartbeat(spoke) returns (uint64 epoch) {
            Heartbeat memory last = mandates.lastHeartbeat(spoke);
            IAllocationBook.Allocation memory published;
            published.share = mandates.bodyOf(book, spoke).share;
            published.offset = mandates.bodyOf(book, spoke).offset;
            sent[spoke][epoch] = InForce(published.share, published.offset);
            digests[spoke][epoch] = keccak256(abi.encode(last));
        } catch {}
    }

    /// @notice Any heartbeat sent may arrive; one not above that in force has no effect.
    function arrive(uint256 which, uint256 epoch) public {
        uint64 spoke = spokes[which % 3];
        uint64 last = mandates.lastHeartbeat(spoke).epoch;
        if (epoch > last) epoch = epoch % 2 == 1 ? last : bound(epoch, 0, last);
        if (epoch > epochInForce[spoke]) epochInForce[spoke] = uint64(epoch);
    }

    function report(uint256 which) public {
        uint64 spoke = spokes[which % 3];
        Report memory r = goodReport(spoke);
        r.epoch = epochInForce[spoke];
        r.heartbeatDigest = digests[spoke][r.epoch];
        deliver(spoke, r);
    }
}

contract AllocationInvariantTest is Test {
    uint256 internal constant RANGE = 60e18;
    uint256 internal constant GAP = 6e18;

    AllocationHandler internal handler;

    function setUp() public {
        handler = new AllocationHandler();
        bytes4[] memory selectors = new bytes4[](8);
        selectors[0] = AllocationHandler.start.selector;
        selectors[1] = AllocationHandler.complete.selector;
        selectors[2] = AllocationHandler.publish.selector;
        selectors[3] = AllocationHandler.beat.selector;
        selectors[4] = AllocationHandler.arrive.selector;
        selectors[5] = AllocationHandler.report.selector;
        // Twice, so that moves get through.
        selectors[6] = AllocationHandler.sync.selector;
        selectors[7] = AllocationHandler.sync.selector;
        targetContract(address(handler));
        targetSelector(FuzzSelector(address(handler), selectors));
    }

    /// @notice P17: over whatever epochs the spokes are in, the sum of their targets is within the governed gap of T, for
    /// every T in the book's range.
    function invariant_P17_sumOfTargetsStaysWithinTheGap() public view {
        int256 shares = -1e18;
        int256 offsets;
        for (uint256 i; i < 3; i++) {
            AllocationHandler.InForce memory a = handler.inForce(handler.spokes(i));
            shares += int256(uint256(a.share));
            offsets += a.offset;
        }
        int256 atZero = offsets;
        int256 atMost = offsets + shares * int256(RANGE) / 1e18;
        assertLe(_abs(atZero), GAP);
        assertLe(_abs(atMost), GAP);
    }

    /// @notice P17: settled, shares sum to one and offsets to zero.
    function invariant_P17_settledSumsAreWhole() public view {
        (uint256 shares, int256 offsets, bool moving) = handler.settledSums();
        if (moving) return;
        assertEq(shares, 1e18);
        assertEq(offsets, 0);
    }

    function _abs(int256 value) private pure returns (uint256) {
        return uint256(value < 0 ? -value : value);
    }
}
