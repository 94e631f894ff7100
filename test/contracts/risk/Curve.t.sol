// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {Logarithm} from "gimbal/pricing/Logarithm.sol";
import {Curve, CurveValue} from "gimbal/risk/margin/Curve.sol";
import {Leg} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";

/// @notice Scenario prices and targets against the library that hub and spokes share.
contract CurveTest is Test {
    using CurveValue for Curve;

    uint256 private constant NOW = 1_800_000_000;

    function testFuzz_P13_agreesWithBlackScholes(
        uint256 spot,
        uint256 strike,
        uint256 left,
        uint256 vol,
        uint256 multiple,
        bool put
    ) public pure {
        spot = bound(spot, 1e15, 1e24);
        strike = bound(strike, spot / 20, spot * 20);
        left = bound(left, 0, 730 days);
        vol = bound(vol, 0.01e18, 5e18);
        multiple = bound(multiple, 0.01e18, 10e18);
        Leg memory leg = Leg(seriesId(1, uint40(NOW + left), uint128(strike), put), 1e18, uint64(vol), 0);
        Curve memory curve = CurveValue.along(leg, spot, NOW);
        uint256 moved = spot * multiple / 1e18;
        int256 shift = Logarithm.lnRatio(multiple, 1e18);
        uint256 v = curve.width(vol);
        BlackScholes.Greeks memory g =
            BlackScholes.evaluate(moved, strike, vol, left * 1e18 / 365 days, 0, 0, put);
        uint256 scale = moved > strike ? moved : strike;
        assertApproxEqAbs(curve.price(moved, shift, v), g.price, 3 + scale / 1e15);
        // A spot of 1e13 wei or more carries its logarithm to 1e-13; delta moves by at most that over the width.
        if (v > uint256(1 << 96) / 1000) assertApproxEqAbs(curve.delta(shift, v), g.delta, 1e9);
    }

    /// @notice Beyond ten years both saturate. At 60 % the variance to the last of these expiries is 2^192, to a second:
    /// a word that wraps would make it an option without time.
    function test_P13_farExpiriesSaturateAlike() public pure {
        uint40[3] memory lefts = [uint40(11 * 365 days), 1000 * 365 days, 549_874_112_020];
        for (uint256 i; i < lefts.length; i++) {
            Leg memory leg = Leg(seriesId(1, uint40(NOW) + lefts[i], 6000e18, false), 1e18, 0.6e18, 0);
            Curve memory curve = CurveValue.along(leg, 3000e18, NOW);
            uint256 v = curve.width(0.6e18);
            BlackScholes.Greeks memory g = BlackScholes.evaluate(
                3000e18, 6000e18, 0.6e18, uint256(lefts[i]) * 1e18 / 365 days, 0, 0, false
            );
            assertApproxEqAbs(curve.price(3000e18, 0, v), g.price, 1e7);
            assertApproxEqAbs(curve.delta(0, v), g.delta, 1e9);
        }
    }

    function test_P13_limitsAreExact() public pure {
        Leg memory leg = Leg(seriesId(1, uint40(NOW), 3000e18, false), 1e18, 0.6e18, 0);
        Curve memory curve = CurveValue.along(leg, 3000e18, NOW);
        assertEq(curve.width(0.6e18), 0);
        assertEq(curve.price(3300e18, Logarithm.lnRatio(1.1e18, 1e18), 0), 300e18);
        assertEq(curve.delta(Logarithm.lnRatio(1.1e18, 1e18), 0), 1e18);
        assertEq(curve.delta(0, 0), 0.5e18);
        assertEq(curve.price(2700e18, Logarithm.lnRatio(0.9e18, 1e18), 0), 0);
    }

    /// @notice Carry moves the strike: a call on 3000 at 10 % for a year is one on 3000 / e^0.1.
    function test_carryDiscountsTheStrike() public pure {
        Leg memory leg = Leg(seriesId(1, uint40(NOW + 365 days), 3000e18, false), 1e18, 0.6e18, 0.1e18);
        Curve memory curve = CurveValue.along(leg, 3000e18, NOW);
        BlackScholes.Greeks memory g = BlackScholes.evaluate(3000e18, 3000e18, 0.6e18, 1e18, 0.1e18, 0, false);
        assertApproxEqAbs(curve.price(3000e18, 0, curve.width(0.6e18)), g.price, 1e6);
        assertApproxEqAbs(curve.delta(0, curve.width(0.6e18)), g.delta, 1e6);
    }

    function testFuzz_P13_priceNeverReverts(Leg memory leg, uint128 spot, uint64 multiple) public pure {
        leg.carry = int64(bound(leg.carry, -1e18, 1e18));
        Curve memory curve = CurveValue.along(leg, spot, NOW);
        multiple = uint64(bound(multiple, 0.01e18, 10e18));
        uint256 price = curve.price(
            uint256(spot) * multiple / 1e18, Logarithm.lnRatio(multiple, 1e18), curve.width(leg.vol)
        );
        assertLe(price, 1 << 113);
    }
}
