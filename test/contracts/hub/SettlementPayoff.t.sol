// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ISettlement} from "gimbal/interfaces/ISettlement.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {SettlementFixture} from "./support/SettlementFixture.sol";

/// @notice Each series settles once, at one price, and sums to zero to the wei (P20).
contract SettlementPayoffTest is SettlementFixture {
    uint64 private a;
    uint64 private b;
    uint64 private c;

    function setUp() public override {
        super.setUp();
        a = openFor(alice, 1_000_000e6);
        b = openFor(bob, 1_000_000e6);
        c = openFor(makeAddr("carol"), 1_000_000e6);
    }

    function test_P20_callsPayWhatIsAboveTheStrike() public {
        trade(a, b, call(3000), 10e18, 0);
        settleAt(3100.123456789e18);
        vm.expectEmit(address(settler));
        emit ISettlement.PositionSettled(call(3000), a, 10e18, 1001.234e6);
        settler.settle(call(3000), _both());
        // 1.001234 per lot of 0.01, rounded down, a thousand lots.
        assertEq(cashOf(a), 1_000_000e6 + 1001.234e6);
        assertEq(cashOf(b), 1_000_000e6 - 1001.234e6);
    }

    function test_P20_putsPayWhatIsBelowIt() public {
        SeriesId put = seriesId(MARKET, EXPIRY, 3000e18, true);
        trade(a, b, put, 10e18, 0);
        settleAt(2900e18);
        settler.settle(put, _both());
        assertEq(cashOf(a), 1_001_000e6);
        assertEq(settler.payoffPerLot(put), 1e6);
        assertEq(settler.payoffPerLot(call(3000)), 0);
    }

    function test_P20_aPositionIsPaidOnce() public {
        trade(a, b, call(3000), 10e18, 0);
        settleAt(3100e18);
        uint64[] memory twice = new uint64[](4);
        (twice[0], twice[1], twice[2], twice[3]) = (a, a, b, c);
        settler.settle(call(3000), twice);
        settler.settle(call(3000), twice);
        assertEq(cashOf(a), 1_001_000e6);
        assertEq(cashOf(b), 999_000e6);
        assertEq(cashOf(c), 1_000_000e6);
        assertEq(books.positions(a).length, 0);
    }

    function test_nothingIsPaidBeforeThePriceIsSettled() public {
        trade(a, b, call(3000), 10e18, 0);
        store(1, 3100e18);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotSettled.selector, MARKET, EXPIRY));
        settler.settle(call(3000), _both());
    }

    function testFuzz_P20_payoffsSumToZeroToTheWei(uint256 price, uint16[3] memory lots, bool put) public {
        price = bound(price, 1e18, 20_000e18);
        SeriesId series = seriesId(MARKET, EXPIRY, 3000e18 + 7, put);
        _tradeLots(a, b, series, lots[0]);
        _tradeLots(b, c, series, lots[1]);
        _tradeLots(c, a, series, lots[2]);
        settleAt(price);
        uint64[] memory all = new uint64[](3);
        (all[0], all[1], all[2]) = (a, b, c);
        settler.settle(series, all);
        assertEq(cashOf(a) + cashOf(b) + cashOf(c), 3_000_000e6);
    }

    function _tradeLots(uint64 buyer, uint64 seller, SeriesId series, uint16 lots) private {
        // At most 20 options: a payoff of 340,000 stays within cash and the debt cap.
        int128 size = int128(uint128(uint256(lots) % 2000)) * int128(LOT);
        if (size != 0) trade(buyer, seller, series, size, 0);
    }

    function _both() private view returns (uint64[] memory list) {
        list = new uint64[](2);
        (list[0], list[1]) = (a, b);
    }
}
