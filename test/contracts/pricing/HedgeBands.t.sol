// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {BlackScholes} from "gimbal/pricing/BlackScholes.sol";
import {HedgeBands} from "gimbal/pricing/HedgeBands.sol";
import {HedgeBand} from "gimbal/types/Config.sol";

contract HedgeBandsTest is Test {
    uint256 private constant NO_LIMIT = type(uint128).max;

    /// @dev Against test/vectors/bands.csv: 1e-10 of a plus 1e-15 units, in 1e-27.
    function test_P13_bandsAgreeWithTheReference() public {
        string memory path = "test/vectors/bands.csv";
        assertEq(vm.readLine(path), "costRate,fixedCost,riskAversion,gamma,spot,outer,inner");
        uint256 worst;
        uint256 rows;
        for (string memory line = vm.readLine(path); bytes(line).length != 0; line = vm.readLine(path)) {
            uint256[7] memory f = _numbers(line);
            (uint256 outer, uint256 inner) = HedgeBands.optimum(f[0], uint128(f[1]), f[2], f[3], f[4]);
            uint256 error = FixedPointMathLib.max(
                FixedPointMathLib.dist(outer * 1e9, f[5]), FixedPointMathLib.dist(inner * 1e9, f[6])
            );
            assertLe(error, f[5] / 1e10 + 1e12, line);
            if (f[5] > 1e21 && error * 1e18 / f[5] > worst) worst = error * 1e18 / f[5];
            rows++;
        }
        assertEq(rows, 150);
        emit log_named_uint("largest error of bands above 1e-6 units, 1e-18 of a", worst);
    }

    function test_withoutFixedCostTheBandIsWhalleyAndWilmotts() public pure {
        // (3/2 lambda S Gamma^2 / gamma)^(1/3) with lambda 20 bp, S 3000, Gamma 0.05, gamma 1.5e-4: 150^(1/3)
        (uint256 outer, uint256 inner) = HedgeBands.optimum(0.002e18, 0, 0.00015e18, 0.05e18, 3000e18);
        assertApproxEqAbs(outer, 5.313292845913055588e18, 1e7);
        assertEq(inner, outer);
    }

    function test_withoutProportionalCostTheTradeGoesToTheTarget() public pure {
        // (12 k Gamma^2 / gamma)^(1/4) with k 0.5, Gamma 0.05, gamma 1.5e-4: 100^(1/4)
        (uint256 outer, uint256 inner) = HedgeBands.optimum(0, 0.5e18, 0.00015e18, 0.05e18, 3000e18);
        assertApproxEqRel(outer, 3.162277660168379332e18, 1e8);
        assertEq(inner, 0);
    }

    /// @dev Simulated cost 0.2427 against 0.2434 of the formula at a = 0.7230, b = 0.2200 in unit scaling.
    function test_P13_theBandThatSimulationConfirmed() public pure {
        uint256 p = 0.14999358e18; // 0.723 * 0.22 * 0.943
        uint256 q = 0.120009505961e18; // 0.943 * 0.503^3
        (uint256 outer, uint256 inner) = HedgeBands.optimum(p / 3, uint128(q / 12), 1e18, 1e18, 1e18);
        assertApproxEqAbs(outer, 0.723e18, 1e8);
        assertApproxEqAbs(inner, 0.22e18, 1e8);
    }

    /// @dev docs/pricing.md: 100 calls sold at the money, 30 days, vol 60 %, against a requirement of 75,000.
    function test_theWorkedExampleOfTheDocs() public pure {
        uint256 gamma =
            BlackScholes.evaluate(3000e18, 3000e18, 0.6e18, uint256(30e18) / 365, 0, 0, false).gamma;
        assertApproxEqAbs(100 * gamma, 0.077_022e18, 1e12);
        uint256 aversion = uint256(10e18) / 75_000;
        (uint256 outer, uint256 inner) = HedgeBands.optimum(0.0005e18, 0.5e18, aversion, 100 * gamma, 3000e18);
        assertApproxEqAbs(outer, 6.3218e18, 0.0001e18);
        assertApproxEqAbs(inner, 3.2938e18, 0.0001e18);
        (outer, inner) = HedgeBands.optimum(0.003e18, 0.5e18, aversion, 100 * gamma, 3000e18);
        assertApproxEqAbs(outer, 9.7515e18, 0.0001e18);
        assertApproxEqAbs(inner, 7.2472e18, 0.0001e18);
    }

    function testFuzz_theOptimumSolvesBothEquations(
        uint256 costRate,
        uint256 fixedCost,
        uint256 aversion,
        uint256 gamma
    ) public pure {
        costRate = bound(costRate, 1e13, 1e16);
        fixedCost = bound(fixedCost, 1e15, 1e20);
        aversion = bound(aversion, 1e12, 1e15);
        gamma = bound(gamma, 1e15, 1e18);
        (uint256 a, uint256 b) = HedgeBands.optimum(costRate, uint128(fixedCost), aversion, gamma, 3000e18);
        assertGe(a, b);
        uint256 square = FixedPointMathLib.fullMulDiv(gamma, gamma, aversion); // Gamma^2 / gamma
        uint256 p = 3 * FixedPointMathLib.fullMulDiv(costRate * 3000, square, 1e18);
        uint256 q = 12 * FixedPointMathLib.fullMulDiv(fixedCost, square, 1e18);
        assertApproxEqRel(_product(_product(a, b), a + b), p, 1e9, "P");
        uint256 gap = a - b;
        assertApproxEqRel(_product(_product(gap, gap), _product(gap, a + b)), q, 1e9, "Q");
    }

    function testFuzz_P13_neverRevertsAndKeepsItsLimits(
        HedgeBand memory terms,
        uint256 riskAversion,
        uint256 absGamma,
        uint256 spot,
        uint256 range,
        uint256 variance
    ) public pure {
        (uint256 outer, uint256 inner) = HedgeBands.band(terms, riskAversion, absGamma, spot, range, variance);
        uint256 share = FixedPointMathLib.min(range, NO_LIMIT) * terms.capShare / 1e18;
        uint256 cap = FixedPointMathLib.max(terms.floor, FixedPointMathLib.min(terms.cap, share));
        assertLe(terms.floor, inner);
        assertLe(inner, outer);
        assertLe(outer, cap);
    }

    function testFuzz_theLimitsClampWhatThereIsWithoutThem(
        HedgeBand memory terms,
        uint256 riskAversion,
        uint256 absGamma,
        uint256 range,
        uint256 variance
    ) public pure {
        terms.costRate = uint128(bound(terms.costRate, 0, 0.1e18));
        terms.fixedCost = uint128(bound(terms.fixedCost, 0, 100e18));
        terms.floor = uint128(bound(terms.floor, 0, 10e18));
        terms.cap = uint128(bound(terms.cap, 0, 100e18));
        terms.capShare = uint128(bound(terms.capShare, 0, 1e18));
        riskAversion = bound(riskAversion, 1e10, 1e16);
        absGamma = bound(absGamma, 0, 1e18);
        range = bound(range, 0, 100e18);
        variance = bound(variance, 0, 0.1e18);
        (uint256 outer, uint256 inner) =
            HedgeBands.band(terms, riskAversion, absGamma, 3000e18, range, variance);
        HedgeBand memory free =
            HedgeBand(0, terms.costRate, terms.fixedCost, 0, uint128(NO_LIMIT), uint128(NO_LIMIT));
        (uint256 a, uint256 b) = HedgeBands.band(free, riskAversion, absGamma, 3000e18, NO_LIMIT, variance);
        uint256 cap = FixedPointMathLib.min(terms.cap, range * terms.capShare / 1e18);
        assertEq(outer, FixedPointMathLib.max(terms.floor, FixedPointMathLib.min(a, cap)));
        assertEq(inner, FixedPointMathLib.max(terms.floor, FixedPointMathLib.min(b, cap)));
    }

    function test_theFloorWinsOverACapBelowIt() public pure {
        HedgeBand memory terms = HedgeBand(10e18, 0.0005e18, 0.2e18, 0.5e18, 20e18, 0.05e18);
        (uint256 outer, uint256 inner) = HedgeBands.band(terms, 0.0001e18, 0.05e18, 3000e18, 1e18, 0);
        assertEq(outer, 0.5e18);
        assertEq(inner, 0.5e18);
    }

    function test_theCapIsTheSmallerOfBoth() public pure {
        HedgeBand memory terms = HedgeBand(10e18, 0.0005e18, 0.2e18, 0.01e18, 20e18, 0.05e18);
        (uint256 outer, uint256 inner) = HedgeBands.band(terms, 1, 10e18, 3000e18, 100e18, 0);
        assertEq(outer, 5e18);
        assertEq(inner, 5e18);
        (outer,) = HedgeBands.band(terms, 1, 10e18, 3000e18, 10_000e18, 0);
        assertEq(outer, 20e18);
    }

    function test_withoutGammaTheFloorHolds() public pure {
        HedgeBand memory terms = HedgeBand(10e18, 0.0005e18, 0.2e18, 0.01e18, 20e18, 0.05e18);
        (uint256 outer, uint256 inner) = HedgeBands.band(terms, 0.0001e18, 0, 3000e18, 100e18, 0);
        assertEq(outer, 0.01e18);
        assertEq(inner, 0.01e18);
    }

    function _product(uint256 x, uint256 y) private pure returns (uint256) {
        return FixedPointMathLib.fullMulDiv(x, y, 1e18);
    }

    function _numbers(string memory line) private pure returns (uint256[7] memory f) {
        string[] memory parts = vm.split(line, ",");
        for (uint256 i; i < 7; i++) {
            f[i] = vm.parseUint(parts[i]);
        }
    }
}
