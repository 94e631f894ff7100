// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {MarginModel} from "gimbal/risk/MarginModel.sol";
import {ClaimValue} from "gimbal/risk/margin/ClaimValue.sol";
import {PriceRange} from "gimbal/risk/margin/PriceRange.sol";
import {Claim, Conditions} from "gimbal/types/Margin.sol";
import {Leg} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {Presets} from "./support/Presets.sol";

/// @notice Whatever a spoke may really have done since its report, its worth lies within the interval.
contract ClaimValueTest is Test {
    using ClaimValue for Claim;

    uint256 private constant NOW = 1_800_000_000;
    MarginModel private model = new MarginModel();

    function testFuzz_P11_theTruthLiesWithin(Claim memory c, int256 moved, uint256 price, uint256 spot)
        public
        pure
    {
        c.quote = bound(c.quote, -1e24, 1e24);
        c.base = bound(c.base, -1e21, 1e21);
        c.up = bound(c.up, 0, 1e21);
        c.down = -bound(c.down, 0, 1e21);
        c.priceLow = bound(c.priceLow, 1e18, 1e22);
        c.priceHigh = bound(c.priceHigh, c.priceLow, 2e22);
        spot = bound(spot, 1e17, 1e23);
        moved = bound(moved, c.down, c.up);
        price = bound(price, c.priceLow, c.priceHigh);
        int256 truth = c.quote - moved * int256(price) / 1e18 + (c.base + moved) * int256(spot) / 1e18;
        // Three products are rounded.
        assertGe(truth, c.low(spot) - 3);
        assertLe(truth, c.high(spot) + 3);
        assertLe(c.drag(spot), 0);
    }

    function test_theRangeGrowsWithTheRootOfAge() public pure {
        // 4 * 0.6 * sqrt(1 hour / 365 days) = 2.564 %
        (uint256 low, uint256 high) = PriceRange.since(3000e18, 0.6e18, 1 hours, 4e18);
        assertApproxEqAbs(high, 3076.93e18, 0.01e18);
        assertApproxEqAbs(low, 2925.0e18, 0.01e18);
        assertApproxEqAbs(
            PriceRange.move(0.6e18, 4 hours, 4e18), 2 * PriceRange.move(0.6e18, 1 hours, 4e18), 2
        );
        (low, high) = PriceRange.since(3000e18, 0.6e18, 0, 4e18);
        assertEq(low, 3000e18);
        assertEq(high, 3000e18);
    }

    function test_theIntervalHoldsTheTargetsSinceAndTheBand() public view {
        Claim memory c = model.widen(_reported(10e18), _conditions(1e30));
        // Targets of 100 short calls run from 44.3 at 2930 to 61.1 at 3080, the band is 7 wide.
        assertApproxEqAbs(c.base + c.up, 68.1e18, 0.2e18);
        assertEq(c.down, 0, "the report lies below all of them");
        c = model.widen(_reported(80e18), _conditions(1e30));
        assertApproxEqAbs(c.base + c.down, 37.2e18, 0.2e18);
        assertEq(c.up, 0);
    }

    function test_aSpokeBuysWithWhatItHas() public view {
        Claim memory c = model.widen(_reported(10e18), _conditions(30_000e18));
        assertEq(c.up, 30_000e18 * 1e18 / int256(c.priceLow));
        c = model.widen(_reported(10e18), _conditions(-1));
        assertEq(c.up, 0);
    }

    function test_aSpokeSellsWhatItHolds() public view {
        Claim memory reported = _reported(5e18);
        Conditions memory conditions = _conditions(0);
        conditions.body.legs[0].size = 100e18;
        Claim memory c = model.widen(reported, conditions);
        assertEq(c.down, -5e18, "the target lies below zero");
        c = model.widen(_reported(-2e18), conditions);
        assertEq(c.down, 0);
    }

    function _reported(int256 base) private pure returns (Claim memory) {
        return Claim(100_000e18, base, 0, 0, 2930e18, 3080e18);
    }

    function _conditions(int256 buyable) private pure returns (Conditions memory c) {
        c.body.book = 1;
        c.body.share = 1e18;
        c.body.riskAversion = 0.00049e18;
        c.body.range = 100e18;
        c.body.legs = new Leg[](1);
        c.body.legs[0] = Leg(seriesId(1, uint40(NOW + 14 days), 3000e18, false), -100e18, 0.6e18, 0);
        c.band = Presets.band();
        c.settlement = Presets.settlement();
        c.time = NOW;
        c.buyable = buyable;
    }
}
