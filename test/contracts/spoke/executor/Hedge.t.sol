// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {VenueStatus} from "gimbal/types/Config.sol";
import {Ledger} from "gimbal/types/Ledger.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {LeaseState} from "gimbal/types/Message.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

contract HedgeTest is ExecutorFixture {
    function setUp() public override {
        super.setUp();
        give(7, 400_000e6);
    }

    function body() internal pure returns (MandateBody memory) {
        return bodyOf(7, -100e18);
    }

    function test_P1_walksFromBeyondTheOuterToTheInnerBand() public {
        IHedgeExecutor.BookView memory at = evaluate(body());
        assertGt(uint256(-(at.held - at.target)), at.outer, "starts outside");
        assertTrue(at.active);
        int256 need = needOf(body());
        assertEq(hedge(body(), need), need);
        at = evaluate(body());
        int256 y = at.held - at.target;
        assertLt(y, 0, "on its side");
        assertLe(uint256(-y), at.inner);
        assertGe(uint256(-y) + LOT, at.inner);
        assertFalse(at.active);
        assertFalse(exec.isActive(7));
        Ledger memory ledger = vault.ledger(7);
        assertEq(ledger.bought, uint256(need));
        assertApproxEqRel(ledger.paid, uint256(need) * 3000 / 1e12, 0.02e18);
        requireConserved();
    }

    function test_P1_sellsWhenTheTargetFalls() public {
        hedge(body(), needOf(body()));
        moveTo(2700e18);
        int256 need = needOf(body());
        assertLt(need, 0);
        hedge(body(), need);
        assertGt(distance(body()), 0, "on its side");
        assertEq(vault.ledger(7).sold, uint256(-need));
        requireConserved();
    }

    function test_P1_slicesGoOnInsideTheOuterBand_untilTheInner() public {
        int256 need = needOf(body());
        int256 y = distance(body());
        uint256 inner = evaluate(body()).inner;
        uint256 outer = evaluate(body()).outer;
        int256 slice = need / 3;
        hedge(body(), slice);
        assertTrue(exec.isActive(7), "active while slices walk");
        for (uint256 i; i < 12 && exec.isActive(7); i++) {
            vm.warp(block.timestamp + 60);
            int256 left = needOf(body());
            hedge(body(), left < need / 10 ? left : need / 10);
            assertGt(distance(body()), y, "strictly nearer");
            y = distance(body());
        }
        assertLt(inner + 1e18, outer, "the bands are apart");
        assertLe(uint256(-distance(body())), evaluate(body()).inner);
        vm.warp(block.timestamp + 60);
        y = distance(body());
        outer = evaluate(body()).outer;
        hedgeReverts(body(), 1e17, abi.encodeWithSelector(IHedgeExecutor.InsideBand.selector, 7, y, outer));
    }

    function test_P1_refusesInsideTheBand() public {
        hedge(body(), needOf(body()));
        vm.warp(block.timestamp + 60);
        int256 y = distance(body());
        hedgeReverts(
            body(),
            1e17,
            abi.encodeWithSelector(IHedgeExecutor.InsideBand.selector, 7, y, evaluate(body()).outer)
        );
    }

    function test_P1_refusesTheWrongDirection() public {
        int256 y = distance(body());
        hedgeReverts(
            body(), -1e18, abi.encodeWithSelector(IHedgeExecutor.WrongDirection.selector, 7, y, -1e18)
        );
        hedgeReverts(body(), 0, abi.encodeWithSelector(IHedgeExecutor.WrongDirection.selector, 7, y, 0));
    }

    function testFuzz_P1_neverPastTheInnerBandByMoreThanALot(uint256 amount) public {
        int256 need = needOf(body());
        int256 y = distance(body());
        uint256 inner = evaluate(body()).inner;
        int256 base = int256(bound(amount, LOT, 60e18));
        assertEq(hedge(body(), base), base < need ? base : need, "no further than the need");
        assertGt(distance(body()), y);
        assertGe(uint256(-distance(body())), inner);
    }

    /// @dev A stranger who fills a little in front leaves the order too large; the hedge is done all the same.
    function test_P16_aFillInFrontDoesNotMakeTheOrderFail() public {
        int256 need = needOf(body());
        fill(body(), int256(LOT), 0);
        assertEq(hedge(body(), need), need - int256(LOT));
        assertFalse(exec.isActive(7));
    }

    function test_P2_needsALeaseThatIsNotPausedAndAPrice() public {
        int256 need = needOf(body());
        control.setLease(LeaseState.HOLD);
        hedgeReverts(
            body(), need, abi.encodeWithSelector(IHedgeExecutor.LeaseEnded.selector, LeaseState.HOLD)
        );
        control.setLease(LeaseState.GRACE);
        control.setPausedUntil(uint64(block.timestamp + 1));
        hedgeReverts(
            body(), need, abi.encodeWithSelector(IHedgeExecutor.SpokePaused.selector, block.timestamp + 1)
        );
        control.setPausedUntil(uint64(block.timestamp));
        oracle.refuse("stale");
        hedgeReverts(body(), need, "stale");
        oracle.refuse("");
        assertEq(hedge(body(), need), need, "GRACE trades towards the target");
    }

    function test_onlyTheRelayer() public {
        IHedgeExecutor.BookCall[] memory calls = only(body());
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vm.prank(stranger);
        exec.hedge(calls, new bytes[](0), orderOf(1e18), uint64(block.timestamp));
    }

    function test_refusesPastItsDeadline() public {
        IHedgeExecutor.BookCall[] memory calls = only(body());
        uint64 deadline = uint64(block.timestamp - 1);
        vm.expectRevert(abi.encodeWithSelector(IHedgeExecutor.Expired.selector, deadline, block.timestamp));
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(1e18), deadline);
    }

    function test_refusesABodyThatIsNotInForce() public {
        IHedgeExecutor.BookCall[] memory calls = only(body());
        calls[0].body.legs[0].size = -200e18;
        vm.expectPartialRevert(ISpokeControl.NotUnderMandateRoot.selector);
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(1e18), uint64(block.timestamp));
    }

    function test_refusesAnotherMarket() public {
        MandateBody memory other = body();
        other.market = 2;
        hedgeReverts(other, 1e18, abi.encodeWithSelector(IHedgeExecutor.MixedMarkets.selector, MARKET, 2));
    }

    function test_refusesTheSameBookTwice_andUnsortedBooks() public {
        IHedgeExecutor.BookCall[] memory calls = new IHedgeExecutor.BookCall[](2);
        calls[0] = callOf(body());
        calls[1] = calls[0];
        vm.expectRevert(abi.encodeWithSelector(IHedgeExecutor.DuplicateBook.selector, 7));
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orderOf(1e18), uint64(block.timestamp));
    }

    function test_refusesEmptyCalls() public {
        vm.expectRevert(IHedgeExecutor.NothingToDo.selector);
        hedge(new IHedgeExecutor.BookCall[](0), orderOf(1e18));
        IHedgeExecutor.BookCall[] memory calls = only(body());
        vm.expectRevert(IHedgeExecutor.NothingToDo.selector);
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), new IHedgeExecutor.VenueOrder[](0), uint64(block.timestamp));
    }

    function test_refusesUnknownAndSuspendedVenues() public {
        IHedgeExecutor.BookCall[] memory calls = only(body());
        IHedgeExecutor.VenueOrder[] memory orders = orderOf(1e18);
        orders[0].venue = 99;
        vm.expectRevert(abi.encodeWithSelector(IHedgeExecutor.VenueNotActive.selector, 99));
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orders, uint64(block.timestamp));
        config.venues[0].status = VenueStatus.SUSPENDED;
        control.setMarket(config);
        hedgeReverts(body(), 1e18, abi.encodeWithSelector(IHedgeExecutor.VenueNotActive.selector, VENUE));
    }

    function test_refusesBeyondTheVenuesClip_alsoInParts() public {
        config.venues[0].clip = 5e18;
        control.setMarket(config);
        hedgeReverts(
            body(), 6e18, abi.encodeWithSelector(IHedgeExecutor.VenueClipExceeded.selector, VENUE, 6e18, 5e18)
        );
        IHedgeExecutor.BookCall[] memory calls = only(body());
        IHedgeExecutor.VenueOrder[] memory orders = new IHedgeExecutor.VenueOrder[](2);
        (orders[0], orders[1]) = (orderOf(3e18)[0], orderOf(3e18)[0]);
        vm.expectRevert(abi.encodeWithSelector(IHedgeExecutor.VenueClipExceeded.selector, VENUE, 6e18, 5e18));
        vm.prank(relayer);
        exec.hedge(calls, new bytes[](0), orders, uint64(block.timestamp));
    }

    function test_refusesBeyondTheMarketsClip() public {
        config.limits.clip = 5e18;
        control.setMarket(config);
        hedgeReverts(body(), 6e18, abi.encodeWithSelector(IHedgeExecutor.ClipExceeded.selector, 6e18, 5e18));
        hedge(body(), 5e18);
    }

    function test_refusesWithinTheInterval() public {
        hedge(body(), 1e18);
        vm.warp(block.timestamp + 59);
        hedgeReverts(body(), 1e18, abi.encodeWithSelector(IHedgeExecutor.IntervalNotOver.selector, 59, 60));
        vm.warp(block.timestamp + 1);
        hedge(body(), 1e18);
        assertEq(exec.lastHedge(MARKET), block.timestamp);
    }

    /// @dev The pool is 1.5 % dearer than the oracle: nothing trades there within 1 %.
    function test_aPoolBeyondTheSlippageLimitTradesNothing() public {
        pushPool(pool, base, quote, PRICE * 1015 / 1000, true);
        hedgeReverts(body(), 1e18, abi.encodeWithSelector(IHedgeExecutor.NothingToDo.selector));
    }

    function test_aTradeStopsAtTheSlippageLimit() public {
        removeLiquidity(pool, 1e19 - 1e16);
        int256 need = needOf(body());
        int256 done = hedge(body(), need);
        assertGt(done, 0);
        assertLt(done, need, "partly done");
        Ledger memory ledger = vault.ledger(7);
        assertLe(uint256(ledger.paid) * 1e30 / ledger.bought, PRICE * 101 / 100);
        assertTrue(exec.isActive(7), "and goes on");
    }

    function test_respectsTheRelayersTighterLimit() public {
        IHedgeExecutor.BookCall[] memory calls = only(body());
        IHedgeExecutor.VenueOrder[] memory orders = orderOf(50e18);
        orders[0].priceLimit = PRICE * 10007 / 10000;
        int256 done = hedge(calls, orders)[0];
        assertLt(done, 50e18);
        Ledger memory ledger = vault.ledger(7);
        assertLe(uint256(ledger.paid) * 1e30 / ledger.bought, PRICE * 10007 / 10000);
    }

    function test_P5_aBookWithTooLittleQuoteTradesWhatItCarries() public {
        MandateBody memory poor = bodyOf(8, -100e18);
        give(8, 30_000e6);
        int256 done = hedge(poor, 9.8e18);
        assertEq(done, 9.8e18);
        vm.warp(block.timestamp + 60);
        (, uint256 left) = vault.holdings(8);
        assertApproxEqRel(hedge(poor, 5e18), int256(left) * 1e12 / 3030, 0.0001e18, "at the worst price");
        vm.warp(block.timestamp + 60);
        hedgeReverts(poor, 5e18, abi.encodeWithSelector(IHedgeExecutor.NothingToDo.selector));
        requireConserved();
    }

    function test_unusedValueComesBack() public {
        oracle.setFee(0.1 ether);
        vm.deal(relayer, 1 ether);
        IHedgeExecutor.BookCall[] memory calls = only(body());
        vm.prank(relayer);
        exec.hedge{value: 1 ether}(calls, new bytes[](0), orderOf(1e18), uint64(block.timestamp));
        assertEq(relayer.balance, 0.9 ether);
    }

    function test_tellsTheWholeExecution() public {
        IHedgeExecutor.BookView memory at = evaluate(body());
        int256 need = needOf(body());
        vm.recordLogs();
        hedge(body(), need);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        bytes32 topic = IHedgeExecutor.Hedged.selector;
        for (uint256 i; i < logs.length; i++) {
            if (logs[i].topics[0] != topic) continue;
            assertEq(uint256(logs[i].topics[1]), 7);
            assertEq(uint256(logs[i].topics[2]), 1, "epoch");
            IHedgeExecutor.Execution memory done = abi.decode(logs[i].data, (IHedgeExecutor.Execution));
            assertEq(done.market, MARKET);
            assertEq(done.time, block.timestamp);
            assertEq(done.price, PRICE);
            assertEq(done.before, 0);
            assertEq(done.target, at.target);
            assertEq(done.outer, at.outer);
            assertEq(done.inner, at.inner);
            assertEq(done.afterwards, need);
            assertEq(done.base, need);
            assertEq(done.quote, -int256(uint256(vault.ledger(7).paid)) * 1e12);
            assertEq(done.cost, -done.quote - done.base * 3000);
            assertGt(done.cost, 0);
            assertEq(done.venueRoot, keccak256(abi.encode(orderOf(need))));
            assertEq(done.configDigest, keccak256(abi.encode(config)));
            return;
        }
        revert("no Hedged");
    }

    function test_storageLivesAtItsFormula() public view {
        bytes32 slot = keccak256(abi.encode(uint256(keccak256("gimbal.storage.HedgeExecutor")) - 1))
            & ~bytes32(uint256(0xff));
        assertEq(address(uint160(uint256(vm.load(address(exec), slot)))), address(control), "first field");
    }
}
