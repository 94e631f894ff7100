// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {Netting} from "gimbal/spoke/Netting.sol";
import {Ledger} from "gimbal/types/Ledger.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

/// @notice Books with opposite needs: 7 and 8 start short of base, 9 holds too much.
contract NettingTest is ExecutorFixture {
    int128 internal overhang = 40e18;

    function setUp() public override {
        super.setUp();
        give(7, 400_000e6);
        give(8, 400_000e6);
        give(9, 400_000e6);
        hedge(overweight(), needOf(overweight()));
        vm.warp(block.timestamp + 60);
    }

    /// @dev An offset that is later taken back leaves book 9 with `overhang` too much.
    function overweight() internal view returns (MandateBody memory body) {
        body = bodyOf(9, -20e18);
        body.offset = overhang;
    }

    function three() internal pure returns (MandateBody[] memory bodies) {
        bodies = new MandateBody[](3);
        bodies[0] = bodyOf(7, -60e18);
        bodies[1] = bodyOf(8, -30e18);
        bodies[2] = bodyOf(9, -20e18);
    }

    function needsOf(MandateBody[] memory bodies) internal view returns (int256[] memory needs) {
        needs = new int256[](bodies.length);
        for (uint256 i; i < bodies.length; i++) {
            IHedgeExecutor.BookView memory at = evaluate(bodies[i]);
            int256 y = at.held - at.target;
            needs[i] = y < 0 ? -y - int256(at.inner) : -y + int256(at.inner);
        }
    }

    function test_oppositeNeedsCrossInside_theRestGoesToTheVenue_atOnePrice() public {
        MandateBody[] memory bodies = three();
        int256[] memory needs = needsOf(bodies);
        assertTrue(needs[0] > 0 && needs[1] > 0 && needs[2] < 0);
        int256 net = needs[0] + needs[1] + needs[2];
        assertGt(net, int256(LOT), "buyers want more than the seller has");
        vm.recordLogs();
        int256[] memory base = hedge(callsOf(bodies), orderOf(net));
        assertEq(base[0] + base[1] + base[2], net, "to the wei");
        assertEq(base[2], needs[2], "the lighter side is served whole");
        assertApproxEqAbs(base[0], needs[0], 2);
        assertApproxEqAbs(base[1], needs[1], 2);
        requireConserved();
        (Ledger memory a, Ledger memory b) = (vault.ledger(7), vault.ledger(8));
        assertApproxEqRel(
            uint256(a.paid) * 1e18 / a.bought, uint256(b.paid) * 1e18 / b.bought, 1e9, "one price for a side"
        );
        uint256 crossed = _crossedAt(vm.getRecordedLogs());
        assertEq(crossed, uint256(-needs[2]));
    }

    function _crossedAt(Vm.Log[] memory logs) internal view returns (uint256 crossed) {
        for (uint256 i; i < logs.length; i++) {
            if (logs[i].topics[0] != IHedgeExecutor.Crossed.selector) continue;
            uint256 price;
            (crossed, price) = abi.decode(logs[i].data, (uint256, uint256));
            assertEq(price, venue.mid(pool, address(base), address(quote)), "venue mid before fee");
        }
    }

    function test_crossesWithoutAnyVenue() public {
        removeLiquidity(pool, 1e19);
        MandateBody[] memory bodies = three();
        int256[] memory needs = needsOf(bodies);
        uint256 quoteBefore = quote.balanceOf(address(vault));
        int256[] memory base = hedge(callsOf(bodies), new IHedgeExecutor.VenueOrder[](0));
        assertEq(base[0] + base[1] + base[2], 0);
        assertEq(base[2], needs[2]);
        assertApproxEqAbs(base[0] * needs[1], base[1] * needs[0], 1e21, "pro rata to need");
        assertEq(quote.balanceOf(address(vault)), quoteBefore, "no token moved");
        requireConserved();
    }

    function test_crossingPriceIsClampedToTheOracle_P6() public {
        pushPool(pool, base, quote, PRICE * 2, true);
        MandateBody[] memory bodies = three();
        Ledger memory before = vault.ledger(9);
        hedge(callsOf(bodies), new IHedgeExecutor.VenueOrder[](0));
        Ledger memory ledger = vault.ledger(9);
        assertApproxEqRel(
            uint256(ledger.got - before.got) * 1e30 / (ledger.sold - before.sold), PRICE * 101 / 100, 1e10
        );
    }

    function test_withoutAVenueThatAnswers_theOraclePriceCrosses() public {
        config.venues[0].pool = address(this);
        control.setMarket(config);
        Ledger memory before = vault.ledger(9);
        hedge(callsOf(three()), new IHedgeExecutor.VenueOrder[](0));
        Ledger memory ledger = vault.ledger(9);
        assertApproxEqRel(uint256(ledger.got - before.got) * 1e30 / (ledger.sold - before.sold), PRICE, 1e10);
    }

    function test_anOrderAgainstTheNetIsLeftOut_andTheBooksCross() public {
        int256[] memory base = hedge(callsOf(three()), orderOf(-1e18));
        assertEq(base[0] + base[1] + base[2], 0);
        requireConserved();
    }

    function test_withoutACrossing_theNetDecidesTheDirection() public {
        MandateBody[] memory bodies = new MandateBody[](2);
        (bodies[0], bodies[1]) = (bodyOf(7, -60e18), bodyOf(8, -30e18));
        IHedgeExecutor.BookCall[] memory calls = callsOf(bodies);
        vm.expectPartialRevert(IHedgeExecutor.WrongDirection.selector);
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(-1e18), uint64(block.timestamp));
    }

    /// @dev The order was made for both books; whoever owns book 8 fills it just before.
    function test_P16_aBookFilledInFrontLeavesTheOrderGoodForTheOthers() public {
        MandateBody[] memory bodies = new MandateBody[](2);
        (bodies[0], bodies[1]) = (bodyOf(7, -60e18), bodyOf(8, -30e18));
        int256[] memory needs = needsOf(bodies);
        fill(bodies[1], needs[1], 0);
        int256[] memory base = hedge(callsOf(bodies), orderOf(needs[0] + needs[1]));
        assertEq(base[0], needs[0], "as if the other had not been in the batch");
        assertEq(base[1], 0);
        requireConserved();
    }

    /// @dev The net was to buy; without book 7 it sells, and what is left crosses.
    function test_P16_aBookFilledInFrontThatTurnsTheNetLeavesTheCrossing() public {
        MandateBody[] memory bodies = three();
        int256[] memory needs = needsOf(bodies);
        assertTrue(needs[0] + needs[1] + needs[2] > 0 && needs[1] + needs[2] < 0);
        fill(bodies[0], needs[0], 0);
        int256[] memory base = hedge(callsOf(bodies), orderOf(needs[0] + needs[1] + needs[2]));
        assertEq(base[0], 0);
        assertEq(base[1], needs[1]);
        assertEq(base[2], -needs[1]);
        requireConserved();
    }

    /// @dev Nothing of the batch could be traded. It takes no turn of the interval: the hedge that is left goes at once.
    function test_P16_aNetTurnedWithNothingToCrossFailsAndTakesNoTurn() public {
        MandateBody[] memory bodies = three();
        int256[] memory needs = needsOf(bodies);
        int256 net = needs[0] + needs[1] + needs[2];
        assertTrue(net > 0 && needs[2] < 0);
        fill(bodies[0], needs[0], 0);
        fill(bodies[1], needs[1], 0);
        IHedgeExecutor.BookCall[] memory calls = callsOf(bodies);
        vm.expectPartialRevert(IHedgeExecutor.WrongDirection.selector);
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(net), uint64(block.timestamp));
        int256[] memory base = hedge(calls, orderOf(needs[2]));
        assertEq(base[0], 0);
        assertEq(base[1], 0);
        assertEq(base[2], needs[2]);
        requireConserved();
    }

    /// @dev With few base decimals a dust need has a share of the quote but none of the base.
    function test_P16_dustSharesInNothing() public pure {
        int256[] memory needs = new int256[](2);
        (needs[0], needs[1]) = (-1, -1e10);
        (int256[] memory b, int256[] memory q) = (new int256[](2), new int256[](2));
        Netting.share(needs, false, 1e10 + 1, 5e9, 3_000_000e6, b, q);
        assertEq(b[0], 0);
        assertEq(q[0], 0);
        assertEq(b[1], -5e9);
        assertEq(q[1], 3_000_000e6);
    }

    /// @dev Whoever owns book 8 fills it just before, or closes it: the others are hedged all the same.
    function test_P1_P16_aBookBackInsideItsBandIsSkipped_andStopsNobody() public {
        MandateBody[] memory bodies = three();
        bodies[1].legs[0].size = 0;
        IHedgeExecutor.BookCall[] memory calls = callsOf(bodies);
        Ledger memory before = vault.ledger(8);
        vm.expectEmit(address(exec));
        emit IHedgeExecutor.Skipped(8, 0, evaluate(bodies[1]).outer);
        int256[] memory base = hedge(calls, orderOf(-1e18));
        assertGt(base[0], 10e18);
        assertEq(base[2], -base[0] - 1e18, "book 9 gives what book 7 needs, and a bit to the venue");
        assertEq(base[1], 0);
        assertEq(keccak256(abi.encode(vault.ledger(8))), keccak256(abi.encode(before)), "not touched");
        requireConserved();
    }

    function test_P16_aBookWithoutMeansIsSkipped() public {
        MandateBody[] memory bodies = new MandateBody[](2);
        (bodies[0], bodies[1]) = (bodyOf(6, -60e18), bodyOf(7, -60e18));
        int256[] memory base = hedge(callsOf(bodies), orderOf(1e18));
        assertEq(base[0], 0, "no quote here");
        assertEq(base[1], 1e18);
        requireConserved();
    }

    function test_P1_aSkippedBookForgetsThatItWasActive() public {
        MandateBody[] memory bodies = three();
        hedge(callsOf(bodies), orderOf(1e18));
        assertTrue(exec.isActive(8), "on its way");
        vm.warp(block.timestamp + 60);
        bodies[1].offset = int128(distance(bodies[1]));
        hedge(callsOf(bodies), orderOf(1e18));
        assertEq(distance(bodies[1]), 0);
        assertFalse(exec.isActive(8));
    }

    function test_P1_oneBookAtLeastMustNeedATrade() public {
        MandateBody[] memory bodies = new MandateBody[](2);
        (bodies[0], bodies[1]) = (bodyOf(7, 0), bodyOf(8, 0));
        IHedgeExecutor.BookCall[] memory calls = callsOf(bodies);
        vm.expectPartialRevert(IHedgeExecutor.InsideBand.selector);
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(1e18), uint64(block.timestamp));
    }

    function test_refusesBooksOutOfOrder() public {
        IHedgeExecutor.BookCall[] memory calls = callsOf(three());
        (calls[0], calls[1]) = (calls[1], calls[0]);
        vm.expectRevert(abi.encodeWithSelector(IHedgeExecutor.DuplicateBook.selector, 7));
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(1e18), uint64(block.timestamp));
    }

    function testFuzz_shares_makeAndLoseNothing(uint256 seed, uint8 count) public pure {
        uint256 n = uint256(count) % 12 + 1;
        int256[] memory needs = new int256[](n);
        for (uint256 i; i < n; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            needs[i] = int256(seed % 1e24) - 5e23;
        }
        (uint256 buys, uint256 sells) = Netting.totals(needs);
        bool buying = buys >= sells;
        uint256 total = buying ? buys : sells;
        uint256 base = seed % (total + 1);
        uint256 quote = (seed >> 128) % 1e15;
        (int256[] memory b, int256[] memory q) = (new int256[](n), new int256[](n));
        Netting.share(needs, buying, total, base, quote, b, q);
        (int256 sumBase, int256 sumQuote) = (int256(0), int256(0));
        for (uint256 i; i < n; i++) {
            (sumBase, sumQuote) = (sumBase + b[i], sumQuote + q[i]);
            if ((needs[i] > 0) != buying) assertTrue(b[i] == 0 && q[i] == 0, "other side untouched");
            else assertTrue(buying ? b[i] >= 0 && q[i] <= 0 : b[i] <= 0 && q[i] >= 0);
        }
        assertEq(sumBase, buying ? int256(base) : -int256(base));
        assertEq(sumQuote, buying ? -int256(quote) : int256(quote));
    }

    function testFuzz_P5_conservesWhateverTheBooks(uint256 seed) public {
        MandateBody[] memory bodies = three();
        bodies[0].legs[0].size = -int128(int256(40e18 + seed % 80e18));
        bodies[1].legs[0].size = -int128(int256(40e18 + (seed >> 64) % 40e18));
        int256[] memory needs = needsOf(bodies);
        int256 net = needs[0] + needs[1] + needs[2];
        int256 part = net * int256((seed >> 128) % 101) / 100;
        IHedgeExecutor.VenueOrder[] memory orders =
            part == 0 || (part > 0) != (net > 0) ? new IHedgeExecutor.VenueOrder[](0) : orderOf(part);
        int256[] memory done = hedge(callsOf(bodies), orders);
        requireConserved();
        for (uint256 i; i < 3; i++) {
            assertTrue(done[i] != 0 && (done[i] > 0) == (needs[i] > 0), "every book nearer");
            assertLe(done[i] > 0 ? done[i] - needs[i] : needs[i] - done[i], int256(LOT));
        }
    }
}
