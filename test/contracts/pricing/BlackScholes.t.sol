// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";

contract BlackScholesTest is Test {
    uint256 private constant MONTH = uint256(30e18) / 365;

    function testFuzz_P13_neverReverts(
        uint256 spot,
        uint256 strike,
        uint256 vol,
        uint256 tau,
        int256 rate,
        int256 yield_,
        bool put
    ) public pure {
        _evaluateBoth([spot, strike, vol, tau], [rate, yield_], put);
    }

    function testFuzz_P13_saturatesOutsideItsDomain(
        uint256 vol,
        uint256 tau,
        int256 rate,
        int256 yield_,
        bool put
    ) public pure {
        vol = bound(vol, 10e18, type(uint256).max);
        tau = bound(tau, 10e18, type(uint256).max);
        rate = bound(rate, 1e18, type(int256).max);
        yield_ = bound(yield_, type(int256).min, -1e18);
        _assertEq(
            BlackScholes.evaluate(3000e18, 2900e18, vol, tau, rate, yield_, put),
            BlackScholes.evaluate(3000e18, 2900e18, 10e18, 10e18, 1e18, -1e18, put)
        );
        _assertEq(
            BlackScholes.evaluate(type(uint256).max, 2900e18, 1e18, tau, 0, 0, put),
            BlackScholes.evaluate((1 << 112) - 1, 2900e18, 1e18, tau, 0, 0, put)
        );
        _assertEq(
            BlackScholes.evaluate(3000e18, type(uint256).max, 1e18, tau, 0, 0, put),
            BlackScholes.evaluate(3000e18, (1 << 112) - 1, 1e18, tau, 0, 0, put)
        );
    }

    function testFuzz_P13_callLessPutIsForwardLessStrikeToTheLastDigit(
        uint256 spot,
        uint256 strike,
        uint256 vol,
        uint256 tau
    ) public pure {
        spot = bound(spot, 0, 1e33);
        strike = bound(strike, 0, 1e33);
        BlackScholes.Greeks memory call = BlackScholes.evaluate(spot, strike, vol, tau, 0, 0, false);
        BlackScholes.Greeks memory put = BlackScholes.evaluate(spot, strike, vol, tau, 0, 0, true);
        assertEq(int256(call.price) - int256(put.price), int256(spot) - int256(strike));
        assertEq(call.delta - put.delta, 1e18);
        assertEq(call.gamma, put.gamma);
        assertEq(call.vega, put.vega);
        assertEq(call.theta, put.theta);
    }

    function testFuzz_P13_parityHoldsWithCarry(
        uint256 spot,
        uint256 strike,
        uint256 vol,
        uint256 tau,
        int256 rate,
        int256 yield_
    ) public pure {
        BlackScholes.Greeks memory call = BlackScholes.evaluate(spot, strike, vol, tau, rate, yield_, false);
        BlackScholes.Greeks memory put = BlackScholes.evaluate(spot, strike, vol, tau, rate, yield_, true);
        // Without time value, at the same discounting.
        BlackScholes.Greeks memory asset = BlackScholes.evaluate(spot, 0, vol, tau, rate, yield_, false);
        BlackScholes.Greeks memory bond = BlackScholes.evaluate(0, strike, vol, tau, rate, yield_, true);
        assertEq(int256(call.price) - int256(put.price), int256(asset.price) - int256(bond.price));
        assertEq(call.delta - put.delta, asset.delta);
    }

    function testFuzz_priceRisesWithVolAndStaysWithinItsBounds(
        uint256 spot,
        uint256 strike,
        uint256 vol,
        uint256 more,
        uint256 tau
    ) public pure {
        spot = bound(spot, 1e12, 1e27);
        strike = bound(strike, 1e12, 1e27);
        vol = bound(vol, 0, 10e18);
        more = bound(more, vol, 10e18);
        BlackScholes.Greeks memory low = BlackScholes.evaluate(spot, strike, vol, tau, 0, 0, false);
        BlackScholes.Greeks memory high = BlackScholes.evaluate(spot, strike, more, tau, 0, 0, false);
        uint256 slack = 4 + (spot > strike ? spot : strike) / 1e18;
        assertLe(low.price, high.price + slack);
        assertLe(high.price, spot);
        assertGe(low.price, spot > strike ? spot - strike : 0);
        assertTrue(low.delta >= 0 && low.delta <= 1e18);
    }

    function test_P13_withoutTimeTheValueIsIntrinsic() public pure {
        BlackScholes.Greeks memory g = BlackScholes.evaluate(3000e18, 2900e18, 0.8e18, 0, 0.05e18, 0, false);
        _assertEq(g, BlackScholes.Greeks(100e18, 1e18, 0, 0, -145e18));
        g = BlackScholes.evaluate(3000e18, 2900e18, 0.8e18, 0, 0.05e18, 0, true);
        _assertEq(g, BlackScholes.Greeks(0, 0, 0, 0, 0));
    }

    function test_P13_atTheMoneyWithoutWidthDeltaIsHalf() public pure {
        BlackScholes.Greeks memory g = BlackScholes.evaluate(3000e18, 3000e18, 0, 0, 0, 0, false);
        _assertEq(g, BlackScholes.Greeks(0, 0.5e18, 0, 0, 0));
        g = BlackScholes.evaluate(3000e18, 3000e18, 0, 0, 0, 0, true);
        _assertEq(g, BlackScholes.Greeks(0, -0.5e18, 0, 0, 0));
    }

    function test_P13_deepOptionsReachTheirLimits() public pure {
        BlackScholes.Greeks memory g = BlackScholes.evaluate(1e24, 1e18, 0.5e18, MONTH, 0, 0, false);
        _assertEq(g, BlackScholes.Greeks(1e24 - 1e18, 1e18, 0, 0, 0));
        g = BlackScholes.evaluate(1e18, 1e24, 0.5e18, MONTH, 0, 0, false);
        _assertEq(g, BlackScholes.Greeks(0, 0, 0, 0, 0));
    }

    function testFuzz_P13_zeroSpotAndZeroStrike(uint256 amount, uint256 vol, uint256 tau) public pure {
        amount = bound(amount, 1, 1e33);
        BlackScholes.Greeks memory g = BlackScholes.evaluate(0, amount, vol, tau, 0, 0, true);
        _assertEq(g, BlackScholes.Greeks(amount, -1e18, 0, 0, 0));
        g = BlackScholes.evaluate(0, amount, vol, tau, 0, 0, false);
        _assertEq(g, BlackScholes.Greeks(0, 0, 0, 0, 0));
        g = BlackScholes.evaluate(amount, 0, vol, tau, 0, 0, false);
        _assertEq(g, BlackScholes.Greeks(amount, 1e18, 0, 0, 0));
        g = BlackScholes.evaluate(amount, 0, vol, tau, 0, 0, true);
        _assertEq(g, BlackScholes.Greeks(0, 0, 0, 0, 0));
        g = BlackScholes.evaluate(0, 0, vol, tau, 0, 0, false);
        _assertEq(g, BlackScholes.Greeks(0, 1e18, 0, 0, 0));
    }

    /// @dev Random words are seldom small: the corners of every argument, together.
    function test_P13_neverRevertsAtAnyCorner() public pure {
        uint256[6] memory amounts = [uint256(0), 1, 1e6, 1e18, (1 << 112) - 1, type(uint256).max];
        uint256[5] memory sizes = [uint256(0), 1, 1e9, 1e18, type(uint256).max];
        int256[5] memory rates = [type(int256).min, -1e18, int256(0), 1, type(int256).max];
        for (uint256 i; i < 6 * 6 * 5 * 5 * 5; i++) {
            _evaluateBoth(
                [amounts[i % 6], amounts[i / 6 % 6], sizes[i / 36 % 5], sizes[i / 180 % 5]],
                [rates[i / 900], rates[i / 7 % 5]],
                i % 2 == 0
            );
        }
    }

    function _evaluateBoth(uint256[4] memory a, int256[2] memory rates, bool put) private pure {
        BlackScholes.Greeks memory g = BlackScholes.evaluate(a[0], a[1], a[2], a[3], rates[0], rates[1], put);
        BlackScholes.Quote memory q;
        (q.call, q.put, q.callDelta, q.putDelta) = (1, 2, 3, 4);
        (q.gamma, q.vega, q.callTheta, q.putTheta) = (5, 6, 7, 8);
        BlackScholes.quote(q, a[0], a[1], a[2], a[3], rates[0], rates[1]);
        assertEq(g.price, put ? q.put : q.call);
        assertEq(g.delta, put ? q.putDelta : q.callDelta);
        assertEq(g.gamma, q.gamma);
        assertEq(g.vega, q.vega);
        assertEq(g.theta, put ? q.putTheta : q.callTheta);
    }

    function _assertEq(BlackScholes.Greeks memory a, BlackScholes.Greeks memory b) private pure {
        assertEq(a.price, b.price, "price");
        assertEq(a.delta, b.delta, "delta");
        assertEq(a.gamma, b.gamma, "gamma");
        assertEq(a.vega, b.vega, "vega");
        assertEq(a.theta, b.theta, "theta");
    }
}
