// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {IGuardian} from "gimbal/interfaces/IGuardian.sol";
import {Desk} from "../base/Desk.sol";

/// @notice What the guardian's stop of everything does to the deployed whole, and what it does not.
contract StopsTest is Desk {
    uint64 private seller;
    uint64 private buyer;
    uint64 private empty;

    function setUp() public override {
        super.setUp();
        seller = openBook("seller", true, 600_000e6);
        buyer = openBook("buyer", false, 600_000e6);
        empty = openBook("empty", false, 0);
        vm.prank(ownerOf(seller));
        hub.allocations.place(seller, EAST);
        clear(buyer, seller, call_(3000), 50e18, 10_000e6);
    }

    function _stop(IGuardian.Stop what) private {
        IGuardian.Stop[] memory list = new IGuardian.Stop[](1);
        list[0] = what;
        vm.prank(guardian);
        hub.guardian.stop(list, 1 days);
    }

    function _stopAll() private {
        IGuardian.Stop[] memory list = new IGuardian.Stop[](3);
        (list[0], list[1], list[2]) = (IGuardian.Stop.RISK, IGuardian.Stop.SERIES, IGuardian.Stop.DEPOSITS);
        vm.prank(guardian);
        hub.guardian.stop(list, 1 days);
    }

    function _refused(IClearing.Trade memory trade, IGuardian.Stop what) private {
        bytes memory bought = signTrade(trade.buyer, trade);
        bytes memory sold = signTrade(trade.seller, trade);
        vm.expectRevert(abi.encodeWithSelector(IGuardian.Stopped.selector, what, hub.guardian.stoppedUntil()));
        hub.clearing.execute(trade, bought, sold);
    }

    function test_P7_aStopRefusesNewRiskAndLetsItBeReduced() public {
        _stop(IGuardian.Stop.RISK);
        uint256 before = hub.margin.requirement(seller);
        _refused(tradeOf(buyer, seller, call_(3000), 10e18, 2_000e6), IGuardian.Stop.RISK);
        clear(seller, buyer, call_(3000), 20e18, 4_000e6);
        assertLt(hub.margin.requirement(seller), before);
        vm.warp(hub.guardian.stoppedUntil());
        setVol(0.6e18);
        refreshFeeds(true);
        clear(buyer, seller, call_(3000), 10e18, 2_000e6);
    }

    function test_P7_aStopOfSeriesLeavesThoseThereAre() public {
        _stop(IGuardian.Stop.SERIES);
        _refused(tradeOf(buyer, seller, call_(3200), 10e18, 2_000e6), IGuardian.Stop.SERIES);
        clear(buyer, seller, call_(3000), 10e18, 2_000e6);
    }

    function test_P7_aStopOfDepositsLeavesTopUps() public {
        _stop(IGuardian.Stop.DEPOSITS);
        mintQuote(address(this), 100e6);
        at[HUB].quote.approve(address(hub.books), 100e6);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGuardian.Stopped.selector, IGuardian.Stop.DEPOSITS, hub.guardian.stoppedUntil()
            )
        );
        hub.books.deposit(empty, 100e6);
        hub.books.deposit(seller, 100e6);
    }

    function test_P7_hedgesPublishingFundingAndWithdrawalsGoOnUnderAStop() public {
        _stopAll();
        hub.mandates.publish(seller);
        fund(seller, EAST, 200_000e6);
        beat(EAST);
        channel.flush();
        credit(seller, EAST);
        assertTrue(hedgeIfDue(seller, EAST));
        report(EAST);
        channel.flush();
        assertTrue(prove(seller, EAST));
        uint256 had = at[HUB].quote.balanceOf(ownerOf(buyer));
        vm.prank(ownerOf(buyer));
        hub.books.withdraw(buyer, 100_000e6, ownerOf(buyer));
        assertEq(at[HUB].quote.balanceOf(ownerOf(buyer)) - had, 100_000e6);
    }
}
