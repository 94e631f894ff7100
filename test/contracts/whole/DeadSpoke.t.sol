// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {LeaseState} from "gimbal/types/Message.sol";
import {Desk} from "../base/Desk.sol";

/// @notice A spoke that nobody hears of for twelve hours, and what becomes of its books.
contract DeadSpokeTest is Desk {
    uint64 private seller;
    uint64 private other;
    uint64 private buyer;
    int256 private left;

    function setUp() public override {
        super.setUp();
        seller = openBook("seller", true, 900_000e6);
        other = openBook("other", true, 700_000e6);
        buyer = openBook("buyer", false, 2_000_000e6);
        _begin(seller, EAST);
        _begin(other, HUB);
        left = standing(seller, EAST).held;
        _silence(true);
        _pass(12);
    }

    function _begin(uint64 book, uint64 chain) private {
        vm.prank(ownerOf(book));
        hub.allocations.place(book, chain);
        clear(buyer, book, call_(3000), 100e18, 20_000e6);
        hub.mandates.publish(book);
        fund(book, chain, 350_000e6);
        beat(chain);
        channel.flush();
        credit(book, chain);
        hedgeIfDue(book, chain);
        report(chain);
        channel.flush();
        prove(book, chain);
    }

    function _silence(bool on) private {
        for (uint8 f; f < FAMILIES; f++) {
            channel.silence(f, on);
        }
    }

    /// @dev Hours in which the hub's own spoke goes on as ever and the price rises by half a percent each.
    function _pass(uint256 hours_) private {
        for (uint256 i; i < hours_; i++) {
            vm.warp(block.timestamp + 1 hours);
            setVol(0.6e18);
            movePrice(price * 1005 / 1000);
            hub.mandates.publish(other);
            try hub.mandates.heartbeat(EAST) {} catch {}
            mirror_();
            hedgeIfDue(other, HUB);
            report(HUB);
            prove(other, HUB);
        }
    }

    function mirror_() private {
        beat(HUB);
        channel.collect();
    }

    function test_P2_itHoldsAndTradesNoMore() public {
        assertEq(uint8(at[EAST].control.leaseState()), uint8(LeaseState.HOLD));
        (, IHedgeExecutor.BookCall memory c) = bookCall(seller, EAST);
        vm.expectRevert(abi.encodeWithSelector(IHedgeExecutor.LeaseEnded.selector, LeaseState.HOLD));
        this.hedgeExternally(c);
        assertEq(standing(seller, EAST).held, left);
    }

    function hedgeExternally(IHedgeExecutor.BookCall memory c) external {
        hedge(c, EAST, 1e18);
    }

    function test_othersAreHedgedAllTheWhile() public view {
        IHedgeExecutor.BookView memory v = standing(other, HUB);
        assertFalse(v.active);
        assertGt(v.held, left);
    }

    function test_P21_itsBookTakesNoNewRisk() public {
        IClearing.Trade memory more = tradeOf(buyer, seller, call_(3000), 1e18, 200e6);
        bytes memory bySeller = signTrade(seller, more);
        bytes memory byBuyer = signTrade(buyer, more);
        vm.expectPartialRevert(IMandateBook.ReportTooOld.selector);
        hub.clearing.execute(more, byBuyer, bySeller);
    }

    function test_P17_aStrangerMovesTheHedgeHome() public {
        vm.prank(address(0xBEEF));
        hub.allocations.retireDead(seller, EAST, HUB, new bytes32[](0));
        IAllocationBook.Allocation memory east = hub.allocations.allocation(seller, EAST);
        IAllocationBook.Allocation memory home = hub.allocations.allocation(seller, HUB);
        assertEq(east.share, 0);
        assertEq(home.share, 1e18);
        assertEq(int256(east.offset), left);
        assertEq(int256(home.offset), -left);

        fund(seller, HUB, 200_000e6);
        beat(HUB);
        credit(seller, HUB);
        assertTrue(hedgeIfDue(seller, HUB));
        IHedgeExecutor.BookView memory v = standing(seller, HUB);
        assertApproxEqAbs(v.held, v.target, v.inner + 0.02e18);
    }

    function test_P4_oneReportAndOneHeartbeatBringItBack() public {
        _silence(false);
        channel.loseAll();
        report(EAST);
        channel.flush();
        hub.mandates.publish(seller);
        beat(EAST);
        channel.flush();
        assertEq(uint8(at[EAST].control.leaseState()), uint8(LeaseState.LIVE));
        assertTrue(hedgeIfDue(seller, EAST));
    }
}
