// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {HedgeBands} from "gimbal/pricing/HedgeBands.sol";
import {HedgeBand} from "gimbal/types/Config.sol";

/// @notice What the end of a book adds to its band.
contract HorizonBandTest is Test {
    uint256 private constant NO_LIMIT = type(uint128).max;

    /// @dev Against test/vectors/ending-bands.csv: 1e-10 of a plus 2e-15 units, in 1e-27. Widths beyond 1e9 units are unbounded.
    function test_P13_bandsAgreeWithTheReference() public view {
        string[] memory lines = vm.split(vm.readFile("test/vectors/ending-bands.csv"), "\n");
        assertEq(lines[0], "costRate,fixedCost,riskAversion,gamma,spot,variance,outer,inner");
        uint256 bounded;
        for (uint256 i = 1; i <= 150; i++) {
            uint256[8] memory f = _numbers(lines[i]);
            (uint256 outer, uint256 inner) = _band(f[0], f[1], f[2], f[3], f[4], f[5]);
            if (f[6] > 1e36) {
                assertGe(outer, 0.9e27, lines[i]);
                continue;
            }
            uint256 error = FixedPointMathLib.max(
                FixedPointMathLib.dist(outer * 1e9, f[6]), FixedPointMathLib.dist(inner * 1e9, f[7])
            );
            assertLe(error, f[6] / 1e10 + 2e12, lines[i]);
            bounded++;
        }
        assertGt(bounded, 100);
    }

    /// @dev docs/pricing.md: the book of HedgeBandsTest thirty days and one day before its expiry.
    function test_theWorkedExampleOfTheDocs() public pure {
        uint256 aversion = uint256(10e18) / 75_000;
        uint256 variance = uint256(0.36e18) * 30 / 365;
        (uint256 outer, uint256 inner) = _band(0.0005e18, 0.5e18, aversion, 0.077_022e18, 3000e18, variance);
        assertApproxEqAbs(outer, 6.3687e18, 0.0001e18);
        assertApproxEqAbs(inner, 3.336e18, 0.0001e18);
        (outer, inner) = _band(0.0005e18, 0.5e18, aversion, 0, 3000e18, variance);
        assertApproxEqAbs(inner, 0.0422e18, 0.0001e18);
        assertApproxEqAbs(outer - inner, 0.1678e18, 0.0001e18);
        (, inner) = _band(0.0005e18, 0.5e18, aversion, 0, 3000e18, variance / 30);
        assertApproxEqAbs(inner, 1.2674e18, 0.0001e18);
    }

    /// @dev gamma S v = 1.5e-4 * 3000 * 0.002 = 9e-4: h = 0.0006 / 9e-4, d = sqrt(2 * 0.54 / (9e-4 * 3000)).
    function test_withoutGammaItIsTheLastTrade() public pure {
        (uint256 outer, uint256 inner) = _band(0.0006e18, 0.54e18, 0.00015e18, 0, 3000e18, 0.002e18);
        assertApproxEqAbs(inner, 0.666666666666666667e18, 10);
        assertApproxEqAbs(outer - inner, 0.632455532033675867e18, 1e7);
    }

    function test_onceNothingLivesItIsTheEndlessBand() public pure {
        (uint256 outer, uint256 inner) = _band(0.0006e18, 0.54e18, 0.00015e18, 0.05e18, 3000e18, 0);
        (uint256 a, uint256 b) = HedgeBands.optimum(0.0006e18, 0.54e18, 0.00015e18, 0.05e18, 3000e18);
        assertEq(outer, a);
        assertEq(inner, b);
        (outer, inner) = _band(0.0006e18, 0.54e18, 0.00015e18, 0, 3000e18, 0);
        assertEq(outer, 0);
        assertEq(inner, 0);
    }

    function test_withoutRiskAversionOrSpotItIsUnbounded() public pure {
        (uint256 outer, uint256 inner) = _band(0.0006e18, 0.54e18, 0, 0, 3000e18, 0.002e18);
        assertGe(inner, 1e27);
        assertGe(outer, inner);
        (outer, inner) = _band(0.0006e18, 0.54e18, 0.00015e18, 0, 0, 0.002e18);
        assertGe(inner, 1e27);
        assertGe(outer, inner);
        (outer, inner) = _band(0, 0.54e18, 0.00015e18, 0, 0, 0.002e18);
        assertEq(inner, 0);
        assertEq(outer, NO_LIMIT);
    }

    function test_muchVarianceLeavesTheEndlessBand() public pure {
        (uint256 outer, uint256 inner) = _band(0.0006e18, 0.54e18, 0.00015e18, 0.05e18, 3000e18, 1000e18);
        (uint256 a, uint256 b) = HedgeBands.optimum(0.0006e18, 0.54e18, 0.00015e18, 0.05e18, 3000e18);
        assertApproxEqRel(outer, a, 1e12);
        assertApproxEqRel(inner, b, 1e12);
    }

    /// @dev But for the errors of two last roots.
    function testFuzz_itWidensAsTheBookEnds(
        uint256 costRate,
        uint256 fixedCost,
        uint256 aversion,
        uint256 gamma,
        uint256 variance,
        uint256 later
    ) public pure {
        costRate = bound(costRate, 0, 0.05e18);
        fixedCost = bound(fixedCost, 0, 1000e18);
        aversion = bound(aversion, 1e9, 1e18);
        gamma = bound(gamma, 0, 10e18);
        variance = bound(variance, 1, 100e18);
        later = bound(later, 1, variance);
        (uint256 a, uint256 b) = HedgeBands.optimum(costRate, uint128(fixedCost), aversion, gamma, 3000e18);
        (uint256 outer, uint256 inner) = _band(costRate, fixedCost, aversion, gamma, 3000e18, variance);
        assertGe(inner, b);
        assertGe(outer + outer / 25e9 + 2, a);
        assertGe(outer, inner);
        (uint256 wider, uint256 stop) = _band(costRate, fixedCost, aversion, gamma, 3000e18, later);
        assertGe(stop, inner);
        assertGe(wider + wider / 25e9 + 2, outer);
    }

    function _band(
        uint256 costRate,
        uint256 fixedCost,
        uint256 riskAversion,
        uint256 gamma,
        uint256 spot,
        uint256 variance
    ) private pure returns (uint256, uint256) {
        HedgeBand memory terms =
            HedgeBand(0, uint128(costRate), uint128(fixedCost), 0, uint128(NO_LIMIT), 1e18);
        return HedgeBands.band(terms, riskAversion, gamma, spot, NO_LIMIT, variance);
    }

    function _numbers(string memory line) private pure returns (uint256[8] memory f) {
        string[] memory parts = vm.split(line, ",");
        for (uint256 i; i < 8; i++) {
            f[i] = vm.parseUint(parts[i]);
        }
    }
}
