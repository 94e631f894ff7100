// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {LibString} from "solady/utils/LibString.sol";
import {Svi} from "gimbal/pricing/Svi.sol";
import {Smile} from "gimbal/types/Smile.sol";

contract SviTest is Test {
    /// @dev test/vectors/svi.csv comes from the relayer's reference in floats; it has no node whose sign is rounding.
    function test_P13_variancesAndButterfliesAreThoseOfTheReference() public {
        string memory path = "test/vectors/svi.csv";
        assertEq(vm.readLine(path), "a,b,rho,m,sigma,years,k,variance,g");
        uint256 rows;
        uint256 butterflies;
        for (string memory line = vm.readLine(path); bytes(line).length != 0; line = vm.readLine(path)) {
            int256[9] memory f = _numbers(line);
            Smile memory s =
                Smile(1, int96(f[0]), uint96(uint256(f[1])), int64(f[2]), int96(f[3]), uint96(uint256(f[4])));
            (int256 v, int256 g) = Svi.durrleman(s, f[6], f[5]);
            assertEq(v, Svi.variance(s, f[6]));
            // Floats of the reference and their rounding to nine decimals.
            assertLe(FixedPointMathLib.dist(v, f[7]), 1e9 + FixedPointMathLib.abs(f[7]) / 1e12, line);
            assertLe(FixedPointMathLib.dist(g, f[8]), 1e9 + FixedPointMathLib.abs(f[8]) / 1e9, line);
            assertEq(g < 0, f[8] < 0, line);
            if (g < 0) butterflies++;
            rows++;
        }
        assertEq(rows, 41 * 33);
        assertEq(butterflies, 107);
    }

    function testFuzz_P13_nothingRevertsInRange(
        int256 a,
        uint256 b,
        int256 rho,
        int256 m,
        uint256 sigma,
        int256 k,
        int256 t
    ) public pure {
        Smile memory s = _smile(a, b, rho, m, sigma);
        k = bound(k, -10e18, 10e18);
        t = bound(t, 0, 100_000e18);
        (int256 v,) = Svi.durrleman(s, k, t);
        assertEq(v, Svi.variance(s, k));
        (int256 least, int256 most) = Svi.extremes(s, 5e18);
        assertLe(least, most);
    }

    /// @dev The bottom is found where it is, up to the rounding of its place and of the variance.
    function testFuzz_extremesBoundEveryVariance(
        int256 a,
        uint256 b,
        int256 rho,
        int256 m,
        uint256 sigma,
        int256 k
    ) public pure {
        Smile memory s = _smile(a, b, rho, m, sigma);
        k = bound(k, -1e18, 1e18);
        (int256 least, int256 most) = Svi.extremes(s, 1e18);
        int256 v = Svi.variance(s, k);
        assertGe(v, least - 1e6);
        assertLe(v, most + 1e6);
    }

    function testFuzz_derivativesAreThoseOfTheVariance(
        uint256 b,
        int256 rho,
        int256 m,
        uint256 sigma,
        int256 k
    ) public pure {
        // g at t = 0 is (1 - k v' / 2v)^2: v' from it against a difference quotient.
        Smile memory s =
            _smile(1e18, bound(b, 0.1e18, 10e18), rho, bound(m, -1e18, 1e18), bound(sigma, 0.1e18, 1e18));
        k = bound(k, 0.1e18, 1e18);
        (int256 v, int256 g) = Svi.durrleman(s, k, 0);
        int256 step = 1e12;
        int256 slope = (Svi.variance(s, k + step) - Svi.variance(s, k - step)) * 1e18 / (2 * step);
        int256 skewed = 1e18 - k * slope / (2 * v);
        assertApproxEqAbs(g, skewed * skewed / 1e18, 1e9);
    }

    function _smile(int256 a, uint256 b, int256 rho, int256 m, uint256 sigma)
        private
        pure
        returns (Smile memory)
    {
        return Smile({
            expiry: 1,
            a: int96(bound(a, -Svi.MAX_A, Svi.MAX_A)),
            b: uint96(bound(b, 0, uint256(Svi.MAX_B))),
            rho: int64(bound(rho, -Svi.MAX_RHO, Svi.MAX_RHO)),
            m: int96(bound(m, -Svi.MAX_M, Svi.MAX_M)),
            sigma: uint96(bound(sigma, uint256(Svi.MIN_SIGMA), uint256(Svi.MAX_SIGMA)))
        });
    }

    function _numbers(string memory line) private pure returns (int256[9] memory f) {
        string[] memory fields = LibString.split(line, ",");
        for (uint256 i; i < 9; i++) {
            f[i] = vm.parseInt(fields[i]);
        }
    }
}
