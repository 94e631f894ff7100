// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {LocalPushFeed} from "localnet/LocalPushFeed.sol";
import {Desk} from "../base/Desk.sol";
import {Terms} from "../base/Terms.sol";

/// @notice A hundred short calls struck at 3,000 while the price goes up by forty percent in three days. All quote there is
/// came from deposits; the hedge sits on another chain, behind the bridge.
contract WalkTest is Desk {
    uint40 private constant CLOSE = uint40(START + 3 days);

    uint64 private seller;
    uint64 private buyer;
    SeriesId private id = seriesId(Terms.MARKET, CLOSE, 3000e18, false);

    function _open(uint256 cash) private {
        seller = openBook("seller", true, cash);
        buyer = openBook("buyer", false, 100_000e6);
        vm.prank(ownerOf(seller));
        hub.allocations.place(seller, EAST);
    }

    function test_P11_whatCannotBuyItsHedgeIsNotSold() public {
        _open(250_000e6);
        IClearing.Trade memory trade = tradeOf(buyer, seller, id, 100e18, 7_000e6);
        bytes memory bySeller = signTrade(seller, trade);
        bytes memory byBuyer = signTrade(buyer, trade);
        vm.expectPartialRevert(IMarginEngine.BelowFunding.selector);
        hub.clearing.execute(trade, byBuyer, bySeller);
    }

    function test_P5_P14_P20_theWalkEndsHedgedPaidAndWithoutDebt() public {
        _open(450_000e6);
        clear(buyer, seller, id, 100e18, 7_000e6);
        fund(seller, EAST, 250_000e6);
        for (uint256 i; i < 70; i++) {
            vm.warp(block.timestamp + 1 hours);
            movePrice(i < 60 ? price * 10056 / 10000 : price);
            _round();
            if (i >= 59) assertApproxEqRel(standing(seller, EAST).held, 100e18, 0.03e18, "hedged");
        }
        assertGt(price, 4180e18);
        _settle();
        _comeHome();

        (uint256 cash, uint256 debt, uint256 queued) = hub.books.totals();
        assertEq(debt, 0, "bad debt");
        uint256 paidToBuyer = _withdrawAll(buyer);
        uint256 paidToSeller = _withdrawAll(seller);
        // The buyer has its premium's worth of the rise, and the seller's hedge paid for it.
        assertEq(paidToBuyer, 100_000e6 - 7_000e6 + _payoff());
        assertGt(paidToSeller, 410_000e6);
        assertEq(cash, paidToBuyer + paidToSeller);
        assertEq(queued, 0);
        (cash,,) = hub.books.totals();
        assertEq(cash, 0);
        assertEq(at[HUB].quote.totalSupply(), minted, "no quote but what was deposited");
    }

    /// @dev What relayer and strangers do once an hour.
    function _round() private {
        hub.mandates.publish(seller);
        (, uint256 quote) = at[EAST].vault.holdings(seller);
        int256 cash = hub.books.bookOf(seller).cash;
        if (quote < 60_000e6 && cash > 60_000e6) fund(seller, EAST, 50_000e6);
        beat(EAST);
        channel.flush();
        try this.creditStep() {} catch {}
        hedgeIfDue(seller, EAST);
        report(EAST);
        channel.flush();
        prove(seller, EAST);
    }

    function creditStep() external {
        credit(seller, EAST);
    }

    function _payoff() private view returns (uint256) {
        return hub.settlement.payoffPerLot(id) * (100e18 / Terms.LOT);
    }

    function _settle() private {
        vm.warp(CLOSE + 70 minutes);
        refreshFeeds(true);
        for (uint16 i = 1; i <= Terms.settlement().instants; i++) {
            hub.settlement
                .storeInstant(Terms.MARKET, CLOSE, i, _before(at[HUB].basePush), _before(at[HUB].quotePush));
        }
        hub.settlement.finalise(Terms.MARKET, CLOSE);
        uint64[] memory both = new uint64[](2);
        (both[0], both[1]) = (seller, buyer);
        hub.settlement.settle(id, both);
        assertApproxEqRel(_payoff(), 119_500e6, 0.01e18);
    }

    /// @dev The round before the last: all instants lie between the two.
    function _before(LocalPushFeed feed) private view returns (uint80) {
        (uint80 round,,,,) = feed.latestRoundData();
        return round - 1;
    }

    /// @dev The hedge is sold, the quote recalled, proven, collected.
    function _comeHome() private {
        report(EAST);
        channel.flush();
        _round();
        (uint256 base, uint256 quote) = at[EAST].vault.holdings(seller);
        assertLt(base, 0.2e18, "the hedge is rolled off");
        vm.prank(relayer);
        hub.funding.recall(seller, EAST, quote);
        beat(EAST);
        channel.flush();
        returnQuote(seller, EAST);
        channel.flush();
        vm.warp(block.timestamp + 31 minutes);
        report(EAST);
        channel.flush();
        prove(seller, EAST);
        hub.funding.collect(seller, EAST);
    }

    function _withdrawAll(uint64 book) private returns (uint256 paid) {
        address owner = ownerOf(book);
        uint256 cash = uint256(hub.books.bookOf(book).cash);
        vm.prank(owner);
        (paid,) = hub.books.withdraw(book, cash, owner);
        assertEq(at[HUB].quote.balanceOf(owner), paid);
    }
}
