// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {Heartbeat, Report} from "gimbal/types/Message.sol";
import {Desk} from "../base/Desk.sol";

/// @notice The walk of DESIGN, "Why so", on deployed contracts: a book sells 100 calls and the price rises by 40 %. All its
/// money is what owners deposited; its hedge is on another chain.
contract ShortCallWalkTest is Desk {
    uint64 private seller;
    uint64 private buyer;
    uint256 private hedges;

    function setUp() public override {
        super.setUp();
        seller = openBook("seller", true, 330_000e6);
        buyer = openBook("buyer", false, 100_000e6);
        vm.prank(relayer);
        hub.allocations.place(seller, EAST);
    }

    /// @notice With 250k the walk runs out of cash, so the trade is refused before it begins.
    function test_P11_aBookThatCouldNotPayItsWalkCannotBegin() public {
        uint64 poor = openBook("poor", true, 230_000e6);
        IMarginEngine.Assessment memory a = hub.margin.assess(poor);
        assertEq(a.equity.low(), 230_000e18);
        vm.expectPartialRevert(IMarginEngine.BelowFunding.selector);
        this.clearAsOwner(buyer, poor);
    }

    function test_P11_fortyPercentUpEndsHedgedAndPaid() public {
        clear(buyer, seller, call_(3000), 100e18, 20_000e6);
        hub.mandates.publish(seller);
        fund(seller, EAST, 200_000e6);
        _work();
        uint256 start = price;
        for (uint256 i = 1; i <= 40; i++) {
            vm.warp(block.timestamp + 1 hours);
            if (i % 4 == 0) setVol(0.6e18);
            movePrice(start * (100 + i) / 100);
            _topUp();
            _work();
            assertGt(hub.margin.assess(seller).equity.low(), 0);
        }
        IHedgeExecutor.BookView memory v = standing(seller, EAST);
        int256 distance = v.held - v.target;
        assertLe(uint256(distance < 0 ? -distance : distance), v.outer, "hedged");
        assertGt(v.held, 90e18);
        assertGe(hedges, 8);

        IMarginEngine.Assessment memory a = hub.margin.assess(seller);
        assertGt(a.equity.low(), int256(a.requirement), "above maintenance");
        assertGe(a.fundingHave, int256(a.fundingNeed), "able to pay what is left of the walk");
        (, uint256 debt,) = hub.books.totals();
        assertEq(debt, 0, "no debt on the way");
    }

    /// @dev External, so that a revert of the trade alone is expected.
    function clearAsOwner(uint64 to, uint64 from) external {
        clear(to, from, call_(3000), 100e18, 20_000e6);
    }

    /// @dev Moves hub cash to where the hedge needs it.
    function _topUp() private {
        int256 cash = hub.books.bookOf(seller).cash;
        if (cash > 1_000e6) fund(seller, EAST, uint256(cash));
    }

    /// @dev One round of the relayer, with messages delivered at once.
    function _work() private {
        hub.mandates.publish(seller);
        if (_beatDue()) beat(EAST);
        channel.flush();
        if (hub.funding.entry(seller, EAST).sent > at[EAST].vault.ledger(seller).received) {
            credit(seller, EAST);
        }
        if (hedgeIfDue(seller, EAST)) hedges++;
        if (_reportDue()) report(EAST);
        channel.flush();
        prove(seller, EAST);
    }

    function _beatDue() private view returns (bool) {
        Heartbeat memory last = hub.mandates.lastHeartbeat(EAST);
        return last.mandateRoot != hub.mandates.mandateRoot(EAST)
            || last.fundRoot != hub.funding.fundRoot(EAST) || block.timestamp + 2 hours > last.leaseEnd;
    }

    function _reportDue() private view returns (bool) {
        (Report memory last,) = hub.mandates.lastReport(EAST);
        return last.ledgerRoot != at[EAST].vault.ledgerRoot() || block.timestamp > last.time + 30 minutes;
    }
}
