// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice Differences to values of test/vectors (200-digit arithmetic), in units of 1e-27, against the bounds that
/// BlackScholes states.
contract BlackScholesAccuracyTest is Test {
    using FixedPointMathLib for uint256;

    struct Row {
        uint256 spot;
        uint256 strike;
        uint256 vol;
        uint256 tau;
        int256 rate;
        int256 yield_;
        bool put;
        int256[5] results;
    }

    uint256 private constant WEI = 1e9;

    /// @dev Largest excess over the wei allowed, relative to the scale of the bound, in 1e-27.
    uint256[5] private worst;

    function test_P13_errorsStayWithinTheirBoundsOnTheGrid() public {
        _check("grid");
    }

    function test_P13_errorsStayWithinTheirBoundsAnywhereInTheDomain() public {
        _check("scattered");
    }

    function test_P13_errorsStayWithinTheirBoundsWhereGreeksLive() public {
        _check("alive");
    }

    function test_P13_limitsAreExact() public {
        _check("limits");
    }

    function _check(string memory name) private {
        string memory path = string.concat("test/vectors/black-scholes/", name, ".csv");
        assertEq(vm.readLine(path), "spot,strike,vol,tau,rate,yield,put,price,delta,gamma,vega,theta");
        uint256 rows;
        for (string memory line = vm.readLine(path); bytes(line).length != 0; line = vm.readLine(path)) {
            _compare(_row(vm.split(line, ",")));
            rows++;
        }
        assertGt(rows, 200);
        emit log_named_uint("price error / max(A, B), 1e-27", worst[0]);
        emit log_named_uint("delta error / e^(-q tau), 1e-27", worst[1]);
        emit log_named_uint("gamma error / (e^(-q tau) / (S vol sqrt tau)), 1e-27", worst[2]);
        emit log_named_uint("vega error / A, 1e-27", worst[3]);
        emit log_named_uint("theta error / scale, 1e-27", worst[4]);
    }

    function _compare(Row memory r) private {
        BlackScholes.Greeks memory g =
            BlackScholes.evaluate(r.spot, r.strike, r.vol, r.tau, r.rate, r.yield_, r.put);
        uint256 factor = _discount(r.yield_, r.tau);
        uint256 a = r.spot.fullMulDiv(factor, 1e18) + 1;
        uint256 b = r.strike.fullMulDiv(_discount(r.rate, r.tau), 1e18) + 1;
        _within(0, int256(g.price), r, 2, FixedPointMathLib.max(a, b));
        _within(1, g.delta, r, 2, factor);
        uint256 width = (r.vol * r.vol * r.tau).sqrt(); // 27 decimals
        _within(2, int256(g.gamma), r, 2, width == 0 ? 0 : factor.fullMulDiv(1e45, r.spot * width));
        _within(3, int256(g.vega), r, 2, a);
        uint256 decay = r.tau == 0 ? 0 : a.fullMulDiv(r.vol, (r.tau * 1e18).sqrt() + 1);
        uint256 carry = (FixedPointMathLib.abs(r.rate) * b + FixedPointMathLib.abs(r.yield_) * a) / 1e18;
        _within(4, g.theta, r, 4, decay + carry);
    }

    /// @dev |got - result| <= wei + 1e-18 * scale, and the measure of what exceeds the wei.
    function _within(uint256 i, int256 got, Row memory r, uint256 wei_, uint256 scale) private {
        uint256 error = FixedPointMathLib.dist(got * int256(WEI), r.results[i]);
        uint256 allowance = wei_ * WEI;
        if (error <= allowance) return;
        uint256 relative = (error - allowance).fullMulDiv(1e18, scale + 1);
        if (relative > worst[i]) worst[i] = relative;
        if (relative > WEI) {
            emit log_named_int("got", got);
            emit log_named_int("reference, 1e-27", r.results[i]);
            emit log_named_uint("greek", i);
            emit log_named_uint("spot", r.spot);
            emit log_named_uint("strike", r.strike);
            emit log_named_uint("vol", r.vol);
            emit log_named_uint("tau", r.tau);
        }
        assertLe(relative, WEI);
    }

    function _discount(int256 rate, uint256 tau) private pure returns (uint256) {
        return uint256(FixedPointMathLib.expWad(-(rate * int256(tau)) / 1e18));
    }

    function _row(string[] memory f) private pure returns (Row memory r) {
        (r.spot, r.strike, r.vol, r.tau) =
        (vm.parseUint(f[0]), vm.parseUint(f[1]), vm.parseUint(f[2]), vm.parseUint(f[3]));
        (r.rate, r.yield_, r.put) = (vm.parseInt(f[4]), vm.parseInt(f[5]), vm.parseUint(f[6]) == 1);
        for (uint256 i; i < 5; i++) {
            r.results[i] = vm.parseInt(f[7 + i]);
        }
    }
}
