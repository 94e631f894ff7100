// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {Closeness} from "gimbal/pricing/Closeness.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

contract ClosenessTest is Test {
    /// @dev Of 150 decimals, rounded.
    function test_P13_itAgreesWithManyDigits() public pure {
        _assertNear(1000000000000000000, 1000000000000000000, 0, 0);
        _assertNear(3000000000000000000000, 3000000000000000000001, 0, -1902996923607946508077397);
        _assertNear(5192296858534827628530496329220095, 5192296858534827628530496329220094, 1, 1105220618547);
        _assertNear(
            3000000000000000000000,
            2950000000000000000000,
            -16666666666666666666666666666666667,
            801837171967448884935013980512219647687968
        );
        _assertNear(
            1,
            5192296858534827628530496329220095,
            20000000000000000000000000000000000000,
            -329023320527124053137205262502014754308978535777
        );
        _assertNear(
            5192296858534827628530496329220095,
            1,
            -20000000000000000000000000000000000000,
            329023320527124053137205262502014754308978535777
        );
        _assertNear(
            7000000000000000000, 10000000000000000000, 1, -2036253963130333512832765586570646719934349491
        );
        _assertNear(
            14000000000000000000, 10000000000000000000, -1, 1920916893508959733791057092518410110782578731
        );
        _assertNear(
            500000000000000000000,
            300000000000000000000,
            123456789,
            2916298771580371789175746708251151618242524782
        );
        _assertNear(
            123456789,
            987654321987654321,
            -5000000000000000000000000000000000000,
            -158725399886225278507339430613508235214787014189
        );
    }

    function testFuzz_P13_itIsOdd(uint256 a, uint256 b, int256 p) public pure {
        a = bound(a, 1, 2 ** 112);
        b = bound(b, 1, 2 ** 112);
        p = bound(p, -2e37, 2e37);
        uint256 slack = FixedPointMathLib.abs(Closeness.moneyness(a, b, 0)) >> 117;
        assertApproxEqAbs(Closeness.moneyness(b, a, -p), -Closeness.moneyness(a, b, p), 8 + slack);
    }

    /// @dev At its forward to the wei a call of any vol has a delta of a half, and of what width moves it.
    function test_P13_carryThatCancelsLeavesDeltaItsDigits() public pure {
        // S = K e^(-r tau) with r = 0.6, tau = 1, K = 1e15: d1 is within 3e-16 of 0 at a vol of 1e-18.
        _assertHalf(1);
        _assertHalf(1e6);
        _assertHalf(1e12);
    }

    function _assertHalf(uint256 vol) private pure {
        BlackScholes.Greeks memory g =
            BlackScholes.evaluate(548811636094026432628458917232568, 1e33, vol, 1e18, 0.6e18, 0, false);
        // phi(0) (v / 2 + 1e-33 / v), 18 decimals
        assertApproxEqAbs(g.delta, 0.5e18 + int256(vol * 199471140200716339 / 1e18), 3 + 400 / vol);
    }

    function _assertNear(uint256 a, uint256 b, int256 p, int256 expected) private pure {
        int256 ln = expected - (p * 2 ** 112 / 1e36) * 2 ** 40;
        assertApproxEqAbs(Closeness.moneyness(a, b, p), expected, 8 + (FixedPointMathLib.abs(ln) >> 118));
    }
}
